import { DAY, HOUR, MINUTE, workingTime } from './calendar.ts';
import type { Depth } from './chances.ts';
import type { Prospect } from './prospect.ts';
import { createRandom, type Random } from './random.ts';

/** What happens to a prospect, without regard to how much of it is already known. */
export interface Path {
  depth: Depth;
  /** undefined: nobody ever called. */
  firstResponseAt: number | undefined;
  nurturingAt: number | undefined;
  opportunityAt: number | undefined;
  wonAt: number | undefined;
  /** undefined for the won, and for those that just fell silent. */
  lostAt: number | undefined;
  /** When the last effort is made for it: won, lost, or given up without a word. */
  endsAt: number;
}

/** Median lengths of the stages and their spread (of the logarithm); the automation change makes all but the deal itself shorter. */
const LENGTHS = {
  manual: { response: 150 * MINUTE, lead: 4 * DAY, nurturing: 18 * DAY, opportunity: 36 * DAY },
  automated: { response: 60 * MINUTE, lead: 2.5 * DAY, nurturing: 12 * DAY, opportunity: 32 * DAY },
} as const;
const SPREADS = { response: 1.1, lead: 0.7, nurturing: 0.65, opportunity: 0.55 } as const;

/** Of the leads that get no further than new: nobody calls them. */
const UNANSWERED = { manual: 0.2, automated: 0.07 } as const;

/** By depth: how many fall silent instead of being marked as lost; the automation change nags people to close them. */
const SILENT = { manual: [0.3, 0.22, 0.07], automated: [0.18, 0.12, 0.05] } as const;

/** By depth: how long a lead that goes no further is kept, as a multiple of the usual stay. */
const PATIENCE = [3, 1.8, 1.3] as const;

export function planPath(seed: string, prospect: Prospect, depth: Depth): Path {
  const random = createRandom(seed, 'path', prospect.index);
  const era = prospect.automated ? 'automated' : 'manual';
  const lengths = LENGTHS[era];
  const answered = depth > 1 || (prospect.owner !== undefined && !random.chance(UNANSWERED[era]));
  const firstResponseAt = answered ? respond(random, prospect, lengths.response) : undefined;
  const nurturingAt = depth >= 2 ? next(random, firstResponseAt!, lengths.lead, SPREADS.lead) : undefined;
  const opportunityAt = depth >= 3 ? next(random, nurturingAt!, lengths.nurturing, SPREADS.nurturing) : undefined;
  const reached = opportunityAt ?? nurturingAt ?? firstResponseAt ?? prospect.createdAt;
  // Slow people also take longer to close.
  const dealLength = lengths.opportunity * (prospect.owner?.slowness ?? 1) ** 0.25;
  const stays = [lengths.lead, lengths.nurturing, dealLength] as const;
  if (depth === 4) {
    const wonAt = next(random, reached, dealLength, SPREADS.opportunity);
    return { depth, firstResponseAt, nurturingAt, opportunityAt, wonAt, lostAt: undefined, endsAt: wonAt };
  }
  const endsAt = next(random, reached, stays[depth - 1]! * PATIENCE[depth - 1]!, SPREADS.opportunity);
  const lostAt = random.chance(SILENT[era][depth - 1]!) ? undefined : endsAt;
  return { depth, firstResponseAt, nurturingAt, opportunityAt, wonAt: undefined, lostAt, endsAt };
}

/** Some answer in the evening and at weekends too; most of what comes in then waits for the next working morning. */
const OVERTIME = 0.12;

function respond(random: Random, { createdAt, owner }: Prospect, median: number): number {
  const wait = 2 * MINUTE + random.logNormal(median * (owner?.slowness ?? 2), SPREADS.response);
  if (random.chance(OVERTIME)) return Math.round(createdAt + wait);
  // The clock of those who wait for the morning starts there.
  const start = workingTime(createdAt, random.fraction());
  return Math.max(createdAt + MINUTE, workingTime(Math.round(start + wait), random.fraction()));
}

/** The next step, in working hours and at least an hour after the last. */
function next(random: Random, after: number, median: number, spread: number): number {
  return workingTime(Math.round(after + HOUR + random.logNormal(median, spread)), random.fraction());
}
