import { sql } from 'kysely';
import { parametersOf } from '../database/prepared.ts';
import { type Doubt, doubts } from './cell-doubts.ts';
import { asCellQuestion, type CellQuestion, cellPass, guardedIn } from './cell-pass.ts';
import { amongOf, cellValuesOf } from './cell-values.ts';
import { conditions } from './conditions.ts';
import { bucketKey, type Grouping, groupColumn, groupKey, keyOf, tagJoin } from './grouping.ts';
import { type Across, isAcross, type MeasureName, measure } from './measures.ts';
import { momentColumns, momentRows } from './moment.ts';
import type { Scope } from './scope.ts';
import { type QueryContext, type Source, type SourceName, type Sql, source as sourceOf } from './sources.ts';
import { isPlainCount, isTimed, talliesOf, timedColumns, timedTallies } from './tally-sql.ts';
import type { Dimension } from './types.ts';
import { isCountedByWay, wayPass } from './way-pass.ts';

/** A question that SQL answers in one statement: these measures, over these groups. */
export interface Statement {
  context: QueryContext;
  scope: Scope;
  grouping: Grouping;
  measures: readonly MeasureName[];
  /** Whether cells of this source may be asked; journeys answer the same. */
  mayUseCells: (source: SourceName) => boolean;
  /** What must be counted anew over the slices beyond the largest. */
  rests: readonly Rest[];
}

/**
 * The slices beyond the `first` largest, as one: of measures that do not add up over slices. (Every other tally of the rest is the sum
 * of the slices.) Slices are ranked as the breakdown ranks them: by `size`, then key; those in which none of `among` found anything are
 * none.
 */
export interface Rest {
  measures: readonly MeasureName[];
  among: readonly MeasureName[];
  size: MeasureName;
  first: number;
}

/** One measure group of the result. `entity` and `slice` are NULL where the facts do not bear the dimension. */
export interface StatementRow {
  branch: number;
  entity: string | null;
  slice: string | null;
  /** JSON by measure; of a compact branch an array of counts, in the measures' order. */
  tallies: unknown;
  /** Key and label of a slice that is a channel, owner or product. */
  slice_key: string | null;
  slice_name: string | null;
}

/** What came of a statement. */
export interface StatementAnswer {
  /** Read anew each time where they are kept as text, which takes a tenth of the memory. */
  rows: () => readonly StatementRow[];
  /** How much is kept of them, in the measure of `Found.size`. */
  size: number;
  /** The workspace's data version in the snapshot. */
  version: number;
  /** Why it must be asked again, without cells. */
  doubts: readonly Doubt[];
  /** Where measures ask for the score. */
  scoringModelVersion: number | null;
}

export type NameOfSlice = Pick<StatementRow, 'slice_key' | 'slice_name'>;

/** What the rows of a branch speak of. */
export interface Branch {
  measures: readonly MeasureName[];
  /** Grouped by entity, by slice; false: one tally that stands for all of them. */
  byEntity: boolean;
  bySlice: boolean;
  /** Set where this is a rest. */
  rest: Rest | null;
  /** Tallies are an array of counts, in the measures' order. */
  isCompact: boolean;
}

/**
 * UNION ALL of one pass a source, over its cells where they can answer: the number of statements does not depend on how many KPIs, entities
 * or slices are asked for. Where cells turn out not to be enough, rows of branch UNANSWERABLE say so; then it must be asked without them.
 */
export function compileStatement(statement: Statement): {
  sql: Sql;
  branches: Branch[];
  readsJourneys: boolean;
} {
  const { context, scope, grouping } = statement;
  const branches: Branch[] = [];
  const parts: Sql[] = [];
  const fromCells: CellQuestion[] = [];
  const { workspaceId, funnel } = context;
  // Known before the sources are: none of them is in a pass.
  const values = parametersOf(cellValuesOf({ workspaceId, funnel, scope, grouping, guarded: [] }));
  const among = amongOf(grouping, funnel);
  for (const { sourceName, across, names, isTimed } of passes(statement)) {
    const branch = branchOf(grouping, across, names);
    const asked = { sourceName, across, measures: names, scope, grouping };
    const index = branches.length;
    const question = statement.mayUseCells(sourceName) ? asCellQuestion(asked) : undefined;
    if (question) {
      fromCells.push(question);
      parts.push(cellPass(values, question, asked, { ...branch, index, among, isCompact: false }));
    } else if (isCountedByWay(asked)) parts.push(wayPass(context, asked, { ...branch, index }));
    else parts.push(pass(statement, { sourceName, across, names, isTimed }, branch, index));
    branches.push(branch);
  }
  const readsJourneys = fromCells.length < branches.length;
  const guarded = sql`${guardedIn(fromCells, scope)}`;
  if (fromCells.length > 0) parts.push(...doubts({ ...values, guarded }));
  const found = sql.join(parts, sql` union all `);
  if (statement.rests.length === 0) return { sql: withNames(found, grouping, workspaceId), branches, readsJourneys };

  const rests = statement.rests.flatMap((rest) => {
    const ranking = rankingOf(rest, branches, statement);
    return passes({ ...statement, measures: rest.measures }).map((each) => {
      const branch: Branch = { ...branchOf(grouping, undefined, each.names), bySlice: false, rest };
      branches.push(branch);
      return restPass(statement, each, branch, ranking, branches.length - 1);
    });
  });
  const all = sql.join([sql`select * from found`, ...rests], sql` union all `);
  return {
    sql: sql`with found as materialized (${found}) ${withNames(all, grouping, workspaceId)}`,
    branches,
    readsJourneys,
  };
}

export interface Pass {
  sourceName: SourceName;
  across: Across | undefined;
  names: MeasureName[];
  /** Durations, with counts beside them: each row's values are worked out first. */
  isTimed: boolean;
}

/** Measures of one source share a pass, but that durations need not keep the others from cells. */
export function passes({
  measures,
  scope,
  grouping,
  mayUseCells,
}: Pick<Statement, 'measures' | 'scope' | 'grouping' | 'mayUseCells'>): Pass[] {
  const groups = new Map<string, Omit<Pass, 'isTimed'>>();
  for (const name of new Set(measures)) {
    const { source: sourceName, across, onlyWithinDays } = measure(name);
    if (onlyWithinDays && scope.withinDays === null) continue;
    const key = `${sourceName} ${across}`;
    const group = groups.get(key) ?? { sourceName, across, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ names, ...of }) => {
    if (!names.some(isTimed)) return [{ ...of, names, isTimed: false }];
    const others = names.filter((name) => !isTimed(name));
    const asked = { ...of, measures: others, scope, grouping };
    const isQuick = (mayUseCells(of.sourceName) && asCellQuestion(asked) !== undefined) || isCountedByWay(asked);
    const apart = others.filter((name) => isQuick || !isPlainCount(name));
    const timed = { ...of, names: names.filter((name) => !apart.includes(name)), isTimed: true };
    return apart.length > 0 ? [timed, { ...of, names: apart, isTimed: false }] : [timed];
  });
}

export function branchOf(
  { entities, slices }: Grouping,
  across: Across | undefined,
  names: readonly MeasureName[],
): Branch {
  return {
    measures: names,
    byEntity: entities !== null && !isAcross(across, entities.dimension),
    bySlice: slices !== null && !('by' in slices && isAcross(across, slices.by)),
    rest: null,
    isCompact: false,
  };
}

function pass(
  { context: outer, scope, grouping }: Statement,
  { sourceName, across, names, isTimed }: Pass,
  branch: Branch,
  index: number,
): Sql {
  const source = sourceOf(sourceName);
  const context = contextOf(outer, grouping, source);
  const entity = branch.byEntity && grouping.entities ? grouping.entities.dimension : null;
  const slices = branch.bySlice ? grouping.slices : null;
  const slice = slices && 'by' in slices ? slices.by : null;
  const from = rows(source, context, grouping, branch.bySlice);
  const where = conditions(source, context, scope, grouping, across);
  if (isTimed) {
    const columnOf = (dimension: Dimension | null) => (dimension ? groupColumn(dimension, source, context) : none);
    const columns = {
      entity: columnOf(entity),
      slice: slices && 'buckets' in slices ? bucketKey(source, slices.buckets, context) : columnOf(slice),
    };
    const keys = {
      entity: keyOf(entity, sql`d.entity`, context),
      slice: keyOf(slice, sql`d.slice`, context),
    };
    return timedPass(index, { columns, keys, from, where }, names, context);
  }
  const entityKey = entity ? groupKey(entity, source, context) : none;
  const key = branch.bySlice ? sliceKey(source, context, grouping) : none;
  return sql`
    select ${sql.lit(index)} as branch, ${entityKey} as entity, ${key} as slice, ${talliesOf(names, context)} as tallies
    from ${from} where ${where} group by 2, 3`;
}

/** The rows of all slices beyond the largest, by entity. Null keys are compared as keys, so that the join may hash. */
function restPass(
  { context, scope, grouping }: Statement,
  { sourceName, names, isTimed }: Pass,
  branch: Branch,
  ranking: Sql,
  index: number,
): Sql {
  const source = sourceOf(sourceName);
  const entity = grouping.entities ? groupKey(grouping.entities.dimension, source, context) : none;
  const slice = sliceKey(source, context, grouping);
  const from = sql`${rows(source, context, grouping, true)}
    join (${ranking}) r on coalesce(r.slice, '') = coalesce(${slice}, '') and (r.slice is null) = (${slice} is null)
      and coalesce(r.entity, '') = coalesce(${entity}, '') and r.rank > ${branch.rest!.first}::integer`;
  const where = conditions(source, context, scope, grouping, undefined);
  if (isTimed) {
    const columns = { entity: sql`r.entity`, slice: none };
    const keys = { entity: sql`d.entity`, slice: none };
    return timedPass(index, { columns, keys, from, where }, names, context);
  }
  return sql`
    select ${sql.lit(index)} as branch, r.entity, null as slice, ${talliesOf(names, context)} as tallies
    from ${from} where ${where} group by 2`;
}

interface Rows {
  /** What rows are grouped by, and the keys that follow from it. */
  columns: { entity: Sql; slice: Sql };
  keys: { entity: Sql; slice: Sql };
  from: Sql;
  where: Sql;
}

/** `offset 0` keeps PostgreSQL from working a row's durations out anew for each thing that is asked about them. */
function timedPass(
  index: number,
  { columns, keys, from, where }: Rows,
  names: MeasureName[],
  context: QueryContext,
): Sql {
  const timed = timedColumns(names, context);
  const values = timed.map(({ column, value }) => sql`${value} as ${sql.ref(column)}`);
  return sql`
    select ${sql.lit(index)} as branch, ${keys.entity} as entity, ${keys.slice} as slice, ${timedTallies(timed)} as tallies
    from (
      select ${columns.entity} as entity, ${columns.slice} as slice, ${sql.join(values)}
      from ${from} where ${where}${isMeantByAny(names, context)} offset 0
    ) d group by d.entity, d.slice`;
}

/** Rows that only one measure could be about are left out where they are not meant, before they are sorted. */
function isMeantByAny([name, ...others]: MeasureName[], context: QueryContext): Sql {
  const condition = others.length === 0 && measure(name!).where?.(context);
  return condition ? sql` and ${condition}` : sql``;
}

/** Slices of each entity by size, then key, those without a key last. */
function rankingOf({ among, size }: Rest, branches: readonly Branch[], { context, grouping }: Statement): Sql {
  const by = (grouping.slices as { by: string }).by;
  const names = nameTable(by);
  const stages = context.funnel.stages;
  const key = names
    ? sql`n.key`
    : by === 'STAGE'
      ? sql`(${stages.map((stage) => stage.key)}::text[])[array_position(${stages.map(({ id }) => id)}::text[], g.slice)]`
      : sql`g.slice`;
  const counted = (name: MeasureName) =>
    measure(name).aggregate === 'count'
      ? sql`coalesce((f.tallies ->> ${sql.lit(name)})::bigint, 0)`
      : sql`coalesce((f.tallies -> ${sql.lit(name)} ->> 'n')::bigint, 0)`;
  const own = branches.flatMap((branch, index) =>
    branch.bySlice && among.some((name) => branch.measures.includes(name)) ? [index] : [],
  );
  const sliced = among.filter((name) => own.some((index) => branches[index]!.measures.includes(name)));
  return sql`
    select g.entity, g.slice, row_number() over (partition by g.entity order by g.size desc, ${key} collate "C" nulls last) as rank
    from (
      select f.entity, f.slice, sum(${counted(size)}) as size
      from found f where f.branch = any(${own}::integer[]) group by 1, 2
      having sum(${sql.join(sliced.map(counted), sql` + `)}) > 0
    ) g ${names ? sql`left join ${sql.table(names)} n on n.workspace_id = ${context.workspaceId} and n.id = g.slice::uuid` : sql``}`;
}

const none = sql`null::text`;

/** A source that is asked anew of each bucket speaks of the bucket's moment. */
function contextOf(context: QueryContext, { slices }: Grouping, source: Source): QueryContext {
  return isPerBucket(slices, source) ? { ...context, moment: momentColumns } : context;
}

function isPerBucket(slices: Grouping['slices'], source: Source): boolean {
  return slices !== null && 'buckets' in slices && !source.at;
}

function sliceKey(source: Source, context: QueryContext, { slices }: Grouping): Sql {
  return 'by' in slices! ? groupKey(slices.by, source, context) : bucketKey(source, slices!.buckets, context);
}

function rows(source: Source, context: QueryContext, { slices }: Grouping, bySlice: boolean): Sql {
  const from = source.from(context);
  if (!bySlice || !slices) return from;
  if ('by' in slices) return slices.by === 'TAG' ? sql`${from}${tagJoin(source)}` : from;
  return source.at ? from : sql`${momentRows(slices.buckets)} cross join ${from}`;
}

/** The table that gives a dimension's ids their keys and names. */
function nameTable(dimension: string): string | null {
  return { CHANNEL: 'channels', OWNER: 'owners', PRODUCT: 'products' }[dimension] ?? null;
}

export function withNames(union: Sql, grouping: Grouping, workspaceId: string | Sql): Sql {
  const table = grouping.slices && 'by' in grouping.slices ? nameTable(grouping.slices.by) : null;
  return table
    ? sql`select u.*, n.key as slice_key, n.name as slice_name from (${union}) u
          left join ${sql.table(table)} n on n.workspace_id = ${workspaceId} and n.id = u.slice::uuid`
    : sql`select u.*, null as slice_key, null as slice_name from (${union}) u`;
}
