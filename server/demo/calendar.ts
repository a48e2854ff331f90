/** Working time in China. Instants are milliseconds since 1970; days count local midnights since 1970. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Asia/Shanghai has kept UTC+8 without summer time since 1991. */
const OFFSET = 8 * HOUR;

export const dayOf = (instant: number): number => Math.floor((instant + OFFSET) / DAY);
export const startOfDay = (day: number): number => day * DAY - OFFSET;
/** 2026-03-01 */
export const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);
/** 0 is Monday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;
/** 1 to 12 */
export const monthOf = (day: number): number => new Date(day * DAY).getUTCMonth() + 1;

/** The same date `years` earlier; 29 February becomes 1 March. */
export function yearsBefore(day: number, years: number): number {
  const date = new Date(day * DAY);
  return Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()) / DAY;
}

/**
 * First days of the lunar year. Not from Intl's chinese calendar: it misses 2027 and 2030 by a day, and a day must have one set
 * of facts whatever the version of Node. After the last of them Spring Festival is not kept.
 */
const LUNAR_NEW_YEARS = [
  ...['2022-02-01', '2023-01-22', '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13'],
  ...['2030-02-03', '2031-01-23', '2032-02-11', '2033-01-31', '2034-02-19', '2035-02-08', '2036-01-28', '2037-02-15'],
  ...['2038-02-04', '2039-01-24', '2040-02-12', '2041-02-01', '2042-01-22', '2043-02-10', '2044-01-30', '2045-02-17'],
].map((date) => Date.parse(date) / DAY);

/** Days from the nearest lunar new year: 0 on its first day, negative before. Infinity when it is more than three weeks away. */
export function daysFromLunarNewYear(day: number): number {
  const nearest = LUNAR_NEW_YEARS.find((first) => Math.abs(day - first) <= 21);
  return nearest === undefined ? Number.POSITIVE_INFINITY : day - nearest;
}

/** Public holidays of fixed date: month, first and last day. Spring Festival comes from the lunar calendar. */
const HOLIDAYS = [
  { month: 1, first: 1, last: 1 },
  { month: 5, first: 1, last: 5 },
  { month: 10, first: 1, last: 7 },
];

export const isHoliday = remembered((day) => {
  const fromNewYear = daysFromLunarNewYear(day);
  if (fromNewYear >= -1 && fromNewYear <= 6) return true;
  const [, month, date] = dateOf(day).split('-').map(Number) as [number, number, number];
  return HOLIDAYS.some((holiday) => holiday.month === month && holiday.first <= date && date <= holiday.last);
});

export const isWorkingDay = (day: number): boolean => weekdayOf(day) < 5 && !isHoliday(day);

const OPENS = 9 * HOUR;
const CLOSES = 18.5 * HOUR;
/** Nobody answers everything that waited over night at nine sharp. */
const MORNING_BACKLOG = 2.5 * HOUR;

/** The instant itself in working hours, else some time of the next working morning; `fraction` (0 to 1) says how late in it. */
export function workingTime(instant: number, fraction: number): number {
  let day = dayOf(instant);
  const time = instant - startOfDay(day);
  if (isWorkingDay(day) && time >= OPENS && time < CLOSES) return instant;
  if (!isWorkingDay(day) || time >= CLOSES) {
    do day++;
    while (!isWorkingDay(day));
  }
  return Math.round(startOfDay(day) + OPENS + fraction * MORNING_BACKLOG);
}

function remembered<Value>(compute: (day: number) => Value): (day: number) => Value {
  const known = new Map<number, Value>();
  return (day) => {
    if (!known.has(day)) known.set(day, compute(day));
    return known.get(day)!;
  };
}
