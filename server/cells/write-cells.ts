import { sql } from 'kysely';
import { textArray } from '../database/binary-arrays.ts';
import { type Columns, type Row, selectedRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import type { WorkspaceWrite } from '../database/workspace-write.ts';
import { type Horizon, MovedCells } from '../kpi/cell-memory/moved-cells.ts';
import type { Sql } from '../kpi/sources.ts';
import { type CellShare, FIRST_DAY } from './share.ts';

/** Adds to cells what changed in each, and has it told with the commit. `horizons`: those of what is new. */
export async function writeCells(
  on: Queryable & Partial<Pick<WorkspaceWrite, 'tell'>>,
  workspaceId: string,
  changes: readonly CellShare[],
  horizons: readonly Horizon[],
): Promise<void> {
  on.tell?.(new MovedCells(changes, horizons));
  const lessened = changes.filter(({ counts }) => counts[0]! < 0);
  await Promise.all([
    addToCells(on, workspaceId, changes),
    removeEmpty(on, workspaceId, lessened),
    moveHorizons(on, workspaceId, horizons),
  ]);
}

/** Most sources only count: their cells go by themselves, so that nothing need be said of sums, nor room be kept for those of others. */
async function addToCells(on: Queryable, workspaceId: string, changes: readonly CellShare[]): Promise<void> {
  const counted = changes.filter(({ sums }) => sums.length === 0);
  const summed = changes.filter(({ sums }) => sums.length > 0);
  await Promise.all([addAlike(on, workspaceId, counted), addAlike(on, workspaceId, summed)]);
}

/** All of them have sums, or none has. */
async function addAlike(on: Queryable, workspaceId: string, changes: readonly CellShare[]): Promise<void> {
  if (changes.length === 0) return;
  // In the order of the index, neighbours fall on the page that the one before has just found: a sixth less work.
  const shares = changes.toSorted(byKey);
  const hasSums = shares[0]!.sums.length > 0;
  await on.query(sql`
    insert into cells (workspace_id, funnel_id, source, cut, day, position, entity_id, counts, sums)
    select ${workspaceId}::uuid, funnel_id, source, cut, ${FIRST_DAY} + day, position, entity_id, counts::bigint[],
      ${hasSums ? sql`sums` : sql`'{}'`}::numeric[]
    from (select ${keys(shares)}, ${numbers(shares, 'counts')}${hasSums ? sql`, ${numbers(shares, 'sums')}` : sql``}) incoming
    on conflict (workspace_id, funnel_id, source, cut, day, position, entity_id) do update set
      counts = ${added('counts', shares)}${hasSums ? sql`, sums = ${added('sums', shares)}` : sql``}`);
}

/** By what a cell is found within its workspace. */
const keyColumns: Columns = {
  funnel_id: 'uuid',
  source: 'text',
  cut: 'text',
  day: 'integer',
  position: 'integer',
  entity_id: 'uuid',
};

function keys(shares: readonly CellShare[]): Sql {
  return selectedRows(keyColumns, shares as readonly (CellShare & Row)[]);
}

/** Each as the text of an array: of few small numbers, of which sources have more or less, that is less work than to put them together. */
function numbers(shares: readonly CellShare[], name: 'counts' | 'sums'): Sql {
  return sql`unnest(${textArray(shares.map((share) => `{${share[name].join(',')}}`))}) as ${sql.ref(name)}`;
}

function byKey(a: CellShare, b: CellShare): number {
  return (
    order(a.funnel_id, b.funnel_id) ||
    order(a.source, b.source) ||
    order(a.cut, b.cut) ||
    a.day - b.day ||
    a.position - b.position ||
    order(a.entity_id, b.entity_id)
  );
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * Element by element, as far as the longest goes; what is behind the end of a shorter one is cut off. Unnesting both, which would say it for
 * any length, takes several times as long.
 */
function added(name: 'counts' | 'sums', shares: readonly CellShare[]): Sql {
  const longest = shares.reduce((most, share) => Math.max(most, share[name].length), 0);
  const [kept, more] = [sql.ref(`cells.${name}`), sql.ref(`excluded.${name}`)];
  const elements = Array.from({ length: longest }, (_, index) => {
    const place = sql.lit(index + 1);
    return sql`${kept}[${place}] + ${more}[${place}]`;
  });
  return sql`case when cardinality(${kept}) = 0 then ${kept} else (array[${sql.join(elements)}])[1:cardinality(${kept})] end`;
}

/** A cell without rows is none. */
async function removeEmpty(on: Queryable, workspaceId: string, shares: readonly CellShare[]): Promise<void> {
  if (shares.length === 0) return;
  await on.query(sql`
    delete from cells using (select ${keys(shares)}) as lessened
    where cells.workspace_id = ${workspaceId} and cells.funnel_id = lessened.funnel_id and cells.source = lessened.source
      and cells.cut = lessened.cut and cells.day = ${FIRST_DAY} + lessened.day and cells.position = lessened.position
      and cells.entity_id = lessened.entity_id and cells.counts[1] = 0`);
}

const horizonColumns: Columns = { funnel_id: 'uuid', source: 'text', latest: 'timestamptz' };

/** Horizons only move on: what was taken away may have been the latest, but that is too late, never too early. */
async function moveHorizons(on: Queryable, workspaceId: string, rows: readonly Horizon[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query(sql`
    insert into cell_horizons as known (workspace_id, funnel_id, source, latest)
    select ${workspaceId}::uuid, funnel_id, source, latest
    from (select ${selectedRows(horizonColumns, rows as readonly (Horizon & Row)[])}) incoming
    on conflict (workspace_id, funnel_id, source) do update set latest = excluded.latest where known.latest < excluded.latest`);
}
