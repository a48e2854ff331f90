import { sql } from 'kysely';
import { conditions } from './conditions.ts';
import { bucketKey, type Grouping, groupKey, tagJoin } from './grouping.ts';
import { type MeasureName, measure } from './measures.ts';
import { type QueryContext, type Source, type SourceName, type Sql, sources } from './sources.ts';

/** A question that SQL answers in one statement: these measures, over these groups. */
export interface Statement {
  context: QueryContext;
  grouping: Grouping;
  measures: readonly MeasureName[];
  /**
   * Slices of durations beside the `first` largest are gathered in one more group, whose quantiles only SQL can tell (they do not add
   * up). Every other tally of the rest is the sum of the slices.
   */
  ranked: readonly { measure: MeasureName; first: number }[];
}

/** One measure group of the result. `entity` and `slice` are NULL where the facts do not bear the dimension. */
export interface StatementRow {
  branch: number;
  entity: string | null;
  slice: string | null;
  is_rest: boolean;
  tallies: Record<string, unknown>;
  /** Key and label of a slice that is a channel, owner or product. */
  slice_key: string | null;
  slice_name: string | null;
}

/** What the rows of a branch speak of. */
export interface Branch {
  measures: readonly MeasureName[];
  /** Grouped by entity, by slice; false: one tally that stands for all of them. */
  byEntity: boolean;
  bySlice: boolean;
  /** Of a ranked measure: how many slices stand for themselves. */
  first: number | null;
}

/** UNION ALL of one pass a source: the number of statements does not depend on how many KPIs, entities or slices are asked for. */
export function compileStatement(statement: Statement): { sql: Sql; branches: Branch[] } {
  const parts: { branch: Branch; sql: (index: number) => Sql }[] = [];
  for (const [source, acrossChannels, names] of passes(statement.measures)) {
    const branch = branchOf(statement.grouping, acrossChannels, names);
    parts.push({ branch, sql: (index) => pass(statement, source, acrossChannels, branch, index) });
  }
  for (const { measure: name, first } of statement.ranked) {
    const branch = { ...branchOf(statement.grouping, false, [name]), first };
    parts.push({ branch, sql: (index) => rankedPass(statement, branch, index) });
  }
  const union = sql.join(
    parts.map((part, index) => part.sql(index)),
    sql` union all `,
  );
  return { sql: withNames(union, statement), branches: parts.map(({ branch }) => branch) };
}

function passes(names: readonly MeasureName[]): [SourceName, boolean, MeasureName[]][] {
  const groups = new Map<string, [SourceName, boolean, MeasureName[]]>();
  for (const name of new Set(names)) {
    const { source, acrossChannels = false } = measure(name);
    const key = `${source} ${acrossChannels}`;
    const group = groups.get(key) ?? [source, acrossChannels, []];
    group[2].push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function branchOf({ entities, slices }: Grouping, acrossChannels: boolean, names: readonly MeasureName[]): Branch {
  const ignored = (dimension: string) => acrossChannels && dimension === 'CHANNEL';
  return {
    measures: names,
    byEntity: entities !== null && !ignored(entities.dimension),
    bySlice: slices !== null && !('by' in slices && ignored(slices.by)),
    first: null,
  };
}

function pass(
  { context, grouping }: Statement,
  sourceName: SourceName,
  acrossChannels: boolean,
  branch: Branch,
  index: number,
): Sql {
  const source: Source = sources[sourceName];
  const { entity, slice } = keys(source, context, grouping, branch);
  const tallies = sql.join(branch.measures.map((name) => sql`${sql.lit(name)}::text, ${tally(name, context)}`));
  return sql`
    select ${sql.lit(index)} as branch, ${entity} as entity, ${slice} as slice, false as is_rest, jsonb_build_object(${tallies}) as tallies
    from ${rows(source, context, grouping, branch)} where ${conditions(source, context, grouping, acrossChannels)} group by 2, 3`;
}

/** As a pass, with the slices beyond the largest gathered under is_rest. Ranked by sample size, then key. */
function rankedPass({ context, grouping }: Statement, branch: Branch, index: number): Sql {
  const name = branch.measures[0]!;
  const { source: sourceName, value, where } = measure(name);
  const source: Source = sources[sourceName];
  const { entity, slice } = keys(source, context, grouping, branch);
  const by = (grouping.slices as { by: string }).by;
  const names = nameTable(by);
  const key = names ? sql`n.key` : sql`g.slice`;
  return sql`
    select ${sql.lit(index)} as branch, d.entity, case when r.rank <= ${branch.first}::integer then d.slice end as slice,
           r.rank > ${branch.first}::integer as is_rest,
           jsonb_build_object(${sql.lit(name)}::text, ${durationTally(sql`d.value`, sql`true`)}) as tallies
    from (
      select ${entity} as entity, ${slice} as slice, ${value!(context)} as value
      from ${rows(source, context, grouping, branch)}
      where ${conditions(source, context, grouping, false)} and ${where ? where(context) : sql`true`}
    ) d
    join (
      select g.entity, g.slice, row_number() over (partition by g.entity order by g.n desc, ${key} collate "C" nulls last) as rank
      from (
        select ${entity} as entity, ${slice} as slice, count(${value!(context)}) as n
        from ${rows(source, context, grouping, branch)}
        where ${conditions(source, context, grouping, false)} and ${where ? where(context) : sql`true`}
        group by 1, 2
      ) g ${names ? sql`left join ${sql.table(names)} n on n.workspace_id = ${context.workspaceId} and n.id = g.slice::uuid` : sql``}
    ) r on r.entity is not distinct from d.entity and r.slice is not distinct from d.slice
    group by 2, 3, 4`;
}

function keys(
  source: Source,
  context: QueryContext,
  { entities, slices }: Grouping,
  branch: Branch,
): { entity: Sql; slice: Sql } {
  const nothing = sql`null::text`;
  return {
    entity: branch.byEntity && entities ? groupKey(entities.dimension, source, context) : nothing,
    slice: !(branch.bySlice && slices)
      ? nothing
      : 'by' in slices
        ? groupKey(slices.by, source, context)
        : bucketKey(source.at(context), slices.buckets),
  };
}

function rows(source: Source, context: QueryContext, { slices }: Grouping, { bySlice }: Branch): Sql {
  const byTag = bySlice && slices !== null && 'by' in slices && slices.by === 'TAG';
  return byTag ? sql`${source.from(context)}${tagJoin(source)}` : source.from(context);
}

/** The table that gives a dimension's ids their keys and names. */
function nameTable(dimension: string): string | null {
  return { CHANNEL: 'channels', OWNER: 'owners', PRODUCT: 'products' }[dimension] ?? null;
}

function withNames(union: Sql, { context, grouping }: Statement): Sql {
  const table = grouping.slices && 'by' in grouping.slices ? nameTable(grouping.slices.by) : null;
  return table
    ? sql`select u.*, n.key as slice_key, n.name as slice_name from (${union}) u
          left join ${sql.table(table)} n on n.workspace_id = ${context.workspaceId} and n.id = u.slice::uuid`
    : sql`select u.*, null as slice_key, null as slice_name from (${union}) u`;
}

function tally(name: MeasureName, context: QueryContext): Sql {
  const { aggregate, where, value, distinct } = measure(name);
  const condition = where ? where(context) : sql`true`;
  if (aggregate === 'count')
    return sql`count(${distinct ? sql`distinct ${distinct}` : sql`*`}) filter (where ${condition})`;
  const observed = value!(context);
  if (aggregate === 'duration') return durationTally(observed, condition);
  if (aggregate === 'sum')
    return sql`jsonb_build_object('n', count(${observed}) filter (where ${condition}), 'sum', (sum(${observed}) filter (where ${condition}))::text)`;
  return sql`jsonb_build_object('n', count(${observed}) filter (where ${condition}), ${moments(observed, condition)})`;
}

/** Quantiles of type 7, on the raw values. */
function durationTally(interval: Sql, condition: Sql): Sql {
  const seconds = sql`extract(epoch from ${interval})`;
  return sql`jsonb_build_object(
    'n', count(${seconds}) filter (where ${condition}), ${moments(seconds, condition)},
    'quantiles', to_jsonb(percentile_cont(array[0.5, 0.9]) within group (order by (${seconds})::double precision) filter (where ${condition})),
    'negative', count(*) filter (where ${condition} and ${seconds} < 0))`;
}

function moments(value: Sql, condition: Sql): Sql {
  return sql`'mean', (avg(${value}) filter (where ${condition}))::double precision,
    'deviation', (stddev_samp(${value}) filter (where ${condition}))::double precision`;
}
