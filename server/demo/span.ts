import { dayOf, startOfDay, yearsBefore } from './calendar.ts';

/** The two years that the demo covers, by local days: `first` ≤ day < `end`. */
export interface Span {
  first: number;
  /** Automated reminders and content tracking begin: the article's turn from a nurturing loss of 70 % to one of 40 to 50 %. */
  automation: number;
  end: number;
  /** Nothing is known from here on: the first instant of the day of `now`, so that one day has one set of facts. */
  horizon: number;
}

export function spanBefore(now: Date): Span {
  const end = dayOf(now.getTime());
  return { first: yearsBefore(end, 2), automation: yearsBefore(end, 1), end, horizon: startOfDay(end) };
}

/** RFC 3339, or undefined for what has not happened yet (or never does). */
export function known(span: Span, instant: number | undefined): string | undefined {
  return instant !== undefined && instant < span.horizon ? new Date(instant).toISOString() : undefined;
}
