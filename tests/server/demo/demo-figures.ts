import type { DemoFacts, LeadFact } from '../../../server/demo/facts.ts';

const STAGES = ['lead', 'nurturing', 'opportunity', 'won'] as const;
export type Stage = (typeof STAGES)[number];

/** Conversion counted plainly from the facts, by rules 3 and 5 of the KPI dictionary: what is reached later counts for all before. */
export function conversionIn(facts: DemoFacts) {
  const furthest = new Map(facts.leads.map(({ id }) => [id, 0]));
  const reach = (lead: string, stage: number) => furthest.set(lead, Math.max(furthest.get(lead)!, stage));
  for (const { lead, to } of facts.transitions) reach(lead, STAGES.indexOf(to as Stage));
  for (const { lead, wonAt } of facts.opportunities) if (lead) reach(lead, wonAt ? 3 : 2);
  const reached = (leads: readonly LeadFact[], stage: Stage) =>
    leads.filter(({ id }) => furthest.get(id)! >= STAGES.indexOf(stage)).length;
  return (leads: readonly LeadFact[], from: Stage, to: Stage): number => reached(leads, to) / reached(leads, from);
}

/** Of the customers with an order, those with a second. */
export function repurchaseRate({ orders }: DemoFacts): number {
  const counts = new Map<string, number>();
  for (const { customer } of orders) counts.set(customer, (counts.get(customer) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1).length / counts.size;
}

/** Seconds from a lead to its first follow-up, for those that have one, shortest first. */
export function firstResponseTimes(facts: DemoFacts, leads: readonly LeadFact[]): number[] {
  const first = new Map<string, number>();
  for (const { lead, direction, at } of facts.activities) {
    if (direction === 'OUTBOUND')
      first.set(lead, Math.min(first.get(lead) ?? Number.POSITIVE_INFINITY, Date.parse(at)));
  }
  return leads
    .filter(({ id }) => first.has(id))
    .map(({ id, createdAt }) => (first.get(id)! - Date.parse(createdAt)) / 1_000)
    .sort((one, other) => one - other);
}
