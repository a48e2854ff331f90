import { DAY, workingTime } from './calendar.ts';
import type { OpportunityFact, QuoteFact } from './facts.ts';
import { LOST_REASONS } from './lost-reasons.ts';
import { FOREIGN_REGION, type Product, products } from './market.ts';
import type { Path } from './path.ts';
import type { Prospect } from './prospect.ts';
import { createRandom, type Random } from './random.ts';
import { known, type Span } from './span.ts';

export interface Deal {
  opportunity: OpportunityFact;
  quotes: QuoteFact[];
}

/** Opportunities whose amount nobody entered; a signed contract nearly always has one. */
const WITHOUT_AMOUNT = { open: 0.08, won: 0.02 } as const;
/** A second need found on the way, for another product; it comes to nothing. */
const SECOND_NEED = 0.06;

/** What is on the table with one lead by the horizon. */
export function dealsOf(seed: string, prospect: Prospect, path: Path, span: Span): Deal[] {
  const { opportunityAt, wonAt, lostAt, endsAt } = path;
  if (opportunityAt === undefined || opportunityAt >= span.horizon) return [];
  const random = createRandom(seed, 'deals', prospect.index);
  const id = `opportunity-${String(prospect.index).padStart(5, '0')}`;
  const deals = [
    dealFact(random, prospect, prospect.product, { id, openedAt: opportunityAt, wonAt, lostAt, endsAt }, span),
  ];
  const secondAt = workingTime(Math.round(opportunityAt + (endsAt - opportunityAt) / 3), random.fraction());
  if (random.chance(SECOND_NEED) && secondAt < Math.min(endsAt, span.horizon)) {
    const other = random.weighted(products.filter(({ key }) => key !== prospect.product.key));
    const times = { id: `${id}-b`, openedAt: secondAt, wonAt: undefined, lostAt: endsAt, endsAt };
    deals.push(dealFact(random, prospect, other, times, span));
  }
  return deals;
}

interface Times {
  id: string;
  openedAt: number;
  wonAt: number | undefined;
  lostAt: number | undefined;
  endsAt: number;
}

function dealFact(random: Random, prospect: Prospect, product: Product, times: Times, span: Span): Deal {
  const { id, openedAt, wonAt, lostAt } = times;
  const amount = priceOf(random, prospect, product);
  const won = known(span, wonAt);
  const lost = known(span, lostAt);
  const unknown = random.chance(won ? WITHOUT_AMOUNT.won : WITHOUT_AMOUNT.open);
  const opportunity: OpportunityFact = {
    id,
    lead: prospect.id,
    openedAt: new Date(openedAt).toISOString(),
    ...(unknown ? {} : money(prospect, amount)),
    owner: prospect.owner?.key,
    product: product.key,
    wonAt: won,
    lostAt: lost,
    lostReason: lost && random.weighted(LOST_REASONS[3]).reason,
  };
  return { opportunity, quotes: quotesOf(random, prospect, times, amount, span) };
}

/** Contracts lie between 20,000 and 500,000 CNY. */
const SMALLEST = 20_000;
const LARGEST = 500_000;
const PRICE_SPREAD = 0.5;

/** Large companies buy more seats. In CNY, rounded to hundreds as price lists are. */
export function priceOf(random: Random, { companySize }: Prospect, product: Product): number {
  const price = random.logNormal(product.price * (companySize / 100) ** 0.22, PRICE_SPREAD);
  return Math.round(Math.min(LARGEST, Math.max(SMALLEST, price)) / 100) * 100;
}

/** About what a dollar costs: prices abroad are set once, not with each day's rate. */
const CNY_PER_DOLLAR = 7.1;

export function money({ region }: Prospect, amount: number): { amount: number; currency?: string } {
  if (region !== FOREIGN_REGION) return { amount };
  return { amount: Math.round(amount / CNY_PER_DOLLAR / 100) * 100, currency: 'USD' };
}

/** Nearly every contract has a quote; many others are lost before there is one. */
const QUOTED = { won: 0.97, other: 0.72 } as const;
const NUMBER_OF_QUOTES = [
  { count: 1, weight: 55 },
  { count: 2, weight: 32 },
  { count: 3, weight: 13 },
] as const;
/** What comes off from one quote to the next. */
const CONCESSION = 0.06;
/** Lost deals often end without a word on the last quote. */
const SAYS_NO = 0.55;

function quotesOf(random: Random, prospect: Prospect, times: Times, amount: number, span: Span): QuoteFact[] {
  const { id, openedAt, wonAt, lostAt, endsAt } = times;
  if (!random.chance(wonAt ? QUOTED.won : QUOTED.other)) return [];
  const { count } = random.weighted(NUMBER_OF_QUOTES);
  const moments = Array.from({ length: count }, (_, index) => {
    const place = 0.25 + (0.65 * (index + random.between(0.2, 0.8))) / count;
    return Math.min(endsAt, workingTime(Math.round(openedAt + (endsAt - openedAt) * place), random.fraction()));
  });
  // Two that waited for the same morning may have changed places.
  const sent = moments.sort((one, other) => one - other);
  return sent.flatMap((sentAt, index) => {
    const at = known(span, sentAt);
    if (!at) return [];
    const last = index === count - 1;
    // A better offer replaces the one before it.
    const refusedAt = last
      ? lostAt && random.chance(SAYS_NO)
        ? lostAt
        : undefined
      : Math.min(sentAt + DAY, sent[index + 1]!);
    return [
      {
        id: `${id}-quote-${index + 1}`,
        opportunity: id,
        sentAt: at,
        ...money(prospect, Math.round((amount * (1 + CONCESSION * (count - 1 - index))) / 100) * 100),
        acceptedAt: last ? known(span, wonAt) : undefined,
        rejectedAt: wonAt && last ? undefined : known(span, refusedAt),
      },
    ];
  });
}
