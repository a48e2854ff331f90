import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../database/database.ts';

/** Few enough to hold in memory with all their facts, enough to share the cost of the statements. */
const AT_ONCE = 1_000;

/**
 * The next internal ids of a table in order, after `after`; none: that was all. `which` narrows.
 */
export async function nextIds(
  on: Queryable,
  workspaceId: string,
  table: 'leads' | 'customers' | 'opportunities',
  which: RawBuilder<unknown>,
  after: string | null,
): Promise<string[]> {
  const rows = await on.query<{ id: string }>(sql`
    select id from ${sql.table(table)}
    where workspace_id = ${workspaceId} and ${which} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${AT_ONCE}`);
  return rows.map(({ id }) => id);
}
