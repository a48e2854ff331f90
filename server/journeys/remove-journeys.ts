import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';

/**
 * Journeys of activities go with their facts, but by no foreign key: it would look up each of them as it is written, and no other table has
 * as many. So this comes before the facts themselves are taken away, in the same transaction.
 */

/** The journeys of these activities. */
export async function removeActivityJourneys(
  on: Queryable,
  workspaceId: string,
  activities: readonly string[],
): Promise<void> {
  await on.query(sql`
    delete from activity_journeys where workspace_id = ${workspaceId} and activity_id = any(${activities}::uuid[])`);
}

/** The journeys of these leads' activities, which go with their leads. */
export async function removeActivityJourneysOfLeads(
  on: Queryable,
  workspaceId: string,
  leads: readonly string[],
): Promise<void> {
  await on.query(sql`
    delete from activity_journeys j using activities a
    where j.workspace_id = ${workspaceId} and a.workspace_id = ${workspaceId} and a.id = j.activity_id
      and a.lead_id = any(${leads}::uuid[])`);
}
