import { beginningAfter, beginningBefore, beginningOf, type Grain, nameOf } from './calendar.ts';
import { addDays, dateAt, daysBefore, daysBetween } from './days.ts';

export type Dimension =
  | 'CHANNEL'
  | 'OWNER'
  | 'TEAM'
  | 'PRODUCT'
  | 'INDUSTRY'
  | 'REGION'
  | 'COMPANY_SIZE'
  | 'TAG'
  | 'STAGE'
  | 'ACTIVITY_KIND'
  | 'ACTIVITY_LEVEL';

export type Filter = Partial<Record<Dimension, (string | null)[]>>;

/** A question, its window resolved to calendar dates. */
export interface Question {
  from: string;
  to: string;
  asOf: number;
  basis: 'COHORT' | 'PERIOD';
  withinDays: number | null;
  filter: Filter;
}

/** The ways to name a window. `period` is the unit that holds `date`. */
export type Window =
  | { between: { from: string; to: string } }
  | { period: Exclude<Grain, 'DAY'>; date: string }
  | { last: { unit: Grain; count: number } };

export function datesOf(window: Window, asOf: number, zone: string): { from: string; to: string } {
  if ('between' in window) return window.between;
  if ('period' in window)
    return { from: beginningOf(window.period, window.date), to: beginningAfter(window.period, window.date) };
  const { unit, count } = window.last;
  const today = dateAt(asOf, zone);
  let from = beginningOf(unit, today);
  for (let units = 1; units < count; units++) from = beginningBefore(unit, from);
  return { from, to: addDays(today, 1) };
}

/** The window as the API takes it. */
export function windowInput(window: Window) {
  return 'period' in window ? { period: nameOf(window.period, window.date) } : window;
}

/** Rule 13: the period before, else as many days; what hides the rest lies as many days earlier as the window has. */
export function previousOf(question: Question, window: Window, zone: string): Question {
  const { from, to, asOf } = question;
  const days = daysBetween(from, to);
  const start = 'period' in window ? beginningBefore(window.period, from) : addDays(from, -days);
  return { ...question, from: start, to: from, asOf: daysBefore(asOf, days, zone) };
}

/** Rule 15: whole units, cut to the window; each is the same question. */
export function pointsOf(question: Question, grain: Grain): Question[] {
  const points: Question[] = [];
  for (let from = question.from; from < question.to; ) {
    const next = beginningAfter(grain, from);
    const to = next < question.to ? next : question.to;
    points.push({ ...question, from, to });
    from = to;
  }
  return points;
}
