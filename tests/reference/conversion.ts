import { firstInstantOf } from './days.ts';
import { quantile } from './evaluator.ts';
import type { History, Question } from './facts.ts';
import { wayOf } from './way.ts';

export interface Row {
  reached: number;
  advanced: number | null;
  lost: number | null;
  open: number | null;
  medianTime: number | null;
  meanTime: number | null;
}

const DAY = 86_400_000;

/** The funnel chart in loops. Without filters: those are compared on the KPIs. */
export function conversionRows(
  history: History,
  stages: string[],
  zone: string,
  { from, to, asOf, basis, withinDays }: Question,
): Row[] {
  const start = firstInstantOf(from, zone);
  const end = firstInstantOf(to, zone);
  const inWindow = (at: number) => at >= start && at < end && at <= asOf;
  return stages.map((_, stage) => {
    const isLast = stage === stages.length - 1;
    const times: number[] = [];
    let reached = 0;
    let advanced = 0;
    let lost = 0;
    for (const lead of history.leads) {
      const way = wayOf(lead, history, stages, asOf);
      const at = way.reached[stage];
      if (at === null || at === undefined || !inWindow(basis === 'PERIOD' ? at : lead.createdAt)) continue;
      if (withinDays !== null && at + withinDays * DAY > asOf) continue;
      reached += 1;
      if (isLast) continue;
      const next = way.reached[stage + 1] ?? null;
      if (next !== null && (withinDays === null || next <= at + withinDays * DAY)) {
        advanced += 1;
        if (way.own[stage] && way.own[stage + 1]) times.push((next - at) / 1000);
      } else if (next === null && way.isLost) lost += 1;
    }
    if (isLast) return { reached, advanced: null, lost: null, open: null, medianTime: null, meanTime: null };
    return {
      reached,
      advanced,
      lost,
      open: reached - advanced - lost,
      medianTime: times.length === 0 ? null : quantile(times, 0.5),
      meanTime: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length,
    };
  });
}
