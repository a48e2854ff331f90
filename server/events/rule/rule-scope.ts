import { Temporal } from 'temporal-polyfill';
import { dayOf } from '../../kpi/calendar.ts';
import type { ScopeInput, TimeUnit, Window } from '../../kpi/types.ts';
import type { RuleDefinition } from './rule.ts';

/** The question that a rule asks at an instant. */
export function scopeAt({ window, filter, basis, withinDays }: RuleDefinition, at: Date, timeZone: string): ScopeInput {
  const asked = 'rolling' in window ? { last: window.rolling } : unitOf(dayOf(at, timeZone), window.calendar);
  return { window: asked, filter, basis, withinDays, asOf: at };
}

/** The same a year ago: the same dates, seen as early. 29 February falls on the 28th. */
export function scopeYearAgo(scope: ScopeInput, { from, to, timeZone, asOf }: Window): ScopeInput {
  const date = (text: string) => Temporal.PlainDate.from(text).subtract({ years: 1 }).toString();
  const local = Temporal.Instant.fromEpochMilliseconds(asOf.getTime()).toZonedDateTimeISO(timeZone);
  return {
    ...scope,
    window: { between: { from: date(from), to: date(to) } },
    asOf: new Date(local.subtract({ years: 1 }).epochMilliseconds),
  };
}

/** The calendar unit around a day; whole, so that the window before it is one too. */
function unitOf(day: Temporal.PlainDate, unit: TimeUnit): ScopeInput['window'] {
  const { year, month } = day;
  if (unit === 'DAY') return { between: { from: day.toString(), to: day.add({ days: 1 }).toString() } };
  if (unit === 'WEEK') return { period: `${digits(day.yearOfWeek!, 4)}-W${digits(day.weekOfYear!, 2)}` };
  if (unit === 'MONTH') return { period: `${digits(year, 4)}-${digits(month, 2)}` };
  if (unit === 'QUARTER') return { period: `${digits(year, 4)}-Q${Math.ceil(month / 3)}` };
  return { period: digits(year, 4) };
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
