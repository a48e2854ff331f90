import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { journeyRows } from '../journeys/journey-rows.ts';

/** One KPI a kind of fact: how many of that kind a funnel has. */
const counted = {
  leads: 'new_leads',
  activities: 'follow_ups_per_lead',
  transitions: 'lead_to_won_rate',
  opportunities: 'opportunities',
  quotes: 'quotes',
  customers: 'won_customers',
  orders: 'revenue',
  surveys: 'nps',
  spend: 'channel_spend',
} as const;
type Kind = keyof typeof counted;

const stage = (key: string, category: string) => ({ key, name: { en: key }, category });
const partners = {
  key: 'partners',
  name: { en: 'Partners' },
  stages: [stage('met', 'ACQUISITION'), stage('talk', 'OPPORTUNITY'), stage('won', 'RETENTION')],
};
const on = (day: number) => `2026-03-0${day}T09:00:00Z`;
const nothing = {
  leads: 0,
  activities: 0,
  transitions: 0,
  opportunities: 0,
  quotes: 0,
  customers: 0,
  orders: 0,
  surveys: 0,
  spend: 0,
};

describe.each(engines)('the funnel of a fact on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine, now: () => new Date('2026-04-01T00:00:00Z') });
    const { defineFunnel } = await ask<{ defineFunnel: object }>(
      server,
      'mutation ($input: DefineFunnelInput!) { defineFunnel(input: $input) { __typename } }',
      { input: partners },
    );
    expect(defineFunnel).toEqual({ __typename: 'DefineFunnelSuccess' });
  });
  afterAll(() => server.close());

  const send = async (kind: string, ...facts: object[]) => expect((await post(server, kind, facts)).errors).toEqual([]);

  /** How many facts of each kind the KPIs of a funnel count. */
  async function countsIn(funnel: string): Promise<Record<Kind, number>> {
    interface Value {
      numerator: number | null;
      value: number | null;
      sampleSize: number;
    }
    const keys = JSON.stringify(Object.values(counted));
    const { workspace } = await ask<{ workspace: { funnel: { kpiValues: Value[] } } }>(
      server,
      `{ workspace { funnel(key: "${funnel}") { kpiValues(keys: ${keys}, scope: { window: { period: "2026-03" } }) { numerator value sampleSize } } } }`,
    );
    const of = Object.fromEntries(
      Object.keys(counted).map((kind, index) => [kind, workspace.funnel.kpiValues[index]!]),
    ) as Record<Kind, Value>;
    return {
      leads: of.leads.value!,
      activities: of.activities.numerator ?? 0,
      transitions: of.transitions.numerator ?? 0,
      opportunities: of.opportunities.value!,
      quotes: of.quotes.value!,
      customers: of.customers.value!,
      orders: of.orders.sampleSize,
      surveys: of.surveys.sampleSize,
      spend: of.spend.sampleSize,
    };
  }

  /** A lead of that funnel with one fact of each kind that follows it, and a second opportunity through its customer. */
  async function tellOf(lead: string, funnel: string | undefined) {
    const id = (name: string) => `${lead}-${name}`;
    await send('leads', { id: lead, createdAt: on(1), funnel });
    await send('activities', { id: id('a'), lead, kind: 'CALL', direction: 'OUTBOUND', at: on(2) });
    await send('transitions', { id: id('t'), lead, at: on(3), to: 'won' });
    await send('customers', { id: id('k'), becameAt: on(3), lead });
    await send(
      'opportunities',
      { id: id('o'), lead, openedAt: on(2) },
      { id: id('p'), customer: id('k'), openedAt: on(4) },
    );
    await send(
      'quotes',
      { id: id('q'), opportunity: id('o'), sentAt: on(2) },
      { id: id('r'), opportunity: id('p'), sentAt: on(4) },
    );
    await send('orders', { id: id('b'), customer: id('k'), at: on(3), amount: 1 });
    await send('surveys', { id: id('s'), customer: id('k'), at: on(5), score: 9 });
  }
  const all = {
    leads: 1,
    activities: 1,
    transitions: 1,
    opportunities: 2,
    quotes: 2,
    customers: 1,
    orders: 1,
    surveys: 1,
  };
  const both = async () => ({ sales: await countsIn('sales'), partners: await countsIn('partners') });

  test('is its lead’s for every kind, and follows the lead into another funnel and back', async () => {
    await tellOf('l', undefined);
    const inSales = { sales: { ...nothing, ...all }, partners: nothing };
    expect(await both()).toEqual(inSales);
    const rows = await journeyRows(server.database, server.workspace.id);
    await send('leads', { id: 'l', funnel: 'partners' });
    expect(await both()).toEqual({ sales: nothing, partners: { ...nothing, ...all } });
    await send('leads', { id: 'l', funnel: null });
    expect(await both()).toEqual(inSales);
    expect(await journeyRows(server.database, server.workspace.id)).toEqual(rows);
    await send('leads', { id: 'l', deleted: true });
    // Without a lead the customer's facts are the default funnel's.
    const left = { ...nothing, opportunities: 1, quotes: 1, customers: 1, orders: 1, surveys: 1 };
    expect(await both()).toEqual({ sales: left, partners: nothing });
    await send('opportunities', { id: 'l-p', deleted: true });
    await send('customers', { id: 'l-k', deleted: true });
    expect(await both()).toEqual({ sales: nothing, partners: nothing });
  });

  test('is the default funnel for what has no lead, and its own or the default for spend', async () => {
    await send('customers', { id: 'k', becameAt: on(3) });
    await send('opportunities', { id: 'o', openedAt: on(2) }, { id: 'p', customer: 'k', openedAt: on(4) });
    await send('quotes', { id: 'q', opportunity: 'o', sentAt: on(2) });
    await send('orders', { id: 'b', customer: 'k', at: on(3), amount: 1 });
    await send('surveys', { id: 's', customer: 'k', at: on(5), score: 9 });
    await send(
      'spend',
      { channel: 'ads', date: '2026-03-01', amount: 1 },
      { channel: 'ads', date: '2026-03-01', amount: 2, funnel: 'partners' },
      { channel: 'ads', date: '2026-03-02', amount: 3, funnel: 'sales' },
    );
    const left = { ...nothing, opportunities: 2, quotes: 1, customers: 1, orders: 1, surveys: 1 };
    expect(await both()).toEqual({ sales: { ...left, spend: 2 }, partners: { ...nothing, spend: 1 } });

    // A customer that turns out to have been a lead of the other funnel takes its facts there.
    await send('leads', { id: 'm', createdAt: on(1), funnel: 'partners' });
    await send('customers', { id: 'k', lead: 'm' });
    const moved = { ...nothing, leads: 1, opportunities: 1, customers: 1, orders: 1, surveys: 1, spend: 1 };
    expect(await both()).toEqual({ sales: { ...nothing, opportunities: 1, quotes: 1, spend: 2 }, partners: moved });
    // An opportunity's own lead comes before its customer's.
    await send('leads', { id: 'n', createdAt: on(1) });
    await send('opportunities', { id: 'p', lead: 'n' });
    await send('opportunities', { id: 'o', customer: 'k' });
    expect(await both()).toEqual({
      sales: { ...nothing, leads: 1, opportunities: 1, spend: 2 },
      partners: { ...moved, quotes: 1 },
    });
    await send('customers', { id: 'k', lead: null });
    expect(await both()).toEqual({
      sales: { ...left, leads: 1, spend: 2 },
      partners: { ...nothing, leads: 1, spend: 1 },
    });
    for (const id of ['m', 'n']) await send('leads', { id, deleted: true });
    await send('opportunities', { id: 'o', deleted: true });
    await send('customers', { id: 'k', deleted: true });
  });

  test('is that of the parent that it moves to', async () => {
    await tellOf('x', 'sales');
    await tellOf('y', 'partners');
    const before = await both();
    const less = (from: typeof before.sales, by: Partial<typeof before.sales>) =>
      Object.fromEntries(Object.entries(from).map(([kind, n]) => [kind, n - (by[kind as Kind] ?? 0)]));
    const moves: [string, object, object, Partial<Record<Kind, number>>][] = [
      ['activities', { id: 'x-a', lead: 'y' }, { id: 'x-a', lead: 'x' }, { activities: 1 }],
      ['quotes', { id: 'x-q', opportunity: 'y-o' }, { id: 'x-q', opportunity: 'x-o' }, { quotes: 1 }],
      ['opportunities', { id: 'x-o', lead: 'y' }, { id: 'x-o', lead: 'x' }, { opportunities: 1, quotes: 1 }],
      [
        'opportunities',
        { id: 'x-p', customer: 'y-k' },
        { id: 'x-p', customer: 'x-k' },
        { opportunities: 1, quotes: 1 },
      ],
      ['orders', { id: 'x-b', customer: 'y-k' }, { id: 'x-b', customer: 'x-k' }, { orders: 1 }],
      ['surveys', { id: 'x-s', customer: 'y-k' }, { id: 'x-s', customer: 'x-k' }, { surveys: 1 }],
      [
        'customers',
        { id: 'x-k', lead: 'y' },
        { id: 'x-k', lead: 'x' },
        { customers: 1, orders: 1, surveys: 1, opportunities: 1, quotes: 1 },
      ],
    ];
    for (const [kind, there, back, by] of moves) {
      await send(kind, there);
      const minus = Object.fromEntries(Object.entries(by).map(([name, n]) => [name, -n]));
      expect([there, await both()]).toEqual([
        there,
        { sales: less(before.sales, by), partners: less(before.partners, minus) },
      ]);
      await send(kind, back);
      expect([back, await both()]).toEqual([back, before]);
    }
  });

  test('decides which stages its moves mean: those of another funnel count again when the lead is back', async () => {
    await send('leads', { id: 'z', createdAt: on(1) });
    await send('transitions', { id: 'z1', lead: 'z', at: on(2), to: 'nurturing' });
    const intent = async (funnel: string) => {
      const { workspace } = await ask<{ workspace: { funnel: { kpi: { numerator: number } } } }>(
        server,
        `{ workspace { funnel(key: "${funnel}") { kpi(key: "intent_conversion_rate", scope: { window: { period: "2026-03" } }) { numerator } } } }`,
      );
      return workspace.funnel.kpi.numerator;
    };
    const [inSales, inPartners] = [await intent('sales'), await intent('partners')];
    await send('leads', { id: 'z', funnel: 'partners' });
    expect([await intent('sales'), await intent('partners')]).toEqual([inSales - 1, inPartners]);
    expect((await post(server, 'transitions', [{ lead: 'z', at: on(3), to: 'nurturing' }])).errors).toMatchObject([
      { code: 'UNKNOWN_STAGE' },
    ]);
    await send('leads', { id: 'z', funnel: 'sales' });
    expect([await intent('sales'), await intent('partners')]).toEqual([inSales, inPartners]);
  });
});
