import { sql } from 'kysely';
import type { Queryable, Statement } from '../../database/database.ts';
import type { AlertRule } from './rule.ts';

const columns = sql`
  r.id, r.funnel_id as "funnelId", r.name, r.kpi, r.severity, r.version, r.definition, r.template, r.enabled,
  r.created_at as "createdAt", r.updated_at as "updatedAt", r.deleted_at as "deletedAt", r.due_at as "dueAt", r.fault`;

function read(on: Queryable, workspaceId: string, condition: Statement): Promise<AlertRule[]> {
  return on.query<AlertRule>(
    sql`select ${columns} from alert_rules r where r.workspace_id = ${workspaceId} and ${condition} order by r.id`,
  );
}

/** All that are not deleted, oldest first. */
export const standingRules = (on: Queryable, workspaceId: string): Promise<AlertRule[]> =>
  read(on, workspaceId, sql`r.deleted_at is null`);

/** Those of these ids, deleted ones too: their events still name them. */
export const rulesById = (on: Queryable, workspaceId: string, ids: readonly string[]): Promise<AlertRule[]> =>
  read(on, workspaceId, sql`r.id = any(${ids}::uuid[])`);
