import { Temporal } from 'temporal-polyfill';
import { KpiQuestionError, type ScopeInput, type TimeUnit } from './types.ts';

/** Calendar dates, half-open: `to` is not included. */
export interface DateRange {
  from: Temporal.PlainDate;
  to: Temporal.PlainDate;
}

export interface ResolvedWindow extends DateRange {
  /** The window before: of a calendar period the period before it, otherwise as many days just before. */
  previous: () => DateRange;
}

export const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2300;
const LONGEST_COUNT = 10_000;

/** The dates that a window asks for. `today` gives the day of `asOf` in the workspace's zone. */
export function resolveWindow(
  { between, period, last }: ScopeInput['window'],
  today: () => Temporal.PlainDate,
): ResolvedWindow {
  if (between) return withDaysBefore(checkedRange(readDate(between.from), readDate(between.to)));
  if (period) return readPeriod(period);
  if (last) {
    if (!Number.isInteger(last.count) || last.count < 1 || last.count > LONGEST_COUNT)
      throw invalid(`last.count is ${last.count}; give a whole number from 1 to ${LONGEST_COUNT}.`);
    const day = today();
    const from = startOfUnit(day, last.unit).subtract(unitDuration(last.unit, last.count - 1));
    return withDaysBefore(checkedRange(from, day.add({ days: 1 })));
  }
  throw invalid('The window is empty; give one of between, period and last.');
}

const MOST_KNOWN_DAYS = 10_000;
/** First instants in ms, by zone and day: the same few thousand days are asked for again and again, and finding one costs microseconds. */
const firstInstants = new Map<string, number>();

/** The first instant of a day; a day may begin at 01:00 where the clocks went forward at midnight. */
export function firstInstant(date: Temporal.PlainDate, timeZone: string): Date {
  const key = `${timeZone} ${date.year} ${date.month} ${date.day}`;
  let instant = firstInstants.get(key);
  if (instant === undefined) {
    instant = date.toZonedDateTime({ timeZone }).epochMilliseconds;
    if (firstInstants.size >= MOST_KNOWN_DAYS) firstInstants.clear();
    firstInstants.set(key, instant);
  }
  return new Date(instant);
}

export function dayOf(instant: Date, timeZone: string): Temporal.PlainDate {
  return zoned(instant, timeZone).toPlainDate();
}

/** The instant with the same wall clock, so many days before. */
export function daysBefore(instant: Date, days: number, timeZone: string): Date {
  return new Date(zoned(instant, timeZone).subtract({ days }).epochMilliseconds);
}

export function dayCount({ from, to }: DateRange): number {
  return from.until(to, { largestUnit: 'day' }).days;
}

/** The window cut at each unit's start; the first and the last bucket may be part of a unit. Refuses more than `limit`. */
export function bucketsOf({ from, to }: DateRange, unit: TimeUnit, limit: number): DateRange[] {
  const buckets: DateRange[] = [];
  let start = from;
  while (Temporal.PlainDate.compare(start, to) < 0) {
    if (buckets.length === limit)
      throw new KpiQuestionError(
        'TOO_MANY_POINTS',
        `More than ${limit} points; ask for a shorter window or a coarser grain than ${unit}.`,
      );
    const next = startOfUnit(start, unit).add(unitDuration(unit, 1));
    const end = Temporal.PlainDate.compare(next, to) < 0 ? next : to;
    buckets.push({ from: start, to: end });
    start = end;
  }
  return buckets;
}

/** How long each unit is; null where some are longer than others. */
export function equalDaysOf({ from }: DateRange, unit: TimeUnit): { days: number; since: string } | null {
  const days = { DAY: 1, WEEK: 7, MONTH: null, QUARTER: null, YEAR: null }[unit];
  return days === null ? null : { days, since: startOfUnit(from, unit).toString() };
}

function readPeriod(period: string): ResolvedWindow {
  const [, yearText, quarter, month, week] = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2])|-W(\d{2}))?$/.exec(period) ?? [];
  if (!yearText) throw invalid(`'${period}' is no period; write '2026', '2026-Q3', '2026-11' or '2026-W47'.`);
  const year = Number(yearText);
  if (week) return readWeek(period, year, Number(week));
  const unit: TimeUnit = quarter ? 'QUARTER' : month ? 'MONTH' : 'YEAR';
  const firstMonth = quarter ? Number(quarter) * 3 - 2 : Number(month ?? 1);
  return calendarPeriod(Temporal.PlainDate.from({ year, month: firstMonth, day: 1 }), unit);
}

function readWeek(period: string, year: number, week: number): ResolvedWindow {
  // ISO 8601: 4 January is always in week 1.
  const monday = startOfUnit(Temporal.PlainDate.from({ year, month: 1, day: 4 }), 'WEEK').add({ weeks: week - 1 });
  if (week < 1 || monday.yearOfWeek !== year) throw invalid(`'${period}' does not exist; ${year} has no week ${week}.`);
  return calendarPeriod(monday, 'WEEK');
}

function calendarPeriod(from: Temporal.PlainDate, unit: TimeUnit): ResolvedWindow {
  const length = unitDuration(unit, 1);
  return { ...checkedRange(from, from.add(length)), previous: () => ({ from: from.subtract(length), to: from }) };
}

function withDaysBefore(range: DateRange): ResolvedWindow {
  const { from, to } = range;
  return { from, to, previous: () => ({ from: from.subtract({ days: dayCount(range) }), to: from }) };
}

function startOfUnit(date: Temporal.PlainDate, unit: TimeUnit): Temporal.PlainDate {
  if (unit === 'WEEK') return date.subtract({ days: date.dayOfWeek - 1 });
  if (unit === 'MONTH') return date.with({ day: 1 });
  if (unit === 'QUARTER') return date.with({ day: 1, month: date.month - ((date.month - 1) % 3) });
  if (unit === 'YEAR') return date.with({ day: 1, month: 1 });
  return date;
}

function unitDuration(unit: TimeUnit, count: number): Temporal.DurationLike {
  if (unit === 'DAY') return { days: count };
  if (unit === 'WEEK') return { weeks: count };
  if (unit === 'YEAR') return { years: count };
  return { months: unit === 'QUARTER' ? 3 * count : count };
}

/** Days by their text; to read one takes microseconds, too. */
const knownDays = new Map<string, Temporal.PlainDate>();

/** undefined: it is none, as 2026-02-30. */
export function plainDate(text: string): Temporal.PlainDate | undefined {
  const known = knownDays.get(text);
  if (known || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return known;
  try {
    const day = Temporal.PlainDate.from(text);
    if (knownDays.size >= MOST_KNOWN_DAYS) knownDays.clear();
    knownDays.set(text, day);
    return day;
  } catch {
    return undefined;
  }
}

function readDate(text: string): Temporal.PlainDate {
  const day = plainDate(text);
  if (!day) throw invalid(`'${text}' is no calendar date; write it as 2026-03-01.`);
  return day;
}

function checkedRange(from: Temporal.PlainDate, to: Temporal.PlainDate): DateRange {
  if (Temporal.PlainDate.compare(to, from) < 0)
    throw invalid(`The window ends (${to}) before it begins (${from}); swap them. The last day is not included.`);
  if (from.year < EARLIEST_YEAR || to.year > LATEST_YEAR)
    throw invalid(`The window reaches beyond ${EARLIEST_YEAR} to ${LATEST_YEAR}; choose dates in between.`);
  return { from, to };
}

function zoned(instant: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
}

function invalid(message: string): KpiQuestionError {
  return new KpiQuestionError('INVALID_WINDOW', message);
}
