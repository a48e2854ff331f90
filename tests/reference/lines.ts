import fc from 'fast-check';
import { dayOnly, moment } from './moments.ts';
import type { Kind } from './script.ts';

/** Random lines of each kind, about a company so small that its facts meet often. */

const oneOf = (...values: string[]) => fc.constantFrom(...values);
/** The first two are the busiest. */
const id = (letter: string, howMany: number) =>
  fc.oneof(fc.nat(1), fc.nat(howMany - 1)).map((number) => `${letter}${number}`);

export const lead = id('L', 5);
const customer = id('C', 4);
const opportunity = id('O', 6);
const channel = oneOf('ads', 'fair', 'web');
export const owner = oneOf('an', 'bo', 'cy');
const product = oneOf('crm', 'bi');
const referrer = oneOf('C0', 'C1', 'C2', 'nobody');
const cents = fc.integer({ min: 0, max: 100_000 });
const amount = cents.map((cents) => (cents / 100).toFixed(2));
export const stageKeys = ['lead', 'nurturing', 'quote', 'opportunity', 'won', 'lost'];

/** Of each field: what it may hold, and how often in ten a new fact has it. */
type Fields = Record<string, { of: fc.Arbitrary<unknown>; inTen: number }>;
const always = (of: fc.Arbitrary<unknown>) => ({ of, inTen: 10 });
const mostly = (of: fc.Arbitrary<unknown>) => ({ of, inTen: 7 });
const rarely = (of: fc.Arbitrary<unknown>) => ({ of, inTen: 2 });

/** Without keys: those are given by place, so that a line names what another one made. */
export const fields: Partial<Record<Kind, Fields>> = {
  leads: {
    createdAt: always(moment),
    funnel: { of: oneOf('partner', 'sales'), inTen: 3 },
    channel: mostly(channel),
    owner: mostly(owner),
    product: mostly(product),
    industry: mostly(oneOf('it', 'retail')),
    region: mostly(oneOf('north', 'south')),
    companySize: mostly(fc.constantFrom(10, 50, 199, 200)),
    needMatch: mostly(fc.integer({ min: 0, max: 20 }).map((step) => step / 20)),
    email: mostly(oneOf('a@example.com')),
    tags: mostly(fc.uniqueArray(oneOf('hot', 'big', 'new'), { maxLength: 2 })),
    referredBy: rarely(referrer),
  },
  transitions: { lead: always(lead), at: always(moment), to: always(fc.constantFrom(...stageKeys)) },
  activities: {
    lead: always(lead),
    kind: always(oneOf('CALL', 'EMAIL', 'SMS', 'WECHAT', 'MEETING', 'VISIT', 'EVENT', 'CONTENT', 'FORM', 'OTHER')),
    direction: always(oneOf('OUTBOUND', 'OUTBOUND', 'INBOUND')),
    at: always(moment),
    owner: { of: owner, inTen: 4 },
    respondedAt: { of: moment, inTen: 4 },
  },
  opportunities: {
    openedAt: always(moment),
    lead: mostly(lead),
    customer: rarely(customer),
    amount: mostly(amount),
    currency: rarely(oneOf('USD', 'CNY')),
    wonAt: { of: moment, inTen: 4 },
    lostAt: { of: moment, inTen: 5 },
    channel: rarely(channel),
    owner: rarely(owner),
    product: rarely(product),
  },
  quotes: {
    opportunity: always(opportunity),
    sentAt: always(moment),
    amount: mostly(amount),
    currency: rarely(oneOf('USD')),
    acceptedAt: { of: moment, inTen: 5 },
    rejectedAt: rarely(moment),
  },
  customers: { becameAt: always(moment), lead: { of: lead, inTen: 8 }, referredBy: { of: referrer, inTen: 4 } },
  orders: {
    customer: always(customer),
    at: always(moment),
    amount: always(amount),
    currency: rarely(oneOf('USD', 'CNY')),
    product: mostly(product),
  },
  surveys: { customer: always(customer), at: always(moment), score: always(fc.integer({ min: 0, max: 10 })) },
  spend: {
    channel: always(channel),
    date: always(dayOnly),
    amount: always(fc.oneof({ weight: 4, arbitrary: amount }, { weight: 1, arbitrary: fc.constant('0') })),
    currency: rarely(oneOf('USD')),
    campaign: rarely(oneOf('spring')),
    funnel: rarely(oneOf('partner', 'sales')),
  },
};

/** The sender's version: a moment like any other, so that newer and older ones come in any order. */
const updatedAt = { of: moment, inTen: 1 };

/** A whole new fact, its key aside. */
export function newLine(kind: Kind): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    Object.fromEntries(
      Object.entries({ ...fields[kind]!, updatedAt }).map(([name, { of, inTen }]) => [
        name,
        inTen === 10
          ? of
          : fc.oneof({ weight: 10 - inTen, arbitrary: fc.constant(undefined) }, { weight: inTen, arbitrary: of }),
      ]),
    ),
  );
}

/** One or two fields of a known fact said anew; what a fact can be without is cleared at times. */
export function correction(kind: Kind): fc.Arbitrary<Record<string, unknown>> {
  const field = fc.oneof(
    ...Object.entries(fields[kind]!).map(([name, { of, inTen }]) =>
      (inTen === 10 ? of : fc.option(of, { freq: 3 })).map((value) => [name, value]),
    ),
  );
  const version = fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: moment.map((at) => [['updatedAt', at]]) },
  );
  return fc
    .tuple(fc.array(field, { minLength: 1, maxLength: 2 }), version)
    .map(([said, version]) => Object.fromEntries([...said, ...version]) as Record<string, unknown>);
}
