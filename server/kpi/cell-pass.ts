import { sql } from 'kysely';
import { ofWhom } from './conditions.ts';
import { filterDimensions } from './filter-conditions.ts';
import { type Grouping, groupKey } from './grouping.ts';
import { type Cut, type Kept, type KeptColumn, kept } from './kept.ts';
import { type Across, isAcross, type MeasureName, measure } from './measures.ts';
import { isSlotA } from './quality-score-column.ts';
import type { Filter, Scope } from './scope.ts';
import type { QueryContext, SourceName, Sql } from './sources.ts';
import type { Dimension } from './types.ts';

/** Reading tallies from cells instead of journeys: the same rows, the same JSON, whichever answers. */

/** A question that cells can answer. */
export interface CellQuestion {
  kept: Kept;
  cut: Cut;
  /** Cells say nothing about a moment before this source's horizon, so that it must be looked at. */
  isGuarded: boolean;
}

/** What a question to one source depends on. */
export interface CellScope {
  sourceName: SourceName;
  across: Across | undefined;
  measures: readonly MeasureName[];
  scope: Scope;
  grouping: Grouping;
}

const cutOf: Partial<Record<Dimension, Cut>> = { CHANNEL: 'CHANNEL', OWNER: 'OWNER', TEAM: 'OWNER' };
/** A day of its own is kept for each stage, so a cut by stage goes with either. */
const besides: ReadonlySet<Dimension> = new Set(['STAGE']);

/** undefined: only journeys can answer. */
export function asCellQuestion({ sourceName, across, measures, scope, grouping }: CellScope): CellQuestion | undefined {
  const found = kept(sourceName);
  if (!found || scope.withinDays !== null) return undefined;
  if (!measures.every((name) => found.columns.some((column) => column.measure === name))) return undefined;
  const { entities, slices } = grouping;
  const asked = dimensionsIn(scope.filter);
  if (entities) asked.push(entities.dimension);
  if (slices && 'by' in slices) asked.push(slices.by);
  const cutting = asked.filter((dimension) => !isAcross(across, dimension) && !besides.has(dimension));
  cutting.push(...dimensionsIn(scope.locked));
  const cuts = new Set(cutting.map((dimension) => cutOf[dimension] ?? null));
  // Any cut holds the whole.
  const [cut = found.cuts[0]!] = cuts;
  if (cuts.size > 1 || cut === null || !found.cuts.includes(cut)) return undefined;
  // Rows that depend on nothing but their own instant are all there is to know once the window is over.
  return { kept: found, cut, isGuarded: found.latest !== null || scope.to > scope.asOf };
}

function dimensionsIn(filter: Filter): Dimension[] {
  return (Object.keys(filter) as (keyof Filter)[]).map((list) => filterDimensions[list]);
}

const nil = sql`'00000000-0000-0000-0000-000000000000'::uuid`;
const entity = sql`nullif(j.entity_id, ${nil})`;
/** A cell seen as a row of its source. */
const cellSource = { dimensions: { CHANNEL: entity, OWNER: entity, TEAM: entity, STAGE: sql`j.position` } };

/** As the pass over journeys gives it: one row a group that has rows, with the tallies as JSON. */
export function cellPass(
  context: QueryContext,
  { kept: { name, columns }, cut }: CellQuestion,
  { across, measures, scope, grouping }: CellScope,
  branch: { index: number; byEntity: boolean; bySlice: boolean },
): Sql {
  const { entities, slices } = grouping;
  const none = sql`null::text`;
  const entityKey = branch.byEntity && entities ? groupKey(entities.dimension, cellSource, context) : none;
  const sliceKey = branch.bySlice && slices ? sliceOf(slices, context) : none;
  const buckets = branch.bySlice && slices && 'buckets' in slices ? bucketOf(slices.days) : sql``;
  const conditions = [
    sql`j.workspace_id = ${context.workspaceId}`,
    sql`j.funnel_id = ${context.funnel.id}`,
    sql`j.source = ${name}`,
    sql`j.cut = ${cut}`,
    sql`j.day >= ${scope.dates.from.toString()}::date`,
    sql`j.day < ${scope.dates.to.toString()}::date`,
    ...ofStages(grouping, context),
    ...ofWhom(cellSource, context, scope, grouping.entities?.dimension === 'STAGE' ? whole : grouping, across),
  ];
  const tallies = measures.map(
    (measureName) => sql`${sql.lit(measureName)}::text, ${tally(measureName, columns, context.workspaceId)}`,
  );
  return sql`
    select ${sql.lit(branch.index)} as branch, ${entityKey} as entity, ${sliceKey} as slice, jsonb_build_object(${sql.join(tallies)}) as tallies
    from cells j${buckets} where ${sql.join(conditions, sql` and `)} group by ${groups(branch, grouping)} having sum(j.counts[1]) > 0`;
}

const whole: Grouping = { entities: null, slices: null };

/** Stages by position, of which there are statistics and an index; their ids are not in cells. */
function ofStages({ entities }: Grouping, { funnel }: QueryContext): Sql[] {
  if (entities?.dimension !== 'STAGE') return [];
  const positions = funnel.stages.filter(({ id }) => entities.ids.includes(id)).map(({ position }) => position);
  return [sql`j.position = any(${positions}::integer[])`];
}

/** By the columns as they are where the keys follow from them, so that a key is written once a group rather than once a cell. */
function groups(branch: { byEntity: boolean; bySlice: boolean }, { entities, slices }: Grouping): Sql {
  const columns: Sql[] = [];
  const add = (dimension: Dimension, place: number) => {
    if (dimension === 'STAGE') columns.push(sql`j.position`);
    else columns.push(dimension === 'TEAM' ? sql.lit(place) : sql`j.entity_id`);
  };
  if (branch.byEntity && entities) add(entities.dimension, 2);
  if (branch.bySlice && slices) {
    if ('by' in slices) add(slices.by, 3);
    else columns.push(sql`b.bucket`);
  }
  return columns.length > 0 ? sql.join(columns) : sql`()`;
}

function sliceOf(slices: NonNullable<Grouping['slices']>, context: QueryContext): Sql {
  return 'by' in slices ? groupKey(slices.by, cellSource, context) : sql`b.bucket::text`;
}

/** The number of a cell's bucket, from 1, as `b.bucket`. */
function bucketOf(days: readonly string[]): Sql {
  return sql` cross join lateral (select width_bucket(j.day, ${days}::date[]) as bucket) b`;
}

function tally(name: MeasureName, columns: readonly KeptColumn[], workspaceId: string): Sql {
  const [first, second] = columns.filter((column) => column.measure === name);
  if (!second) return tallyOf(name, first!);
  return sql`(case when ${isSlotA(workspaceId)} then ${tallyOf(name, first!)} else ${tallyOf(name, second)} end)`;
}

function tallyOf(name: MeasureName, { count, sum, squares }: KeptColumn): Sql {
  const n = sql`sum(j.counts[${sql.lit(count)}])`;
  if (measure(name).aggregate === 'count') return sql`to_jsonb(${n})`;
  const known = (element: number) => sql`(case when ${n} > 0 then sum(j.sums[${sql.lit(element)}]) end)::text`;
  return squares === null
    ? sql`jsonb_build_object('n', ${n}, 'sum', ${known(sum!)})`
    : sql`jsonb_build_object('n', ${n}, 'sum', ${known(sum!)}, 'squares', ${known(squares)})`;
}

/** The branch of rows that say why cells cannot answer. Their tallies are a Doubt. */
export const UNANSWERABLE = -1;

/** Something of the source happens as late as this; or, with neither, the days are cut otherwise. */
export interface Doubt {
  source?: SourceName;
  latest?: string;
}

/**
 * Rows of branch UNANSWERABLE where cells must not be believed, found in the snapshot of the answer itself: something in a guarded source
 * happens after asOf, or the database cuts the days otherwise than the question does, since it knows other rules of the time zone.
 */
export function doubts(
  context: QueryContext,
  questions: readonly CellQuestion[],
  scope: Scope,
  { slices }: Grouping,
): Sql[] {
  const { workspaceId, funnel, asOf } = context;
  const guarded = questions.filter(({ isGuarded }) => isGuarded).map(({ kept: { name } }) => name);
  const cuts = slices && 'buckets' in slices ? slices : { buckets: [], days: [] };
  const starts = [scope.from, scope.to, ...cuts.buckets.map(({ from }) => from)];
  const days = [scope.dates.from.toString(), scope.dates.to.toString(), ...cuts.days];
  const localDay = (instant: Sql) => sql`((${instant}) at time zone ${scope.timeZone})::date`;
  return [
    sql`
    select ${sql.lit(UNANSWERABLE)} as branch, null::text as entity, null::text as slice,
      jsonb_build_object('source', h.source, 'latest', h.latest) as tallies from cell_horizons h
    where h.workspace_id = ${workspaceId} and h.funnel_id = ${funnel.id} and h.source = any(${guarded}::text[]) and h.latest > ${asOf}`,
    // Half an hour later too: some clocks have gone back just after midnight.
    sql`
    select ${sql.lit(UNANSWERABLE)}, null::text, null::text, '{}'::jsonb from unnest(${days}::date[], ${starts}::timestamptz[]) as bound(day, start)
    where ${localDay(sql`bound.start`)} < bound.day or ${localDay(sql`bound.start - interval '1 millisecond'`)} >= bound.day
      or ${localDay(sql`bound.start + interval '30 minutes'`)} < bound.day`,
  ];
}
