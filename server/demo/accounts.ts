import { DAY, workingTime } from './calendar.ts';
import { money, priceOf } from './deals.ts';
import type { CustomerFact, OpportunityFact, OrderFact, QuoteFact, SurveyFact } from './facts.ts';
import { fairShare } from './fair-share.ts';
import { products } from './market.ts';
import type { Prospect } from './prospect.ts';
import { createRandom, type Random } from './random.ts';
import { known, type Span } from './span.ts';

/** A won lead and what follows from it by the horizon. */
export interface Account {
  customer: CustomerFact;
  becameAt: number;
  /** 0 to 1: how happy they are; it shows in orders, surveys and referrals. */
  satisfaction: number;
  orders: OrderFact[];
  surveys: SurveyFact[];
  renewals: OpportunityFact[];
  renewalQuotes: QuoteFact[];
}

/** Customers who ever order again; those won lately have not had the time, which leaves 30 to 45 % of all. */
const ORDERS_AGAIN = 0.57;
/** Half of the second orders come within four months: more seats, another product, at last the renewal after a year. */
const REORDER = { median: 105 * DAY, spread: 0.75, chanceOfYetAnother: 0.55 } as const;
/** Large reorders go through an opportunity of their own, tied to the customer alone. */
const RENEWAL_NEEDS_OFFER = 0.35;

export function openAccounts(seed: string) {
  const ordersAgain = fairShare(createRandom(seed, 'orders again'));
  const answersSurvey = fairShare(createRandom(seed, 'answers survey'));
  return (prospect: Prospect, wonAt: number, referredBy: string | undefined, span: Span): Account | undefined => {
    if (wonAt >= span.horizon) return undefined;
    const random = createRandom(seed, 'account', prospect.index);
    const satisfaction = Math.min(1, Math.max(0, 0.7 + 0.2 * random.normal()));
    const id = `customer-${String(prospect.index).padStart(5, '0')}`;
    const customer = {
      id,
      becameAt: new Date(wonAt).toISOString(),
      lead: prospect.id,
      referredBy,
      name: prospect.contact.company,
    };
    const account: Account = {
      customer,
      becameAt: wonAt,
      satisfaction,
      orders: [],
      surveys: surveysOf(random, id, wonAt, satisfaction, span).filter(() => answersSurvey(ANSWERS_SURVEY)),
      renewals: [],
      renewalQuotes: [],
    };
    const again = ordersAgain(ORDERS_AGAIN * (0.5 + 0.7 * satisfaction));
    addOrders(random, prospect, account, again, span);
    return account;
  };
}

function addOrders(random: Random, prospect: Prospect, account: Account, again: boolean, span: Span): void {
  const { orders, customer } = account;
  let at = workingTime(Math.round(account.becameAt + random.between(0, 3) * DAY), random.fraction());
  let product = prospect.product;
  for (let more = true; more && at < span.horizon; ) {
    const first = orders.length === 0;
    const amount = Math.round(priceOf(random, prospect, product) * (first ? 1 : random.between(0.35, 1)));
    const order = {
      id: `${customer.id}-order-${orders.length + 1}`,
      customer: customer.id,
      at: new Date(at).toISOString(),
      ...money(prospect, amount),
      product: product.key,
    };
    orders.push(order);
    if (!first && random.chance(RENEWAL_NEEDS_OFFER)) addRenewal(random, prospect, account, order, at);
    more = first ? again : random.chance(REORDER.chanceOfYetAnother);
    at = workingTime(Math.round(at + 7 * DAY + random.logNormal(REORDER.median, REORDER.spread)), random.fraction());
    if (random.chance(0.4)) product = random.weighted(products);
  }
}

/** The offer that led to an order, told from its end. */
function addRenewal(random: Random, prospect: Prospect, account: Account, order: OrderFact, at: number): void {
  const id = `${order.id}-renewal`;
  const opened = Math.max(account.becameAt, Math.round(at - random.between(5, 25) * DAY));
  const { amount, currency } = order;
  account.renewals.push({
    id,
    customer: account.customer.id,
    channel: prospect.channel.key,
    owner: prospect.owner?.key,
    product: order.product,
    openedAt: new Date(opened).toISOString(),
    amount,
    currency,
    wonAt: order.at,
  });
  account.renewalQuotes.push({
    id: `${id}-quote-1`,
    opportunity: id,
    sentAt: new Date(Math.round(opened + (at - opened) / 2)).toISOString(),
    amount,
    currency,
    acceptedAt: order.at,
  });
}

/** Asked after two months, then once a year. */
const SURVEY_DAYS = [60, 425] as const;
const ANSWERS_SURVEY = 0.68;

function surveysOf(random: Random, customer: string, becameAt: number, satisfaction: number, span: Span): SurveyFact[] {
  return SURVEY_DAYS.flatMap((days, index) => {
    const at = known(span, workingTime(Math.round(becameAt + (days + random.between(0, 20)) * DAY), random.fraction()));
    const score = Math.round(Math.min(10, Math.max(0, 4.2 + 6.2 * satisfaction + 0.9 * random.normal())));
    return at ? [{ id: `${customer}-survey-${index + 1}`, customer, at, score }] : [];
  });
}
