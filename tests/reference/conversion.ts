import type { Company } from './company.ts';
import { DAY } from './days.ts';
import { type Interval, meanOf, quantile, wilson } from './numbers.ts';
import { MILLISECONDS, passes } from './parts.ts';
import type { Question } from './question.ts';
import { Scene } from './scene.ts';

export interface Row {
  reached: number;
  advanced: number | null;
  lost: number | null;
  open: number | null;
  rate: number | null;
  interval: Interval | null;
  cumulativeRate: number | null;
  medianTime: number | null;
  meanTime: number | null;
}

/** The funnel chart in loops. */
export function conversionRows(company: Company, question: Question): Row[] {
  const scene = new Scene(company, question);
  const { asOf, basis, withinDays, filter } = question;
  const leads = company.leads.filter((lead) => passes(scene.leadItem(lead), filter));
  let atFirst = 0;
  return company.funnel.stages.map((_, stage) => {
    const isLast = stage === scene.last;
    const times: number[] = [];
    let reached = 0;
    let advanced = 0;
    let lost = 0;
    for (const lead of leads) {
      const way = company.way(lead, asOf);
      const at = way.reached[stage];
      if (at === null || at === undefined || !scene.inWindow(basis === 'PERIOD' ? at : lead.createdAt)) continue;
      if (withinDays !== null && at + withinDays * DAY > asOf) continue;
      reached += 1;
      if (isLast) continue;
      const next = way.reached[stage + 1] ?? null;
      if (next !== null && (withinDays === null || next <= at + withinDays * DAY)) {
        advanced += 1;
        if (way.own[stage] && way.own[stage + 1]) times.push((next - at) / 1000);
        // Who advanced too late has advanced all the same, and is not lost before the next stage.
      } else if (next === null && way.isLost) lost += 1;
    }
    if (stage === 0) atFirst = reached;
    const row = { reached, cumulativeRate: atFirst === 0 ? null : reached / atFirst };
    if (isLast)
      return {
        ...row,
        advanced: null,
        lost: null,
        open: null,
        rate: null,
        interval: null,
        medianTime: null,
        meanTime: null,
      };
    return {
      ...row,
      advanced,
      lost,
      open: reached - advanced - lost,
      rate: reached === 0 ? null : advanced / reached,
      interval: wilson(advanced, reached),
      medianTime: times.length === 0 ? null : quantile(times, 0.5),
      meanTime: times.length === 0 ? null : meanOf(times, MILLISECONDS),
    };
  });
}
