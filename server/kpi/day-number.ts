/** A day of the calendar, numbered from 1970-01-01. */
export type DayNumber = number;

export const DAY_MS = 86_400_000;

/** @param date as in 2026-03-01 */
export function dayNumberOf(date: string): DayNumber {
  return Date.parse(date) / DAY_MS;
}

const DATES_REMEMBERED = 10_000;
const dates = new Map<DayNumber, string>();

/** As in 2026-03-01. */
export function dateOf(day: DayNumber): string {
  const known = dates.get(day);
  if (known) return known;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (dates.size >= DATES_REMEMBERED) dates.clear();
  dates.set(day, date);
  return date;
}
