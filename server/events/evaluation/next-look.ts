import { dayOf, firstInstant } from '../../kpi/calendar.ts';
import type { AlertRule } from '../rule/rule.ts';
import { timingOf } from '../rule/timing.ts';
import { deadline, type InstanceState } from '../state-machine.ts';

/** The clock moves what is seen even where no fact comes: ages grow, cohorts mature, days leave a rolling window. */
const LOOK_EVERY_MS = 60_000;

/** When to look at a rule again though nothing changes: in a minute, at midnight, or when something will have lasted long enough. */
export function nextLook(
  rule: AlertRule,
  states: ReadonlyMap<string, InstanceState>,
  at: Date,
  timeZone: string,
): Date {
  const timing = timingOf(rule.definition);
  const deadlines = [...states.values()].flatMap((state) => deadline(state, timing)?.getTime() ?? []);
  const midnight = firstInstant(dayOf(at, timeZone).add({ days: 1 }), timeZone).getTime();
  const after = deadlines.filter((time) => time > at.getTime());
  return new Date(Math.min(at.getTime() + LOOK_EVERY_MS, midnight, ...after));
}
