import { DAY, HOUR, workingTime } from './calendar.ts';
import type { TransitionFact } from './facts.ts';
import { LOST_REASONS } from './lost-reasons.ts';
import type { Path } from './path.ts';
import type { Prospect } from './prospect.ts';
import { createRandom, type Random } from './random.ts';
import { known, type Span } from './span.ts';

/** Real funnels are not straight: shares of the leads to which each applies. */
const DETOURS = {
  /** Of those with an opportunity: nurturing is never noted. */
  skipsNurturing: 0.07,
  /** Of the won: nobody noted the opportunity as a stage, only the deal. */
  skipsOpportunity: 0.05,
  /** Of those with an opportunity: back to nurturing, and forward again. */
  movesBack: 0.07,
  /** Of those with an opportunity: given up during nurturing, then revived. */
  recovers: 0.04,
  /** Of the lost: opened again after a while … */
  reopens: 0.05,
  /** … and of these: lost once more. */
  lostAgain: 0.7,
} as const;

interface Step {
  at: number;
  to: string;
  reason?: string;
}

/** The moves that were noted by the horizon. The first stage needs none: every lead is in it when created. */
export function transitionFacts(seed: string, prospect: Prospect, path: Path, span: Span): TransitionFact[] {
  const random = createRandom(seed, 'transitions', prospect.index);
  return [...forward(random, path), ...ending(random, path)].flatMap(({ at, to, reason }) => {
    const instant = known(span, at);
    return instant ? [{ lead: prospect.id, at: instant, to, reason, by: prospect.owner?.key }] : [];
  });
}

function* forward(random: Random, { depth, nurturingAt, opportunityAt, wonAt, endsAt }: Path): Generator<Step> {
  if (nurturingAt === undefined) return;
  const skipsNurturing = depth >= 3 && random.chance(DETOURS.skipsNurturing);
  if (!skipsNurturing) yield { at: nurturingAt, to: 'nurturing' };
  if (opportunityAt === undefined) return;
  if (!skipsNurturing && random.chance(DETOURS.recovers)) {
    yield { at: within(random, nurturingAt, opportunityAt, 0.3, 0.5), to: 'lost', reason: '长期无回应' };
    yield { at: within(random, nurturingAt, opportunityAt, 0.6, 0.9), to: 'nurturing' };
  }
  const skipsOpportunity = wonAt !== undefined && random.chance(DETOURS.skipsOpportunity);
  if (!skipsOpportunity) yield { at: opportunityAt, to: 'opportunity' };
  if (!skipsOpportunity && random.chance(DETOURS.movesBack)) {
    yield { at: within(random, opportunityAt, endsAt, 0.2, 0.4), to: 'nurturing' };
    yield { at: within(random, opportunityAt, endsAt, 0.5, 0.8), to: 'opportunity' };
  }
  if (wonAt !== undefined) yield { at: wonAt, to: 'won' };
}

function* ending(random: Random, { depth, lostAt }: Path): Generator<Step> {
  if (lostAt === undefined || depth === 4) return;
  yield { at: lostAt, to: 'lost', reason: random.weighted(LOST_REASONS[depth]).reason };
  if (!random.chance(DETOURS.reopens)) return;
  const reopenedAt = workingTime(Math.round(lostAt + random.between(30, 120) * DAY), random.fraction());
  // Back to where it was: a lead that is opened again has not got further.
  yield { at: reopenedAt, to: STAGES[depth - 1]! };
  if (!random.chance(DETOURS.lostAgain)) return;
  const lostAgainAt = workingTime(Math.round(reopenedAt + HOUR + random.logNormal(25 * DAY, 0.5)), random.fraction());
  yield { at: lostAgainAt, to: 'lost', reason: random.weighted(LOST_REASONS[depth]).reason };
}

const STAGES = ['lead', 'nurturing', 'opportunity'] as const;

/** Some moment between two shares of the time from `start` to `end`. */
function within(random: Random, start: number, end: number, low: number, high: number): number {
  return Math.round(start + (end - start) * random.between(low, high));
}
