import fc from 'fast-check';
import { addDays, firstInstantOf, HOUR } from './days.ts';

/** A zone and the days that a history plays in. The sixth day is one on which the zone's clocks change, or a leap day. */
export interface Era {
  zone: string;
  firstDay: string;
}

export const eras: Era[] = [
  // 29 February
  { zone: 'Asia/Shanghai', firstDay: '2024-02-24' },
  // 23 hours
  { zone: 'Europe/Berlin', firstDay: '2026-03-24' },
  // begins at 01:00
  { zone: 'America/Sao_Paulo', firstDay: '2018-10-30' },
  // 25 hours; its last hour before midnight comes twice
  { zone: 'America/Sao_Paulo', firstDay: '2018-02-12' },
  // 24 hours and a half
  { zone: 'Australia/Lord_Howe', firstDay: '2026-03-31' },
];

/** How long after its first day a history is over. */
export const DAYS_KNOWN = 100;

/** A place on a coarse grid: quarters of days from a day's first instant on, now and then a millisecond off. */
export interface Moment {
  day: number;
  quarter: number;
  off: number;
}
export interface Day {
  dayOnly: number;
}

/** Most of it within twelve days, so that ties and boundaries are common; some of it later, some a year before. */
const day = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 11 }) },
  { weight: 3, arbitrary: fc.integer({ min: 12, max: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: -366, max: -354 }) },
);
const spread: fc.Arbitrary<Moment> = fc.record({
  day,
  quarter: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) }),
  off: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, 1) }),
});
/** Half of all that happens, happens at one of six instants. */
const meeting: fc.Arbitrary<Moment> = fc.record({
  day: fc.constantFrom(3, 5, 6),
  quarter: fc.constantFrom(0, 2),
  off: fc.constant(0),
});
export const moment = fc.oneof({ weight: 1, arbitrary: spread }, { weight: 1, arbitrary: meeting });
/** Numbers of days, mostly such as lie between the meetings: so limits are often met exactly. */
export const days = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4, max: 9 }) },
);
export const dayOnly: fc.Arbitrary<Day> = fc.record({ dayOnly: day });

export function dateOf({ firstDay }: Era, days: number): string {
  return addDays(firstDay, days);
}

export function instantOf(era: Era, { day, quarter, off }: Moment): number {
  return firstInstantOf(dateOf(era, day), era.zone) + quarter * 6 * HOUR + off;
}

/** A copy with moments as instants and days as dates, as integrators write them. */
export function inEra<Written>(drawn: unknown, era: Era): Written {
  const write = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(write);
    if (value === null || typeof value !== 'object') return value;
    if ('quarter' in value) return new Date(instantOf(era, value as Moment)).toISOString();
    if ('dayOnly' in value) return dateOf(era, (value as Day).dayOnly);
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, write(inner)]));
  };
  return write(drawn) as Written;
}
