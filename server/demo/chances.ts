import { type Channel, channels } from './channels.ts';
import { fairShare } from './fair-share.ts';
import type { Prospect } from './prospect.ts';
import { createRandom } from './random.ts';

/** How far a lead gets: the position of the last stage that it reaches. */
export type Depth = 1 | 2 | 3 | 4;

/**
 * Chance of each step for a lead of a good channel. The article's story: in the first year nurturing loses 70 %; since the automation change
 * it loses 40 to 50 %, and half as many again become interested. More leads carried along make weaker opportunities, so the last step falls,
 * though by less than the others rise.
 */
export const STEPS = {
  manual: { nurturing: 0.34, opportunity: 0.3, won: 0.215 },
  automated: { nurturing: 0.5, opportunity: 0.55, won: 0.138 },
} as const;

/** lead → won of a channel to which `STEPS` apply as they stand, with a little more than half of the leads in the second year. */
const TYPICAL = 0.0305;

/** How a channel's advantage spreads over the steps; the exponents add up to 1. */
const SPREAD = { nurturing: 0.45, opportunity: 0.15, won: 0.4 } as const;

/** Decides for one prospect after the other, in order of arrival, so that each channel keeps its rates in every season. */
export function fates(seed: string): (prospect: Prospect) => Depth {
  const draws = new Map(
    channels.map(({ key }) => [
      key,
      {
        nurturing: fairShare(createRandom(seed, 'nurturing', key)),
        opportunity: fairShare(createRandom(seed, 'opportunity', key)),
        won: fairShare(createRandom(seed, 'won', key)),
      },
    ]),
  );
  return (prospect) => {
    const draw = draws.get(prospect.channel.key)!;
    const steps = prospect.automated ? STEPS.automated : STEPS.manual;
    const chance = (step: keyof typeof SPREAD) => steps[step] * advantage(prospect.channel) ** SPREAD[step];
    if (!draw.nurturing(chance('nurturing') * prospect.quality)) return 1;
    if (!draw.opportunity(chance('opportunity') * prospect.quality ** 0.3)) return 2;
    return draw.won(chance('won') * prospect.quality ** 0.5 * (prospect.owner?.skill ?? 0.5)) ? 4 : 3;
  };
}

const advantage = (channel: Channel): number => channel.wonRate / TYPICAL;
