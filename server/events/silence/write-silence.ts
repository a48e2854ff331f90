import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { newId } from '../../database/new-id.ts';
import type { Silence } from '../mute.ts';

/** Silences count for what happens from now on: an evaluation under way may still miss one. */
export async function addSilence(
  database: Database,
  workspaceId: string,
  silence: Omit<Silence, 'id'>,
): Promise<Silence> {
  const id = newId();
  const { ruleId, instance, startsAt, endsAt, reason, createdAt } = silence;
  await database.query(sql`
    insert into alert_silences (workspace_id, id, rule_id, instance, starts_at, ends_at, reason, created_at)
    values (${workspaceId}, ${id}, ${ruleId}, ${instance}, ${startsAt}, ${endsAt}, ${reason}, ${createdAt})`);
  return { ...silence, id };
}

/** Ends a silence, or one that has not begun. @returns whether there was one that had not ended. */
export async function endSilence(database: Database, workspaceId: string, id: string, now: Date): Promise<boolean> {
  const ended = await database.query(sql`
    update alert_silences set ends_at = greatest(starts_at, ${now}::timestamptz)
    where workspace_id = ${workspaceId} and id = ${id} and ends_at > ${now} returning id`);
  return ended.length > 0;
}
