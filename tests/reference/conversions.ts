import { DAY } from './days.ts';
import type { Lead } from './facts.ts';
import { type Item, type Parts, ratio } from './parts.ts';
import type { Scene } from './scene.ts';

/** Rule 8. Of those that began, the share that arrived in time; whose time has not run out yet is set apart. */
export function cohort({ question, byAsOf }: Scene, began: { item: Item; start: number; end: number | null }[]): Parts {
  const days = question.withinDays;
  const isMature = ({ start }: { start: number }) => days === null || start + days * DAY <= question.asOf;
  const over = began.filter(isMature);
  const of = over.filter(({ start, end }) => byAsOf(end) && (days === null || end <= start + days * DAY));
  return ratio(items(of), items(over), {
    leftOut: { IMMATURE: items(began.filter((one) => !isMature(one))) },
  });
}

function items(of: { item: Item }[]): Item[] {
  return of.map(({ item }) => item);
}

/** Leads from one stage to another. */
export function leadConversion(scene: Scene, from: number, to: number): Parts {
  const { company, question, inWindow, leadItem } = scene;
  const reachedIn = (stage: number) => company.leads.filter((lead) => inWindow(scene.reached(lead, stage)));
  const item = (lead: Lead) => leadItem(lead);
  if (question.basis === 'PERIOD') return ratio(reachedIn(to).map(item), reachedIn(from).map(item), { isShare: false });
  return cohort(
    scene,
    reachedIn(from).map((lead) => ({
      item: leadItem(lead),
      start: scene.reached(lead, from)!,
      end: scene.reached(lead, to),
    })),
  );
}
