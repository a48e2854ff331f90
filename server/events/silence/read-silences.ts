import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import type { Silence } from '../mute.ts';

const columns = sql`
  s.id, s.rule_id as "ruleId", s.instance, s.starts_at as "startsAt", s.ends_at as "endsAt", s.reason, s.created_at as "createdAt"`;

/** Those that have not ended, the one that begins first before the others. */
export function readSilences(on: Queryable, workspaceId: string, at: Date): Promise<Silence[]> {
  return on.query<Silence>(sql`
    select ${columns} from alert_silences s where s.workspace_id = ${workspaceId} and s.ends_at > ${at} order by s.starts_at, s.id`);
}
