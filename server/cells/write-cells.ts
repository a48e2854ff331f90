import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { WorkspaceWrite } from '../database/workspace-write.ts';
import { type Horizon, MovedCells } from '../kpi/cell-memory/moved-cells.ts';
import type { Sql } from '../kpi/sources.ts';
import type { CellShare } from './share.ts';

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

async function addToCells(on: Queryable, workspaceId: string, changes: readonly CellShare[]): Promise<void> {
  if (changes.length === 0) return;
  // In the order of the index, neighbours fall on the page that the one before has just found: a sixth less work.
  const shares = changes.toSorted(byKey);
  const column = (name: keyof CellShare) => shares.map((share) => share[name]);
  // An array of texts each of which is an array of numbers: nothing in them needs to be escaped.
  const arrays = (name: 'counts' | 'sums') => `{${shares.map((share) => `"{${share[name].join(',')}}"`).join(',')}}`;
  await on.query(sql`
    insert into cells (workspace_id, funnel_id, source, cut, day, position, entity_id, counts, sums)
    select ${workspaceId}::uuid, funnel_id, source, cut, day, position, entity_id, counts::bigint[], sums::numeric[]
    from (select unnest(${column('funnel_id')}::uuid[]) as funnel_id, unnest(${column('source')}::text[]) as source,
      unnest(${column('cut')}::text[]) as cut, unnest(${column('day')}::date[]) as day, unnest(${column('position')}::integer[]) as position,
      unnest(${column('entity_id')}::uuid[]) as entity_id, unnest(${arrays('counts')}::text[]) as counts,
      unnest(${arrays('sums')}::text[]) as sums) incoming
    on conflict (workspace_id, funnel_id, source, cut, day, position, entity_id) do update set
      counts = ${added('counts', shares)}, sums = ${added('sums', shares)}`);
}

function byKey(a: CellShare, b: CellShare): number {
  return (
    order(a.funnel_id, b.funnel_id) ||
    order(a.source, b.source) ||
    order(a.cut, b.cut) ||
    order(a.day, b.day) ||
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
  if (longest === 0) return kept;
  const elements = Array.from({ length: longest }, (_, index) => {
    const place = sql.lit(index + 1);
    return sql`${kept}[${place}] + ${more}[${place}]`;
  });
  return sql`case when cardinality(${kept}) = 0 then ${kept} else (array[${sql.join(elements)}])[1:cardinality(${kept})] end`;
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
async function moveHorizons(on: Queryable, workspaceId: string, rows: readonly Horizon[]): Promise<void> {
  if (rows.length === 0) return;
  await on.query(sql`
    insert into cell_horizons as known (workspace_id, funnel_id, source, latest)
    select ${workspaceId}::uuid, funnel_id, source, latest
    from unnest(${rows.map((row) => row.funnel_id)}::uuid[], ${rows.map((row) => row.source)}::text[], ${rows.map((row) => row.latest)}::timestamptz[])
      as incoming(funnel_id, source, latest)
    on conflict (workspace_id, funnel_id, source) do update set latest = excluded.latest where known.latest < excluded.latest`);
}
