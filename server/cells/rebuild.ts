import { sql } from 'kysely';
import type { Database, Queryable } from '../database/database.ts';
import { refreshStatistics } from '../database/statistics.ts';
import { type WorkspaceInfo, writeWorkspace } from '../database/workspace-write.ts';
import { nextIds } from '../journeys/batches.ts';
import { JOURNEYS_VERSION } from '../journeys/version.ts';
import { type KeptSourceName, kept, keptSourceNames } from '../kpi/kept.ts';
import type { Sql } from '../kpi/sources.ts';
import { FactChange } from './fact-change.ts';
import { sharesOf } from './share.ts';
import { CELLS_VERSION } from './version.ts';

/** Of so many steps, so many are done. */
export type OnProgress = (done: number, total: number) => void;
export type OnRebuild = (step: 'journeys' | 'cells', done: number, total: number) => void;

/** From which facts every journey is reached: a lead's customers, orders and opportunities are refreshed with it. */
const origins = [
  { table: 'leads', which: sql`true` },
  { table: 'customers', which: sql`lead_id is null` },
  { table: 'opportunities', which: sql`lead_id is null and customer_id is null` },
] as const;

/**
 * Computes every journey of a workspace anew from its facts, and moves its cells along. A batch a transaction, so that writers go on in
 * between; each leaves rows that fit their facts, so an interrupted rebuild is one that only has to be begun again. (Rows that no fact
 * justifies cannot be, but for stays: a journey goes with its fact, and stays are written anew with their lead.)
 * `signal` ends it after the batch under way. Gives how many it computed.
 */
export async function rebuildJourneys(
  database: Database,
  workspace: WorkspaceInfo,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<number> {
  const starts = await readOrigins(database, workspace);
  const total = starts.reduce((sum, { count }) => sum + count, 0);
  let done = 0;
  onProgress(done, total);
  for (const { table, which, last } of starts) {
    let after: string | null = null;
    // What comes later is computed as it comes; without an end a stream of new facts would put it off for ever.
    const upToLast = sql`${which} and id <= ${last}::uuid`;
    while (last !== null && after !== last) {
      signal?.throwIfAborted();
      const ids: string[] = await writeWorkspace(database, workspace.id, async (write) => {
        const batch = await nextIds(write, workspace.id, table, upToLast, after);
        if (batch.length === 0) return batch;
        const change = new FactChange(write, workspace);
        for (const id of batch) change.touched[table].add(id);
        await change.finish();
        write.markChanged();
        return batch;
      });
      await refreshStatistics(database);
      after = ids.at(-1) ?? last;
      done += ids.length;
      // A customer may have lost its lead in the meantime.
      onProgress(done, Math.max(done, total));
    }
  }
  await writeWorkspace(database, workspace.id, (write) =>
    write.query(sql`
      update workspaces set journeys_version = ${JOURNEYS_VERSION}
      where workspace_id = ${workspace.id} and journeys_version < ${JOURNEYS_VERSION}`),
  );
  return done;
}

/**
 * Computes every cell of a workspace anew from its journeys: a source a transaction, each of which leaves cells that fit. `signal` ends it
 * after the source under way.
 */
export async function rebuildCells(
  database: Database,
  workspace: Pick<WorkspaceInfo, 'id'>,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<void> {
  onProgress(0, keptSourceNames.length);
  for (const [index, source] of keptSourceNames.entries()) {
    signal?.throwIfAborted();
    await writeWorkspace(database, workspace.id, async (write) => {
      await replaceCells(write, workspace.id, [source]);
      write.markChanged();
    });
    onProgress(index + 1, keptSourceNames.length);
  }
  await writeWorkspace(database, workspace.id, (write) =>
    write.query(sql`
      update workspaces set cells_version = ${CELLS_VERSION}
      where workspace_id = ${workspace.id} and cells_version < ${CELLS_VERSION}`),
  );
}

export interface RebuildReport {
  /** Leads, customers and opportunities whose journeys were computed, each with what hangs on it. */
  journeys: number;
  /** Cells there are now. */
  cells: number;
}

/** Computes all journeys and then all cells of a workspace anew, whatever stood there. It may end at any moment: what is done stays done. */
export async function rebuildWorkspace(
  database: Database,
  workspace: WorkspaceInfo,
  onProgress: OnRebuild,
  signal: AbortSignal,
): Promise<RebuildReport> {
  const journeys = await rebuildJourneys(database, workspace, (...of) => onProgress('journeys', ...of), signal);
  await rebuildCells(database, workspace, (...of) => onProgress('cells', ...of), signal);
  const cells = await database.transaction((on) => count(on, 'cells', sql`workspace_id = ${workspace.id}`));
  return { journeys, cells };
}

/** Writes the cells of these sources anew, of one funnel or of all. */
export async function replaceCells(
  on: Queryable,
  workspaceId: string,
  sources: readonly KeptSourceName[],
  funnelId?: string,
): Promise<void> {
  const ofFunnel = (table: string): Sql => (funnelId ? sql`${sql.ref(`${table}.funnel_id`)} = ${funnelId}` : sql`true`);
  for (const source of sources) {
    for (const table of ['cells', 'cell_horizons'])
      await on.query(sql`
        delete from ${sql.table(table)} where workspace_id = ${workspaceId} and source = ${source} and ${ofFunnel(table)}`);
    const shares = sharesOf(kept(source)!, workspaceId, ofFunnel('j'));
    await on.query(sql`
      insert into cells (workspace_id, funnel_id, source, cut, day, position, entity_id, counts, sums)
      select ${workspaceId}::uuid, funnel_id, source, cut, day, position, entity_id, counts, sums from (${shares}) shares`);
    await on.query(sql`
      insert into cell_horizons (workspace_id, funnel_id, source, latest)
      select ${workspaceId}::uuid, funnel_id, source, max(latest) from (${shares}) shares group by funnel_id, source`);
  }
}

/** Rebuilds what was written by an older way of computing it. */
export async function rebuildOutdated(database: Database, onProgress: OnRebuild = () => {}): Promise<void> {
  // The one question that is about all workspaces.
  const outdated = await database.query<WorkspaceInfo & { journeys: number; cells: number }>(sql`
    select workspace_id as id, time_zone as "timeZone", currency, journeys_version as journeys, cells_version as cells from workspaces
    where journeys_version < ${JOURNEYS_VERSION} or cells_version < ${CELLS_VERSION} order by created_at, workspace_id`);
  for (const { journeys, cells, ...workspace } of outdated) {
    if (journeys < JOURNEYS_VERSION)
      await rebuildJourneys(database, workspace, (...of) => onProgress('journeys', ...of));
    if (cells < CELLS_VERSION) await rebuildCells(database, workspace, (...of) => onProgress('cells', ...of));
  }
}

interface Origin {
  table: (typeof origins)[number]['table'];
  which: Sql;
  count: number;
  /** The last of them in order of id; null without any. */
  last: string | null;
}

/** In a transaction, where a statement has all the time that it needs: many facts take long to count. */
function readOrigins(database: Database, { id }: WorkspaceInfo): Promise<Origin[]> {
  return database.transaction(async (on) => {
    const found: Origin[] = [];
    for (const { table, which } of origins) {
      const ofThem = sql`workspace_id = ${id} and ${which}`;
      const [last] = await on.query<{ id: string }>(
        sql`select id from ${sql.table(table)} where ${ofThem} order by id desc limit 1`,
      );
      found.push({ table, which, count: await count(on, table, ofThem), last: last?.id ?? null });
    }
    return found;
  });
}

async function count(on: Queryable, table: string, which: Sql): Promise<number> {
  const [row] = await on.query<{ count: number }>(
    sql`select count(*) as count from ${sql.table(table)} where ${which}`,
  );
  return row!.count;
}
