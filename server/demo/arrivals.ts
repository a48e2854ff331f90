import { MINUTE, startOfDay } from './calendar.ts';
import { type Channel, channels } from './channels.ts';
import { demandOn } from './demand.ts';
import { fairCount } from './fair-share.ts';
import { createRandom, type Random } from './random.ts';
import type { Span } from './span.ts';

export interface Arrival {
  at: number;
  channel: Channel;
}

/** Leads expected day by day, from `span.first` on: their sum over channels and days is `total`. */
export function expectedLeads(channel: Channel, span: Span, total: number): number[] {
  const demand = Array.from({ length: span.end - span.first }, (_, index) =>
    demandOn(channel, span.first + index, span),
  );
  const sum = demand.reduce((sum, value) => sum + value, 0);
  return demand.map((value) => (total * channel.share * value) / sum);
}

/** When each lead comes, earliest first. */
export function arrivals(seed: string, span: Span, total: number): Arrival[] {
  return channels.flatMap((channel) => arrivalsOf(channel, seed, span, total)).sort((one, other) => one.at - other.at);
}

/** Days differ from what was expected. */
const DAILY_NOISE = 0.3;

function arrivalsOf(channel: Channel, seed: string, span: Span, total: number): Arrival[] {
  const random = createRandom(seed, 'arrivals', channel.key);
  const count = fairCount(random);
  const hours = HOURS[channel.rhythm === 'leisure' ? 'leisure' : channel.rhythm === 'fair' ? 'fair' : 'office'];
  return expectedLeads(channel, span, total).flatMap((expected, index) => {
    // The mean of a log-normal lies above its median by exp(spread² / 2).
    const noise = random.logNormal(Math.exp(-(DAILY_NOISE ** 2) / 2), DAILY_NOISE);
    return Array.from({ length: count(expected * noise) }, () => ({
      at: startOfDay(span.first + index) + timeOfDay(random, hours),
      channel,
    }));
  });
}

/** Weights of the hours from midnight on. */
const HOURS = {
  office: [1, 0, 0, 0, 0, 0, 1, 3, 7, 12, 14, 12, 6, 7, 12, 13, 11, 8, 5, 5, 6, 6, 4, 2],
  leisure: [4, 2, 1, 0, 0, 0, 2, 4, 5, 5, 5, 6, 10, 7, 5, 5, 5, 6, 8, 10, 13, 14, 12, 8],
  fair: [0, 0, 0, 0, 0, 0, 0, 0, 2, 10, 16, 14, 6, 10, 14, 12, 5, 1, 0, 0, 0, 0, 0, 0],
} as const;

function timeOfDay(random: Random, hours: readonly number[]): number {
  const { hour } = random.weighted(hours.map((weight, hour) => ({ weight, hour })));
  return Math.floor((hour * 60 + random.between(0, 60)) * MINUTE);
}
