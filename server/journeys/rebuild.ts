import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { refreshStatistics } from '../database/statistics.ts';
import { type WorkspaceInfo, writeWorkspace } from '../database/workspace-write.ts';
import { nextIds } from './batches.ts';
import { refreshJourneys } from './refresh.ts';
import { nothingTouched } from './touched.ts';
import { JOURNEYS_VERSION } from './version.ts';

/** Of so many leads, customers and opportunities whose journeys are to be computed, so many are. */
export type OnProgress = (done: number, total: number) => void;

/** From which facts every journey is reached: a lead's customers, orders and opportunities are refreshed with it. */
const origins = [
  { table: 'leads', which: sql`true` },
  { table: 'customers', which: sql`lead_id is null` },
  { table: 'opportunities', which: sql`lead_id is null and customer_id is null` },
] as const;

/**
 * Computes every journey of a workspace anew from its facts. A batch a transaction, so that writers go on in between; each leaves rows that
 * fit their facts, so an interrupted rebuild is one that only has to be begun again. (Rows that no fact justifies cannot be, but for stays:
 * a journey goes with its fact by a foreign key, and stays are written anew with their lead.)
 */
export async function rebuildJourneys(
  database: Database,
  workspace: WorkspaceInfo,
  onProgress: OnProgress = () => {},
): Promise<void> {
  const total = await countOrigins(database, workspace);
  let done = 0;
  onProgress(done, total);
  for (const { table, which } of origins) {
    let after: string | null = null;
    do {
      const ids: string[] = await writeWorkspace(database, workspace.id, async (write) => {
        const batch = await nextIds(write, workspace.id, table, which, after);
        if (batch.length === 0) return batch;
        await refreshJourneys(write, workspace, { ...nothingTouched(), [table]: new Set(batch) });
        write.markChanged();
        return batch;
      });
      await refreshStatistics(database);
      after = ids.at(-1) ?? null;
      done += ids.length;
      // Facts may have come in the meantime.
      if (ids.length > 0) onProgress(done, Math.max(done, total));
    } while (after !== null);
  }
  await database.query(sql`
    update workspaces set journeys_version = ${JOURNEYS_VERSION}
    where workspace_id = ${workspace.id} and journeys_version < ${JOURNEYS_VERSION}`);
}

/** Rebuilds the workspaces whose journeys were written by an older way of computing them. */
export async function rebuildOutdated(database: Database, onProgress?: OnProgress): Promise<void> {
  // The one question that is about all workspaces.
  const outdated = await database.query<WorkspaceInfo>(sql`
    select workspace_id as id, time_zone as "timeZone", currency from workspaces
    where journeys_version < ${JOURNEYS_VERSION} order by created_at, workspace_id`);
  for (const workspace of outdated) await rebuildJourneys(database, workspace, onProgress);
}

async function countOrigins(database: Database, { id }: WorkspaceInfo): Promise<number> {
  let total = 0;
  for (const { table, which } of origins) {
    const [row] = await database.query<{ count: number }>(
      sql`select count(*) as count from ${sql.table(table)} where workspace_id = ${id} and ${which}`,
    );
    total += row!.count;
  }
  return total;
}
