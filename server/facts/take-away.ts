import { sql } from 'kysely';
import { removeActivityJourneys, removeActivityJourneysOfLeads } from '../journeys/remove-journeys.ts';
import { nothingTouched } from '../journeys/touched.ts';
import type { ChunkWrite } from './chunk-write.ts';
import type { FactKind, FactRow } from './kind.ts';
import { ratesInUse } from './rate-change.ts';

/** What names a channel or an owner, and so keeps it from being taken away. */
const users: Partial<Record<FactKind['name'], { column: string; tables: readonly string[] }>> = {
  channels: { column: 'channel_id', tables: ['leads', 'opportunities', 'spend'] },
  owners: { column: 'owner_id', tables: ['leads', 'opportunities', 'activities', 'transitions'] },
};

/** Internal ids of those among these facts that others still need. */
export async function inUse(chunk: ChunkWrite, kind: FactKind, rows: readonly FactRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  if (kind.name === 'rates') return ratesInUse(chunk, rows);
  const use = users[kind.name];
  if (!use) return new Set();
  const ids = rows.map((row) => row.id);
  const column = sql.ref(use.column);
  const found = await chunk.write.query<{ id: string }>(
    sql.join(
      use.tables.map(
        (table) => sql`
          select ${column} as id from ${sql.table(table)}
          where workspace_id = ${chunk.workspace.id} and ${column} = any(${ids}::uuid[])`,
      ),
      sql` union `,
    ),
  );
  return new Set(found.map(({ id }) => id));
}

/**
 * Takes facts away, and what hangs on them: foreign keys cascade to activities, transitions, opportunities, quotes, orders, surveys and
 * all journeys but those of activities. A customer outlives its lead and an opportunity its customer; they lose the reference.
 */
export async function takeAway(
  { write, workspace, change }: ChunkWrite,
  kind: FactKind,
  rows: readonly FactRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  const going = nothingTouched();
  for (const row of rows) kind.touch?.(row, going, false);
  await change.willChange(going);
  const loosen = async (table: 'customers' | 'opportunities', column: string) => {
    const loosened = await write.query<{ id: string }>(sql`
      update ${sql.table(table)} set ${sql.ref(column)} = null
      where workspace_id = ${workspace.id} and ${sql.ref(column)} = any(${ids}::uuid[]) returning id`);
    for (const { id } of loosened) change.touched[table].add(id);
  };
  if (kind.name === 'leads') await loosen('customers', 'lead_id');
  if (kind.name === 'customers') await loosen('opportunities', 'customer_id');
  if (kind.name === 'leads') await removeActivityJourneysOfLeads(write, workspace.id, ids);
  if (kind.name === 'activities') await removeActivityJourneys(write, workspace.id, ids);
  await write.query(
    sql`delete from ${sql.table(kind.table)} where workspace_id = ${workspace.id} and id = any(${ids}::uuid[])`,
  );
  for (const row of rows) kind.touch?.(row, change.touched, false);
}
