import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { KeptSourceName } from '../kpi/kept.ts';
import { money, moneyText } from '../kpi/money.ts';
import type { CellShare } from './share.ts';

/** The last instant on which what is summed up of a source depends. */
export interface Horizon {
  funnel_id: string;
  source: KeptSourceName;
  latest: Date;
}

/** Adds to cells what is new and takes from them what was, where the two differ. `horizons`: those of what is new. */
export async function writeDifference(
  on: Queryable,
  workspaceId: string,
  before: readonly CellShare[],
  after: readonly CellShare[],
  horizons: readonly Horizon[],
): Promise<void> {
  const changes = differences(before, after);
  const lessened = changes.filter(({ counts }) => counts[0]! < 0);
  await Promise.all([
    addToCells(on, workspaceId, changes),
    removeEmpty(on, workspaceId, lessened),
    moveHorizons(on, workspaceId, horizons),
  ]);
}

/** after − before, cell by cell; without those in which nothing changed. */
export function differences(before: readonly CellShare[], after: readonly CellShare[]): CellShare[] {
  const cells = new Map<string, CellShare>();
  for (const share of after) add(cells, share, 1);
  for (const share of before) add(cells, share, -1);
  return [...cells.values()].filter(
    ({ counts, sums }) => counts.some((count) => count !== 0) || sums.some((sum) => Number(sum) !== 0),
  );
}

function add(cells: Map<string, CellShare>, share: CellShare, sign: 1 | -1): void {
  const key = [share.funnel_id, share.source, share.cut, share.day, share.position, share.entity_id].join(' ');
  const known = cells.get(key);
  if (!known && sign === 1) {
    cells.set(key, share);
    return;
  }
  cells.set(key, {
    ...share,
    counts: share.counts.map((count, index) => (known?.counts[index] ?? 0) + sign * count),
    sums: share.sums.map((sum, index) =>
      moneyText(
        money(sum)
          .times(sign)
          .plus(known?.sums[index] ?? 0),
      ),
    ),
  });
}

async function addToCells(on: Queryable, workspaceId: string, shares: readonly CellShare[]): Promise<void> {
  if (shares.length === 0) return;
  const column = (name: keyof CellShare) => shares.map((share) => share[name]);
  const arrays = (name: 'counts' | 'sums') => shares.map((share) => `{${share[name].join(',')}}`);
  await on.query(sql`
    insert into cells (workspace_id, funnel_id, source, cut, day, position, entity_id, counts, sums)
    select ${workspaceId}::uuid, funnel_id, source, cut, day, position, entity_id, counts::bigint[], sums::numeric[]
    from unnest(${column('funnel_id')}::uuid[], ${column('source')}::text[], ${column('cut')}::text[], ${column('day')}::date[],
      ${column('position')}::integer[], ${column('entity_id')}::uuid[], ${arrays('counts')}::text[], ${arrays('sums')}::text[])
      as incoming(funnel_id, source, cut, day, position, entity_id, counts, sums)
    on conflict (workspace_id, funnel_id, source, cut, day, position, entity_id) do update set
      counts = array(select a + b from unnest(cells.counts, excluded.counts) with ordinality as element(a, b, i) order by i),
      sums = array(select a + b from unnest(cells.sums, excluded.sums) with ordinality as element(a, b, i) order by i)`);
}

/** A cell without rows is none. */
async function removeEmpty(on: Queryable, workspaceId: string, shares: readonly CellShare[]): Promise<void> {
  if (shares.length === 0) return;
  const column = (name: keyof CellShare) => shares.map((share) => share[name]);
  await on.query(sql`
    delete from cells using unnest(${column('funnel_id')}::uuid[], ${column('source')}::text[], ${column('cut')}::text[], ${column('day')}::date[],
      ${column('position')}::integer[], ${column('entity_id')}::uuid[]) as lessened(funnel_id, source, cut, day, position, entity_id)
    where cells.workspace_id = ${workspaceId} and cells.funnel_id = lessened.funnel_id and cells.source = lessened.source
      and cells.cut = lessened.cut and cells.day = lessened.day and cells.position = lessened.position
      and cells.entity_id = lessened.entity_id and cells.counts[1] = 0`);
}

/** Horizons only move on: what was taken away may have been the latest, but that is too late, never too early. */
async function moveHorizons(on: Queryable, workspaceId: string, horizons: readonly Horizon[]): Promise<void> {
  const latest = new Map<string, Horizon>();
  for (const horizon of horizons) {
    const key = `${horizon.funnel_id} ${horizon.source}`;
    const known = latest.get(key);
    if (!known || known.latest < horizon.latest) latest.set(key, horizon);
  }
  const rows = [...latest.values()];
  if (rows.length === 0) return;
  await on.query(sql`
    insert into cell_horizons as known (workspace_id, funnel_id, source, latest)
    select ${workspaceId}::uuid, funnel_id, source, latest
    from unnest(${rows.map((row) => row.funnel_id)}::uuid[], ${rows.map((row) => row.source)}::text[], ${rows.map((row) => row.latest)}::timestamptz[])
      as incoming(funnel_id, source, latest)
    on conflict (workspace_id, funnel_id, source) do update set latest = excluded.latest where known.latest < excluded.latest`);
}
