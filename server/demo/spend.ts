import { expectedLeads } from './arrivals.ts';
import { dateOf } from './calendar.ts';
import { type Channel, channels } from './channels.ts';
import { fairOn, fairs } from './exhibitions.ts';
import type { SpendFact } from './facts.ts';
import { FUNNEL } from './prospect.ts';
import { createRandom } from './random.ts';
import type { Span } from './span.ts';

/** What was spent each day on each campaign; `total` leads are expected in all, so that a smaller company spends less. */
export function spendFacts(seed: string, span: Span, total: number): SpendFact[] {
  return channels.flatMap((channel) => {
    if (channel.costPerLead === undefined) return [];
    return channel.rhythm === 'fair' ? onFairs(seed, channel, span, total) : daily(seed, channel, span, total);
  });
}

/** Auctions make a day dearer or cheaper. */
const DAILY_NOISE = 0.15;

function daily(seed: string, channel: Channel, span: Span, total: number): SpendFact[] {
  const random = createRandom(seed, 'spend', channel.key);
  return expectedLeads(channel, span, total).flatMap((leads, index) =>
    (channel.campaigns ?? []).map(({ name, weight }) => ({
      channel: channel.key,
      date: dateOf(span.first + index),
      amount: cents(leads * channel.costPerLead! * weight * random.logNormal(1, DAILY_NOISE)),
      campaign: name,
      funnel: FUNNEL,
    })),
  );
}

/** A stand is paid in part in advance, the rest on the days of the fair. */
const ADVANCE = { days: 30, share: 0.4 } as const;

function onFairs(seed: string, channel: Channel, span: Span, total: number): SpendFact[] {
  const random = createRandom(seed, 'spend', channel.key);
  const yearly = (total * channel.share * channel.costPerLead!) / 2;
  const facts: SpendFact[] = [];
  for (let day = span.first; day < span.end; day++) {
    const later = fairOn(day + ADVANCE.days);
    const opensLater = later && fairOn(day + ADVANCE.days - 1) !== later;
    const today = fairOn(day);
    for (const [fair, share] of [
      [opensLater ? later : undefined, ADVANCE.share],
      [today, today && (1 - ADVANCE.share) / today.days],
    ] as const) {
      if (!fair || !share) continue;
      const amount = cents(yearly * (fair.weight / WEIGHTS) * share * random.between(0.92, 1.08));
      facts.push({ channel: channel.key, date: dateOf(day), amount, campaign: fair.name, funnel: FUNNEL });
    }
  }
  return facts;
}

const WEIGHTS = fairs.reduce((sum, { weight }) => sum + weight, 0);

const cents = (amount: number): number => Math.round(amount * 100) / 100;
