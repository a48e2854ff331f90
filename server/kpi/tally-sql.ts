import { sql } from 'kysely';
import { type MeasureName, measure } from './measures.ts';
import type { QueryContext, Sql } from './sources.ts';

/** Tallies as the database adds them up and writes them: JSON by measure, as `readTally` reads it. */

/** A column for each measure of a pass, worked out once a row: 'in ms' of durations, of counts whether the row is meant. */
export interface TimedColumn {
  name: MeasureName;
  column: string;
  value: Sql;
}

export function isTimed(name: MeasureName): boolean {
  return measure(name).aggregate === 'duration';
}

/** Whether a measure can be in one pass with durations. */
export function isPlainCount(name: MeasureName): boolean {
  const { aggregate, distinct } = measure(name);
  return aggregate === 'count' && !distinct;
}

export function talliesOf(names: readonly MeasureName[], context: QueryContext): Sql {
  return byMeasure(names.map((name) => [name, tallyOf(name, context)]));
}

function tallyOf(name: MeasureName, context: QueryContext): Sql {
  const { aggregate, where, value, distinct } = measure(name);
  const condition = where ? where(context) : sql`true`;
  if (aggregate === 'count')
    return sql`count(${distinct ? sql`distinct ${distinct}` : sql`*`}) filter (where ${condition})`;
  const observed = value!(context);
  const counted = sql`'n', count(${observed}) filter (where ${condition})`;
  const summed = sql`'sum', (sum(${observed}) filter (where ${condition}))::text`;
  if (aggregate === 'sum') return sql`jsonb_build_object(${counted}, ${summed})`;
  const squared = sql`'squares', (sum(${observed} * ${observed}) filter (where ${condition}))::text`;
  return sql`jsonb_build_object(${counted}, ${summed}, ${squared})`;
}

/** What a row says of durations, in whole milliseconds, and of counts beside them; NULL and false where it is not meant. */
export function timedColumns(names: readonly MeasureName[], context: QueryContext): TimedColumn[] {
  return names.map((name, index) => {
    const { where, value } = measure(name);
    const condition = where ? where(context) : sql`true`;
    // Seconds as a double are exact to far below a millisecond.
    const milliseconds = sql`round(date_part('epoch', ${value?.(context)}) * 1000)::bigint`;
    return {
      name,
      column: `m${index}`,
      value: isTimed(name) ? sql`case when ${condition} then ${milliseconds} end` : condition,
    };
  });
}

export function timedTallies(columns: readonly TimedColumn[]): Sql {
  return byMeasure(
    columns.map(({ name, column }) => [name, isTimed(name) ? durationTally(sql.ref(`d.${column}`)) : countOf(column)]),
  );
}

const countOf = (column: string) => sql`count(*) filter (where ${sql.ref(`d.${column}`)})`;

/**
 * Exact sums, and quantiles of type 7 on the raw values, in seconds. A square of milliseconds may be too large for a bigint: it is added up
 * in the parts of (a × 10⁶ + b)².
 */
function durationTally(ms: Sql): Sql {
  const a = sql`(${ms} / 1000000)`;
  const b = sql`(${ms} % 1000000)`;
  return sql`jsonb_build_object(
    'n', count(${ms}), 'milliseconds', sum(${ms})::text,
    'squares', array[sum(${a} * ${a})::text, sum(${a} * ${b})::text, sum(${b} * ${b})::text],
    'quantiles', to_jsonb(percentile_cont(array[0.5, 0.9]) within group (order by ${ms} / 1000::double precision)),
    'negative', count(*) filter (where ${ms} < 0))`;
}

function byMeasure(tallies: readonly [MeasureName, Sql][]): Sql {
  return sql`jsonb_build_object(${sql.join(tallies.map(([name, tally]) => sql`${sql.lit(name)}::text, ${tally}`))})`;
}
