import { describe, expect, test } from 'vitest';
import { companyFacts } from '../../../server/demo/company.ts';
import type { DemoFacts } from '../../../server/demo/facts.ts';

const now = new Date('2026-03-10T13:00:00+08:00');
const facts = companyFacts({ now, seed: 'test', scale: 0.1 });

describe('the same seed and day', () => {
  test('give the same facts', () => {
    expect(companyFacts({ now, seed: 'test', scale: 0.1 })).toEqual(facts);
  });

  test('give the same facts at any hour of that day in Shanghai', () => {
    const lateInTheEvening = new Date('2026-03-10T23:59:00+08:00');
    expect(companyFacts({ now: lateInTheEvening, seed: 'test', scale: 0.1 })).toEqual(facts);
  });
});

test('another seed gives other facts', () => {
  const other = companyFacts({ now, seed: 'other', scale: 0.1 });
  expect(other.leads).not.toEqual(facts.leads);
  expect(other.spend).not.toEqual(facts.spend);
});

test('every kind is present, even in a small company', () => {
  const small = companyFacts({ now, seed: 'test', scale: 0.02 });
  for (const [kind, list] of Object.entries(small)) expect(list.length, kind).toBeGreaterThan(0);
  expect(small.leads.length).toBeGreaterThan(150);
  expect(small.leads.length).toBeLessThan(250);
});

test('no id or key is given twice', () => {
  const keys: { [Kind in keyof DemoFacts]: (fact: DemoFacts[Kind][number]) => string } = {
    channels: ({ key }) => key,
    owners: ({ key }) => key,
    rates: ({ currency, date }) => `${currency} ${date}`,
    leads: ({ id }) => id,
    transitions: ({ lead, at, to }) => `${lead} ${at} ${to}`,
    activities: ({ id }) => id,
    customers: ({ id }) => id,
    opportunities: ({ id }) => id,
    quotes: ({ id }) => id,
    orders: ({ id }) => id,
    surveys: ({ id }) => id,
    spend: ({ channel, date, campaign }) => `${channel} ${date} ${campaign}`,
  };
  for (const kind of Object.keys(keys) as (keyof DemoFacts)[]) {
    const list = (facts[kind] as never[]).map(keys[kind] as (fact: never) => string);
    expect(new Set(list).size, kind).toBe(list.length);
  }
});

test('whatever a fact refers to is there', () => {
  const channels = new Set(facts.channels.map(({ key }) => key));
  const owners = new Set([undefined, ...facts.owners.map(({ key }) => key)]);
  const leads = new Set(facts.leads.map(({ id }) => id));
  const customers = new Set(facts.customers.map(({ id }) => id));
  const opportunities = new Set(facts.opportunities.map(({ id }) => id));
  const dangling = [
    ...facts.leads.filter((lead) => !channels.has(lead.channel) || !owners.has(lead.owner)),
    ...facts.leads.filter(({ referredBy }) => referredBy && !customers.has(referredBy)),
    ...facts.transitions.filter(({ lead, by }) => !leads.has(lead) || !owners.has(by)),
    ...facts.activities.filter(({ lead, owner }) => !leads.has(lead) || !owners.has(owner)),
    ...facts.customers.filter(({ lead }) => !leads.has(lead)),
    ...facts.customers.filter(({ referredBy }) => referredBy && !customers.has(referredBy)),
    ...facts.opportunities.filter(({ lead, customer }) => !(lead ? leads.has(lead) : customers.has(customer!))),
    ...facts.quotes.filter(({ opportunity }) => !opportunities.has(opportunity)),
    ...facts.orders.filter(({ customer }) => !customers.has(customer)),
    ...facts.surveys.filter(({ customer }) => !customers.has(customer)),
    ...facts.spend.filter(({ channel }) => !channels.has(channel)),
  ];
  expect(dangling).toEqual([]);
});

test('every instant lies within the two years before now, every date too', () => {
  const twoYearsBefore = '2024-03-09T16:00:00.000Z';
  const horizon = '2026-03-09T16:00:00.000Z';
  const INSTANTS = /At$|^at$/;
  for (const [kind, list] of Object.entries(facts)) {
    for (const fact of list as object[]) {
      for (const [field, value] of Object.entries(fact)) {
        if (value === undefined) continue;
        if (INSTANTS.test(field) && !(twoYearsBefore <= value && value < horizon))
          expect.fail(`${kind} ${field} ${value}`);
        if (field === 'date' && !('2024-03-10' <= value && value <= '2026-03-09')) expect.fail(`${kind} ${value}`);
      }
    }
  }
});

test('nothing happens before what it follows from', () => {
  const createdAt = new Map(facts.leads.map(({ id, createdAt }) => [id, createdAt]));
  const becameAt = new Map(facts.customers.map(({ id, becameAt }) => [id, becameAt]));
  const openedAt = new Map(facts.opportunities.map(({ id, openedAt }) => [id, openedAt]));
  const early = [
    ...facts.transitions.filter(({ lead, at }) => at < createdAt.get(lead)!),
    ...facts.activities.filter(({ lead, at, respondedAt }) => at < createdAt.get(lead)! || (respondedAt ?? at) < at),
    ...facts.opportunities.filter(({ lead, customer, openedAt }) =>
      lead ? openedAt < createdAt.get(lead)! : openedAt < becameAt.get(customer!)!,
    ),
    ...facts.opportunities.filter(({ openedAt, wonAt, lostAt }) => (wonAt ?? lostAt ?? openedAt) < openedAt),
    ...facts.quotes.filter(({ opportunity, sentAt }) => sentAt < openedAt.get(opportunity)!),
    ...facts.quotes.filter(({ sentAt, acceptedAt, rejectedAt }) => (acceptedAt ?? rejectedAt ?? sentAt) < sentAt),
    ...facts.orders.filter(({ customer, at }) => at < becameAt.get(customer)!),
    ...facts.leads.filter(({ referredBy, createdAt }) => referredBy && createdAt < becameAt.get(referredBy)!),
  ];
  expect(early).toEqual([]);
});

test('people are reached under domains that are reserved for examples', () => {
  const addresses = facts.leads.flatMap(({ email }) => email ?? []);
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((address) => !/^[a-z]+\.\d+@example\.(com|cn)$/.test(address))).toEqual([]);
});

test('every won lead is one customer with a first order', () => {
  const won = facts.opportunities.filter(({ lead, wonAt }) => lead && wonAt).map(({ lead }) => lead);
  expect(facts.customers.map(({ lead }) => lead).sort()).toEqual(won.sort());
});
