import { sql } from 'kysely';
import type { Database } from '../../../server/database/database.ts';

/** What each row of a journey is of. */
const parents = [
  ['lead_journeys', 'lead_id', 'leads'],
  ['lead_stays', 'lead_id', 'leads'],
  ['lead_stays', 'stage_id', 'stages'],
  ['activity_journeys', 'activity_id', 'activities'],
  ['activity_journeys', 'lead_id', 'leads'],
  ['opportunity_journeys', 'opportunity_id', 'opportunities'],
  ['customer_journeys', 'customer_id', 'customers'],
  ['order_journeys', 'order_id', 'orders'],
] as const;

/** How many rows of journeys, of all workspaces, are of what is not there: by table and column, those of which there are any. */
export async function orphanedJourneys(database: Database): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [table, column, parent] of parents) {
    const [row] = await database.query<{ count: number }>(sql`
      select count(*) as count from ${sql.table(table)} j
      where not exists (select 1 from ${sql.table(parent)} p where p.workspace_id = j.workspace_id and p.id = ${sql.ref(`j.${column}`)})`);
    if (row!.count > 0) found[`${table}.${column}`] = row!.count;
  }
  return found;
}
