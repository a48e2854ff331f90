import type { Facts, Funnel, Lead } from './facts.ts';

/** What can be seen of one lead's way by a moment: KPI dictionary, rules 3 to 5, read aloud in loops. */
export interface Way {
  /** By stage index; null where not reached. */
  reached: (number | null)[];
  /** By stage index: reached by its own entry. */
  own: boolean[];
  isLost: boolean;
  /** Stays that have ended. */
  ended: { stage: number; entered: number; left: number }[];
  /** Entries in order, losses left out. */
  entries: { at: number; stage: number }[];
}

export function wayOf(lead: Lead, facts: Facts, funnel: Funnel, by: number): Way {
  const last = funnel.stages.length - 1;
  const moves: { at: number; stage: number | 'lost' }[] = [];
  const move = (at: number, stage: number | 'lost') => {
    if (at <= by) moves.push({ at: Math.max(at, lead.createdAt), stage });
  };
  move(lead.createdAt, 0);
  for (const transition of facts.transitions) {
    if (transition.lead !== lead.id) continue;
    const stage = funnel.stages.findIndex(({ key }) => key === transition.to);
    if (transition.to === 'lost') move(transition.at, 'lost');
    else if (stage >= 0) move(transition.at, stage);
  }

  const mine = facts.opportunities.filter((opportunity) => opportunity.lead === lead.id);
  let firstOpening: number | null = null;
  let firstWin: number | null = null;
  let lastLoss: number | null = null;
  for (const { openedAt, wonAt, lostAt } of mine) {
    if (firstOpening === null || openedAt < firstOpening) firstOpening = openedAt;
    if (wonAt !== null && (firstWin === null || wonAt < firstWin)) firstWin = wonAt;
    const won = wonAt !== null && wonAt <= by;
    if (!won && lostAt !== null && lostAt <= by && (lastLoss === null || lostAt > lastLoss)) lastLoss = lostAt;
  }
  const opportunityStage = funnel.stages.findIndex(({ category }) => category === 'OPPORTUNITY');
  if (firstOpening !== null && opportunityStage >= 0) move(firstOpening, opportunityStage);
  if (firstWin !== null) move(firstWin, last);
  if (lastLoss !== null) {
    let allLost = true;
    for (const { openedAt, wonAt, lostAt } of mine) {
      if (openedAt > lastLoss) continue;
      if (wonAt !== null && wonAt <= by) allLost = false;
      if (lostAt === null || lostAt > by) allLost = false;
    }
    if (allLost) move(lastLoss, 'lost');
  }

  const reached: (number | null)[] = [];
  const own: boolean[] = [];
  for (let stage = 0; stage <= last; stage++) {
    let earliest: number | null = null;
    let earliestOwn: number | null = null;
    for (const { at, stage: to } of moves) {
      if (to === 'lost' || to < stage) continue;
      if (to === stage && (earliestOwn === null || at < earliestOwn)) earliestOwn = at;
      if (funnel.skipPolicy === 'STRICT' && to !== stage) continue;
      if (earliest === null || at < earliest) earliest = at;
    }
    reached.push(earliest);
    own.push(earliest !== null && earliestOwn === earliest);
  }

  const rank = ({ stage }: { stage: number | 'lost' }) => (stage === 'lost' ? last + 1 : stage);
  moves.sort((a, b) => a.at - b.at || rank(a) - rank(b));
  const ended: Way['ended'] = [];
  const entries: Way['entries'] = [];
  let current: { stage: number; entered: number } | null = null;
  for (const { at, stage } of moves) {
    if (stage !== 'lost') entries.push({ at, stage });
    if (current !== null && current.stage === stage) continue;
    if (current !== null) ended.push({ ...current, left: at });
    current = stage === 'lost' ? null : { stage, entered: at };
  }
  return { reached, own, isLost: moves.at(-1)?.stage === 'lost', ended, entries };
}

/** Rule 4, as it could be known at that moment. */
export function isOpen(lead: Lead, way: Way, at: number): boolean {
  return lead.createdAt <= at && way.reached.at(-1) === null && !way.isLost;
}
