import { createRandom } from '../../server/demo/random.ts';

/** The company whose facts the bench makes: what its leads choose from. Everything follows from the number of leads and the last day. */
export interface Company {
  leads: number;
  /** Milliseconds since 1970; no fact is later. */
  until: number;
}

export const DAY = 86_400_000;
export const HISTORY = 730 * DAY;
export const TIME_ZONE = 'Asia/Shanghai';
/** Asia/Shanghai has no summer time. */
export const OFFSET = 8 * 3_600_000;
export const STAGES = ['lead', 'nurturing', 'opportunity', 'won'] as const;

export interface Channel {
  key: string;
  kind: string;
  /** How often a lead comes this way, relative to the others. */
  weight: number;
  /** How likely its leads go on, relative to the usual. */
  quality: number;
  /** In the workspace's currency, on a usual day of a company with 100,000 leads; 0: nothing is paid. */
  dailySpend: number;
}

const channel = (key: string, kind: string, weight: number, quality: number, dailySpend: number): Channel => ({
  key,
  kind,
  weight,
  quality,
  dailySpend,
});

export const channels: readonly Channel[] = [
  channel('search', 'PAID', 18, 1.05, 4_200),
  channel('social', 'PAID', 22, 0.7, 5_100),
  channel('display', 'PAID', 12, 0.6, 2_300),
  channel('marketplace', 'PAID', 8, 0.95, 1_400),
  channel('organic', 'ORGANIC', 14, 1.15, 300),
  channel('content', 'ORGANIC', 8, 1.1, 500),
  channel('referral', 'REFERRAL', 5, 1.35, 150),
  channel('direct', 'DIRECT', 6, 1.2, 0),
  channel('partner', 'PARTNER', 4, 1.3, 200),
  channel('fair', 'OTHER', 3, 0.9, 900),
];

export const owners: readonly { key: string; team: string }[] = Array.from({ length: 20 }, (_, index) => ({
  key: `owner-${String(index + 1).padStart(2, '0')}`,
  team: ['north', 'south', 'east', 'west'][index % 4]!,
}));

export const industries = [
  'software',
  'retail',
  'manufacturing',
  'education',
  'health',
  'finance',
  'logistics',
  'media',
];
export const regions = ['Shanghai', 'Beijing', 'Guangdong', 'Zhejiang', 'Sichuan', 'Hubei'];
export const tags = [
  { key: 'vip', weight: 3 },
  { key: 'newsletter', weight: 30 },
  { key: 'webinar', weight: 15 },
  { key: 'trial', weight: 20 },
];

/** Leads come in order of their number, twice as densely at the end of the two years as at their beginning. */
export function createdAt({ leads, until }: Company, index: number, fraction: number): number {
  const share = (index + fraction) / leads;
  return Math.floor(until - HISTORY + HISTORY * (Math.sqrt(1 + 3 * share) - 1));
}

/** What was spent, a row a day and channel that is paid. */
export function* spendOf({ leads, until }: Company): Generator<object> {
  const random = createRandom('bench', 'spend');
  for (let at = until - HISTORY; at < until; at += DAY)
    for (const { key, dailySpend } of channels)
      if (dailySpend > 0)
        yield {
          channel: key,
          date: dateOf(at),
          amount: round(dailySpend * (leads / 100_000) * random.logNormal(1, 0.25)),
        };
}

/** The calendar date of an instant in the company's zone. */
export function dateOf(instant: number): string {
  return new Date(instant + OFFSET).toISOString().slice(0, 10);
}

/** To whole cents. */
export function round(amount: number): number {
  return Math.round(amount * 100) / 100;
}
