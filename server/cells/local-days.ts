import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { DAY_MS, type DayNumber } from '../kpi/day-number.ts';

/** So many days of a zone are asked for at once: what is written together mostly happened within a few of such spans. */
const SPAN = 512;
const ZONES_REMEMBERED = 100;

/** By zone and by day of the UTC calendar: milliseconds to add for the local clock; null: the clocks change on that day. */
const offsetsOfZones = new Map<string, Map<number, number | null>>();

/**
 * The days, in a zone, of these instants (milliseconds since 1970). By the database's own rules: they need not be of the same
 * year as those of this process, and where the two disagree cells would not fit what the database reads from journeys. So it is asked,
 * once for each span of days.
 */
export async function localDays(
  on: Queryable,
  timeZone: string,
  instants: readonly number[],
): Promise<(instant: number) => DayNumber> {
  const offsets = await knownOffsets(on, timeZone, instants);
  const changing = new Set(instants.filter((instant) => offsets.get(dayNumber(instant)) === null));
  const exact = await exactDays(on, timeZone, [...changing]);
  return (instant) => {
    const offset = offsets.get(dayNumber(instant));
    return typeof offset === 'number' ? dayNumber(instant + offset) : exact.get(instant)!;
  };
}

async function knownOffsets(on: Queryable, timeZone: string, instants: readonly number[]) {
  if (offsetsOfZones.size >= ZONES_REMEMBERED && !offsetsOfZones.has(timeZone)) offsetsOfZones.clear();
  const offsets = offsetsOfZones.get(timeZone) ?? new Map<number, number | null>();
  offsetsOfZones.set(timeZone, offsets);
  const spans = new Set<number>();
  for (const instant of instants)
    if (!offsets.has(dayNumber(instant))) spans.add(Math.floor(dayNumber(instant) / SPAN));
  if (spans.size === 0) return offsets;
  const rows = await on.query<{ day: number; at_start: number; at_end: number }>(sql`
    select day, extract(epoch from (starts at time zone ${timeZone}) - (starts at time zone 'UTC'))::float8 as at_start,
           extract(epoch from (ends at time zone ${timeZone}) - (ends at time zone 'UTC'))::float8 as at_end
    from unnest(${[...spans]}::integer[]) as asked(span)
    cross join lateral generate_series(span * ${SPAN}::integer, span * ${SPAN}::integer + ${SPAN - 1}::integer) as day
    cross join lateral (select to_timestamp(day * 86400.0) as starts, to_timestamp((day + 1) * 86400.0) as ends) bounds`);
  for (const { day, at_start, at_end } of rows) offsets.set(day, at_start === at_end ? at_start * 1000 : null);
  return offsets;
}

async function exactDays(
  on: Queryable,
  timeZone: string,
  instants: readonly number[],
): Promise<Map<number, DayNumber>> {
  if (instants.length === 0) return new Map();
  const rows = await on.query<{ number: number; day: DayNumber }>(sql`
    select number::integer, (instant at time zone ${timeZone})::date - date '1970-01-01' as day
    from unnest(${instants.map((instant) => new Date(instant))}::timestamptz[]) with ordinality as asked(instant, number)`);
  return new Map(rows.map(({ number, day }) => [instants[number - 1]!, day]));
}

function dayNumber(instant: number): DayNumber {
  return Math.floor(instant / DAY_MS);
}
