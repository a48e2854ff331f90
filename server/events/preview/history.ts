import { Temporal } from 'temporal-polyfill';
import { dayOf, firstInstant } from '../../kpi/calendar.ts';
import { type Look, sightAll } from '../evaluation/look.ts';
import type { RuleSighting } from '../evaluation/sight.ts';
import type { AlertRule } from '../rule/rule.ts';

/** What a rule would have seen at a moment of the past, with the facts as they are known today. */
export interface PastSighting extends RuleSighting {
  at: Date;
}

/** The last instant of each day from `from` to before `to`, in order; days that have not ended are left out. */
export function endsOfDays(from: string, to: string, timeZone: string, now: Date): Date[] {
  const ends: Date[] = [];
  const last = dayOf(now, timeZone);
  for (let day = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(day, Temporal.PlainDate.from(to)) < 0; ) {
    const next = day.add({ days: 1 });
    if (Temporal.PlainDate.compare(next, last) > 0) break;
    ends.push(new Date(firstInstant(next, timeZone).getTime() - 1));
    day = next;
  }
  return ends;
}

/** Looks at a rule at moments of the past, in order: a question each. */
export async function pastSightings(
  look: Pick<Look, 'on' | 'workspace' | 'funnels' | 'entities' | 'states'>,
  rule: AlertRule,
  moments: readonly Date[],
): Promise<PastSighting[]> {
  const past: PastSighting[] = [];
  for (const at of moments) {
    const seen = (await sightAll(look, [rule], at)).get(rule)!;
    past.push({ ...seen, at });
  }
  return past;
}
