import { sql } from 'kysely';
import type { Queryable } from '../../../server/database/database.ts';

/** Four lies: a sum that is wrong, one that is missing, one too many, and a horizon that is too early. */
export async function falsify(on: Queryable, workspaceId: string): Promise<void> {
  const one = sql`(
    select ctid from cells where workspace_id = ${workspaceId} and source = 'leadsCreated' order by day, cut, entity_id limit 1)`;
  await on.query(sql`delete from cells where workspace_id = ${workspaceId} and ctid = ${one}`);
  await on.query(sql`
    update cells set counts[1] = counts[1] + 1 where workspace_id = ${workspaceId} and ctid = ${one}`);
  await on.query(sql`
    insert into cells (workspace_id, funnel_id, source, cut, day, position, entity_id, counts, sums)
    select workspace_id, funnel_id, source, cut, '1999-01-01', position, entity_id, counts, sums from cells
    where workspace_id = ${workspaceId} and ctid = ${one}`);
  await on.query(sql`
    update cell_horizons set latest = '1999-01-01' where workspace_id = ${workspaceId} and source = 'leadsCreated'`);
}
