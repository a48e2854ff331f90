import { sql } from 'kysely';
import type { Parameters } from '../database/prepared.ts';
import { type Among, type CellValues, keysIn } from './cell-values.ts';
import { filterConditions, filterDimensions } from './filter-conditions.ts';
import { type Buckets, type Grouping, teamOf } from './grouping.ts';
import { type Cut, countsAll, type Kept, type KeptColumn, kept, NO_ENTITY } from './kept.ts';
import { type Across, isAcross, type MeasureName, measure } from './measures.ts';
import { isSlotA } from './quality-score-column.ts';
import type { Filter, Scope } from './scope.ts';
import type { SourceName, Sql } from './sources.ts';
import type { Dimension } from './types.ts';

/** Reading tallies from cells instead of journeys: the same rows, the same JSON, whichever answers. */

/** A question that cells can answer. */
export interface CellQuestion {
  kept: Kept;
  cut: Cut;
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
  return { kept: found, cut };
}

function dimensionsIn(filter: Filter): Dimension[] {
  return (Object.keys(filter) as (keyof Filter)[]).map((list) => filterDimensions[list]);
}

/** The sources whose cells say nothing about a moment before their horizon, so that it must be looked at. */
export function guardedIn(questions: readonly CellQuestion[], { to, asOf }: Scope): string[] {
  // Rows that depend on nothing but their own instant are all there is to know once the window is over.
  return questions.filter(({ kept }) => kept.latest !== null || to > asOf).map(({ kept }) => kept.name);
}

const nil = sql`${sql.lit(NO_ENTITY)}::uuid`;
const entity = sql`nullif(j.entity_id, ${nil})`;
const cellDimensions = { CHANNEL: entity, OWNER: entity, TEAM: entity };

/** How a pass is written, beside what it asks. */
export interface CellPassOptions {
  /** Its branch. */
  index: number;
  byEntity: boolean;
  bySlice: boolean;
  among: Among;
  /** Tallies as an array of counts, in the measures' order, rather than as JSON, which takes several times as long. */
  isCompact: boolean;
}

/** As the pass over journeys gives it: one row a group that has rows. */
export function cellPass(
  values: Parameters<CellValues>,
  { kept: { name, columns }, cut }: CellQuestion,
  { across, measures, scope, grouping }: CellScope,
  options: CellPassOptions,
): Sql {
  const { byEntity, bySlice, among } = options;
  const entities = byEntity ? grouping.entities : null;
  const slices = bySlice ? grouping.slices : null;
  const conditions = [
    sql`j.workspace_id = ${values.workspaceId}`,
    sql`j.funnel_id = ${values.funnelId}`,
    // Written out: of these PostgreSQL knows how many cells they have, and would choose a worse plan for all values without.
    sql`j.source = ${sql.lit(name)}`,
    sql`j.cut = ${sql.lit(cut)}`,
    sql`j.day >= ${values.fromDay}::date`,
    sql`j.day < ${values.toDay}::date`,
    ...ofWhom(values, scope, across),
  ];
  // Stages by position, of which there are statistics and an index; their ids are not in cells.
  if (entities && among === 'FEW')
    conditions.push(
      entities.dimension === 'STAGE'
        ? sql`j.position = any(${values.positions}::integer[])`
        : sql`${entity} = any(${values.ids}::uuid[])`,
    );
  const pass = sql`
    select ${sql.lit(options.index)} as branch, ${entities ? keyOf(entities.dimension, values) : none} as entity,
      ${slices ? sliceOf(slices, values) : none} as slice, ${talliesOf(measures, columns, values, options)} as tallies
    from cells j${slices && 'buckets' in slices ? bucketOf(slices, values) : sql``} where ${sql.join(conditions, sql` and `)}
    group by ${groups(entities, slices)} having ${sumOf(rowsOf(measures, columns))} > 0`;
  // Asked of each cell rather than of each group, this takes as long as adding up.
  return entities && among === 'MANY'
    ? sql`select * from (${pass} offset 0) c where c.entity = any(${values.ids}::uuid[]::text[])`
    : pass;
}

/** What holds by the filter, and beside it by what is locked. */
function ofWhom(values: Parameters<CellValues>, { filter, locked }: Scope, across: Across | undefined): Sql[] {
  const { workspaceId } = values;
  const bearers = { dimensions: cellDimensions, workspaceId };
  return [
    ...filterConditions(filter, bearers, {
      isMeant: (dimension) => !isAcross(across, dimension),
      keysOf: (list) => values[keysIn('filter', list)],
    }),
    // No measure looks across what is locked.
    ...filterConditions(locked, bearers, { keysOf: (list) => values[keysIn('locked', list)] }),
  ];
}

const none = sql`null::text`;

function keyOf(dimension: Dimension, { stageIds, workspaceId }: Parameters<CellValues>): Sql {
  if (dimension === 'STAGE') return sql`(${stageIds}::text[])[j.position]`;
  return sql`${dimension === 'TEAM' ? teamOf(entity, workspaceId) : entity}::text`;
}

function sliceOf(slices: NonNullable<Grouping['slices']>, values: Parameters<CellValues>): Sql {
  return 'by' in slices ? keyOf(slices.by, values) : sql`b.bucket::text`;
}

/** By the columns as they are where the keys follow from them, so that a key is written once a group rather than once a cell. */
function groups(entities: Grouping['entities'], slices: Grouping['slices']): Sql {
  const columns: Sql[] = [];
  const add = (dimension: Dimension, place: number) => {
    if (dimension === 'STAGE') columns.push(sql`j.position`);
    else columns.push(dimension === 'TEAM' ? sql.lit(place) : sql`j.entity_id`);
  };
  if (entities) add(entities.dimension, 2);
  if (slices) {
    if ('by' in slices) add(slices.by, 3);
    else columns.push(sql`b.bucket`);
  }
  return columns.length > 0 ? sql.join(columns) : sql`()`;
}

/** The number of a cell's bucket, from 1, as `b.bucket`: counted out where that can be, since to look for it takes longer than to add it up. */
function bucketOf({ every }: Buckets, { bucketDays, bucketsSince, bucketLength }: Parameters<CellValues>): Sql {
  const bucket = every
    ? sql`(j.day - ${bucketsSince}::date) / ${bucketLength}::integer + 1`
    : sql`width_bucket(j.day, ${bucketDays}::date[])`;
  return sql` cross join lateral (select ${bucket} as bucket) b`;
}

const sumOf = (element: number) => sql`sum(j.counts[${sql.lit(element)}])`;

/** How many rows of the source a group has: by a measure that is asked for anyway, where one counts them all. */
function rowsOf(measures: readonly MeasureName[], columns: readonly KeptColumn[]): number {
  return columns.find((column) => measures.includes(column.measure) && countsAll(column.measure))?.count ?? 1;
}

function elementOf(name: MeasureName, columns: readonly KeptColumn[]): number {
  return columns.find((column) => column.measure === name)!.count;
}

/** Where in the counts of a cell, from 0, these counts are, in their order; at the end, that of the rows. */
export function columnsOf({ kept: { columns } }: CellQuestion, measures: readonly MeasureName[]): number[] {
  const elements = measures.map((name) => elementOf(name, columns));
  return [...elements, rowsOf(measures, columns)].map((element) => element - 1);
}

/** Whether cells have nothing but one number for each of the measures. */
export function areCounts({ kept: { columns } }: CellQuestion, measures: readonly MeasureName[]): boolean {
  return measures.every((name) => {
    const [first, second] = columns.filter((column) => column.measure === name);
    return second === undefined && first!.sum === null;
  });
}

function talliesOf(
  measures: readonly MeasureName[],
  columns: readonly KeptColumn[],
  { workspaceId }: Parameters<CellValues>,
  { isCompact }: CellPassOptions,
): Sql {
  if (isCompact) {
    return sql`array[${sql.join(measures.map((name) => sql`${sumOf(elementOf(name, columns))}::bigint`))}]`;
  }
  const tallies = measures.map((name) => sql`${sql.lit(name)}::text, ${tally(name, columns, workspaceId)}`);
  return sql`jsonb_build_object(${sql.join(tallies)})`;
}

function tally(name: MeasureName, columns: readonly KeptColumn[], workspaceId: Sql): Sql {
  const [first, second] = columns.filter((column) => column.measure === name);
  if (!second) return tallyOf(name, first!);
  return sql`(case when ${isSlotA(workspaceId)} then ${tallyOf(name, first!)} else ${tallyOf(name, second)} end)`;
}

function tallyOf(name: MeasureName, { count, sum, squares }: KeptColumn): Sql {
  const n = sumOf(count);
  if (measure(name).aggregate === 'count') return sql`to_jsonb(${n})`;
  const known = (element: number) => sql`(case when ${n} > 0 then sum(j.sums[${sql.lit(element)}]) end)::text`;
  return squares === null
    ? sql`jsonb_build_object('n', ${n}, 'sum', ${known(sum!)})`
    : sql`jsonb_build_object('n', ${n}, 'sum', ${known(sum!)}, 'squares', ${known(squares)})`;
}
