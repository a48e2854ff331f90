import { type RawBuilder, sql } from 'kysely';
import { type DateRange, dayCount, firstInstant } from './calendar.ts';

/** The instants that a question about some days turns on: KPI dictionary, rule 2. */
export interface Moment<Instant = Date> {
  /** The days' first instant, and the first one after them. */
  from: Instant;
  to: Instant;
  /** The last instant that can be seen: the state 'just before E' is the state then. Instants are whole milliseconds. */
  seen: Instant;
  /** E, the end of the question: the first instant after `seen`. */
  end: Instant;
  /** To where lengths and ages run: the earlier of `to` and asOf. */
  until: Instant;
  /** Where the days before begin with which customer churn compares. */
  before: Instant;
}

/** @param daysBefore how many calendar days customer churn looks back from `from`; null: as many as there are from `from` to `to`. */
export function momentOf(dates: DateRange, asOf: Date, timeZone: string, daysBefore: number | null): Moment {
  const to = firstInstant(dates.to, timeZone);
  const seen = asOf < to ? asOf : new Date(to.getTime() - 1);
  return {
    from: firstInstant(dates.from, timeZone),
    to,
    seen,
    end: new Date(seen.getTime() + 1),
    until: asOf < to ? asOf : to,
    before: firstInstant(dates.from.subtract({ days: daysBefore ?? dayCount(dates) }), timeZone),
  };
}

const names = ['from', 'to', 'seen', 'end', 'until', 'before'] as const satisfies readonly (keyof Moment)[];

/** A moment as parameters of a statement. */
export function momentParameters(moment: Moment): Moment<RawBuilder<unknown>> {
  return eachInstant((name) => sql`${moment[name]}::timestamptz`);
}

/** The columns of `momentRows`. */
export const momentColumns: Moment<RawBuilder<unknown>> = eachInstant((name) => sql.ref(`e.${name}`));

/** Moments as rows `e`, numbered from 1 by `e.bucket`: for what must be asked anew of each bucket of a series. */
export function momentRows(moments: readonly Moment[]): RawBuilder<unknown> {
  const arrays = names.map((name) => sql`${moments.map((moment) => moment[name])}::timestamptz[]`);
  const columns = [...names, 'bucket'].map((name) => sql.ref(name));
  return sql`unnest(${sql.join(arrays)}) with ordinality as e(${sql.join(columns)})`;
}

function eachInstant<Instant>(make: (name: keyof Moment) => Instant): Moment<Instant> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as unknown as Moment<Instant>;
}
