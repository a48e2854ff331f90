import fc from 'fast-check';
import type { History, Question } from './facts.ts';

/** Random histories of a small company, dense enough in time that ties, skips, moves back and negative durations are common. */

const HOUR = 3_600_000;
export const stages = ['lead', 'nurturing', 'opportunity', 'won'];

/** A grid of six hours around three months, over a change of the clocks. */
const instant = fc.integer({ min: 0, max: 4 * 90 }).map((step) => Date.UTC(2026, 1, 1) + step * 6 * HOUR);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 2 });
const oneOf = (...values: string[]) => fc.constantFrom(...values);
const channel = oneOf('ads', 'fair', 'web');
const owner = oneOf('an', 'bo');
const product = oneOf('crm', 'bi');
const cents = fc.integer({ min: 0, max: 10_000_000 });
const index = fc.nat(1_000_000);

const drawn = fc.record({
  leads: fc.array(
    fc.record({
      createdAt: instant,
      channel: maybe(channel),
      owner: maybe(owner),
      product: maybe(product),
      industry: maybe(oneOf('it', 'retail')),
      region: maybe(oneOf('north', 'south')),
      companySize: maybe(fc.constantFrom(10, 50, 199, 200)),
      needMatch: maybe(fc.integer({ min: 0, max: 20 }).map((step) => step / 20)),
      email: maybe(oneOf('a@example.com')),
      tags: fc.uniqueArray(oneOf('hot', 'big', 'new'), { maxLength: 2 }),
    }),
    { maxLength: 9 },
  ),
  transitions: fc.array(fc.record({ lead: index, at: instant, to: oneOf(...stages, 'lost') }), { maxLength: 14 }),
  activities: fc.array(
    fc.record({ lead: index, at: instant, direction: fc.constantFrom('OUTBOUND' as const, 'INBOUND' as const) }),
    { maxLength: 12 },
  ),
  opportunities: fc.array(
    fc.record({
      lead: maybe(index),
      openedAt: instant,
      amount: maybe(cents),
      wonAt: maybe(instant),
      lostAt: maybe(instant),
      channel: maybe(channel),
      owner: maybe(owner),
      product: maybe(product),
    }),
    { maxLength: 8 },
  ),
  customers: fc.array(fc.record({ lead: maybe(index), becameAt: instant }), { maxLength: 5 }),
  orders: fc.array(fc.record({ customer: index, at: instant, amount: cents, product: maybe(product) }), {
    maxLength: 9,
  }),
  spend: fc.array(fc.record({ channel, day: fc.nat(90), amount: cents }), { maxLength: 5 }),
});

export const history: fc.Arbitrary<History> = drawn.map((raw) => {
  const leads = raw.leads.map((lead, number) => ({ id: `L${number}`, ...lead }));
  const leadAt = (place: number) => leads[place % leads.length]?.id ?? null;
  const customers = raw.customers.map((customer, number) => ({
    id: `C${number}`,
    becameAt: customer.becameAt,
    lead: customer.lead === null ? null : leadAt(customer.lead),
  }));
  const date = (day: number) => new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10);
  return {
    leads,
    // The same lead, instant and stage again is the same fact.
    transitions: unique(
      leads.length === 0 ? [] : raw.transitions.map((one) => ({ ...one, lead: leadAt(one.lead)! })),
      ({ lead, at, to }) => `${lead} ${at} ${to}`,
    ),
    activities:
      leads.length === 0
        ? []
        : raw.activities.map((one, number) => ({ id: `A${number}`, ...one, lead: leadAt(one.lead)! })),
    opportunities: raw.opportunities.map((one, number) => ({
      id: `O${number}`,
      ...one,
      lead: one.lead === null ? null : leadAt(one.lead),
    })),
    customers,
    orders:
      customers.length === 0
        ? []
        : raw.orders.map((one, number) => ({
            id: `B${number}`,
            ...one,
            customer: customers[one.customer % customers.length]!.id,
          })),
    spend: unique(
      raw.spend.map(({ channel, day, amount }) => ({ channel, amount, date: date(day) })),
      (one) => `${one.channel} ${one.date}`,
    ),
  };
});

const only = (filter: Question['filter']) => fc.constant(filter);
const filter: fc.Arbitrary<Question['filter']> = fc.oneof(
  { weight: 3, arbitrary: only({}) },
  {
    weight: 1,
    arbitrary: fc
      .uniqueArray(maybe(channel), { minLength: 1, maxLength: 2 })
      .map((CHANNEL): Question['filter'] => ({ CHANNEL })),
  },
  { weight: 1, arbitrary: only({ OWNER: ['an'], TAG: ['hot', 'new'] }) },
  { weight: 1, arbitrary: only({ PRODUCT: ['crm'] }) },
  { weight: 1, arbitrary: only({ INDUSTRY: ['it'], COMPANY_SIZE: ['10', '200'] }) },
);

/** `asOf` on the same grid, so that it falls on events. */
export const question: fc.Arbitrary<Question> = fc.record({
  from: fc.integer({ min: 0, max: 60 }).map((day) => new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10)),
  to: fc.integer({ min: 60, max: 100 }).map((day) => new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10)),
  asOf: fc.oneof({ weight: 2, arbitrary: fc.constant(Date.UTC(2026, 6, 1)) }, { weight: 1, arbitrary: instant }),
  basis: fc.constantFrom('COHORT' as const, 'PERIOD' as const),
  withinDays: maybe(fc.integer({ min: 0, max: 30 })),
  filter,
});

/** The same facts as an integrator posts them. */
export function posted(history: History): [kind: string, facts: object[]][] {
  const time = (at: number | null) => (at === null ? undefined : new Date(at).toISOString());
  const given = (fact: object) =>
    Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== null && value !== undefined));
  const money = (amount: number | null) => (amount === null ? undefined : (amount / 100).toFixed(2));
  return [
    ['leads', history.leads.map((one) => given({ ...one, createdAt: time(one.createdAt) }))],
    ['transitions', history.transitions.map((one) => ({ ...one, at: time(one.at) }))],
    ['activities', history.activities.map((one) => ({ ...one, kind: 'CALL', at: time(one.at) }))],
    [
      'opportunities',
      history.opportunities.map((one) =>
        given({
          ...one,
          openedAt: time(one.openedAt),
          wonAt: time(one.wonAt),
          lostAt: time(one.lostAt),
          amount: money(one.amount),
        }),
      ),
    ],
    ['customers', history.customers.map((one) => given({ ...one, becameAt: time(one.becameAt) }))],
    ['orders', history.orders.map((one) => given({ ...one, at: time(one.at), amount: money(one.amount) }))],
    ['spend', history.spend.map((one) => ({ ...one, amount: money(one.amount) }))],
  ];
}

/** Without clock changes, with them, and with a day that begins at 01:00 in some years. */
export const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo'];

function unique<T>(items: T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
