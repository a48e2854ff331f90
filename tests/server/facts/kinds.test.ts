import { describe, expect, test } from 'vitest';
import type { KindName } from '../../../server/facts/kind.ts';
import { kindNames, kinds } from '../../../server/facts/kinds.ts';
import { engines } from '../../support/database.ts';
import { counts, factsWorld } from './facts-world.ts';

const at = '2026-03-01T00:00:00Z';
/** One fact of each kind with every field that it may have. */
const whole: Record<KindName, object> = {
  channels: { key: 'search', name: 'Search', kind: 'PAID' },
  owners: { key: 'ann', name: 'Ann', team: 'East', weeklyCapacity: 37.5 },
  rates: { currency: 'EUR', date: '2026-03-01', perUnit: '7.812345678901' },
  leads: {
    id: 'l1',
    createdAt: at,
    funnel: 'sales',
    channel: 'search',
    owner: 'ann',
    name: '李雷',
    email: 'l@example.com',
    company: 'Acme',
    industry: 'metal',
    companySize: 50,
    region: 'East',
    product: 'crm',
    needMatch: 0.123456,
    tags: ['a'],
    referredBy: 'nobody yet',
    attributes: { page: 1 },
  },
  transitions: { id: 't1', lead: 'l1', at, to: 'nurturing', reason: 'called', by: 'ann' },
  activities: {
    id: 'a1',
    lead: 'l1',
    kind: 'CALL',
    direction: 'OUTBOUND',
    at,
    owner: 'bob',
    respondedAt: at,
    content: 'Hello\nagain',
  },
  customers: { id: 'c1', becameAt: at, lead: 'l1', referredBy: 'c9', name: 'Acme' },
  opportunities: {
    id: 'o1',
    openedAt: at,
    amount: '999999999999999999.999999',
    currency: 'EUR',
    lead: 'l1',
    customer: 'c1',
    owner: 'ann',
    channel: 'search',
    product: 'crm',
    wonAt: at,
    lostAt: at,
    lostReason: 'none',
  },
  quotes: { id: 'q1', opportunity: 'o1', sentAt: at, amount: 0.1, currency: 'EUR', acceptedAt: at, rejectedAt: at },
  orders: { id: 'r1', customer: 'c1', at, amount: -12.5, currency: 'EUR', product: 'crm' },
  surveys: { id: 's1', customer: 'c1', at, score: 10 },
  spend: { channel: 'search', date: '2026-03-01', amount: 0, currency: 'EUR', campaign: 'spring', funnel: 'sales' },
};

describe.each(engines)('every kind of fact, on %s', (engine) => {
  const world = factsWorld(engine);

  test('goes in with all its fields, stays as it was when posted again, and can be taken away', async () => {
    for (const kind of kindNames) {
      const fact = { ...whole[kind], updatedAt: at };
      expect(Object.keys(fact).sort(), kind).toEqual(Object.keys(kinds[kind].fields).sort());
      expect(await world.post(kind, [fact]), kind).toMatchObject({ accepted: 1, errors: [], warnings: [] });
      expect(counts(await world.post(kind, [fact])), `${kind} again`).toEqual([0, 1, 0, 0]);
    }
    for (const kind of [...kindNames].reverse()) {
      const keys = kind === 'transitions' ? ['id'] : kinds[kind].key.fields;
      const deletion = Object.fromEntries(Object.entries(whole[kind]).filter(([name]) => keys.includes(name)));
      const facts: object[] = [{ ...deletion, deleted: true }];
      if (kind === 'owners') facts.push({ key: 'bob', deleted: true });
      expect(await world.post(kind, facts), `${kind} away`).toMatchObject({ rejected: 0, accepted: facts.length });
      expect(counts(await world.post(kind, facts)), `${kind} away again`).toEqual([0, facts.length, 0, 0]);
      expect(await world.rows(kinds[kind].table), kind).toEqual([]);
    }
  });

  test('money is kept exactly as sent', async () => {
    for (const kind of ['rates', 'leads', 'customers', 'opportunities', 'orders'] as const)
      await world.post(kind, [whole[kind]]);
    await world.post('orders', [
      { id: 'r2', customer: 'c1', at, amount: '1234567890.123456' },
      { id: 'r3', customer: 'c1', at, amount: 1e-6 },
      { id: 'r4', customer: 'c1', at, amount: ' +1e3 ' },
    ]);
    expect((await world.rows('opportunities'))[0]).toMatchObject({
      amount: '999999999999999999.999999',
      currency: 'EUR',
      per_unit: '7.812345678901',
    });
    expect((await world.rows('orders')).map((row) => row.amount)).toEqual([
      '-12.500000',
      '1234567890.123456',
      '0.000001',
      '1000.000000',
    ]);
    const report = await world.post('orders', [
      { id: 'r5', customer: 'c1', at, amount: '0.1234567' },
      { id: 'r6', customer: 'c1', at, amount: '1000000000000000000' },
      { id: 'r7', customer: 'c1', at, amount: '1,234.50' },
      { id: 'r8', customer: 'c1', at, amount: true },
    ]);
    expect(report.errors.map(({ code }) => code)).toEqual([
      'INVALID_NUMBER',
      'OUT_OF_RANGE',
      'INVALID_NUMBER',
      'INVALID_NUMBER',
    ]);
  });

  test('transitions without an id are told apart by lead, at and to', async () => {
    await world.post('leads', [whole.leads]);
    const move = { lead: 'l1', at: '2026-03-02', to: 'nurturing' };
    expect(counts(await world.post('transitions', [move, move, { ...move, to: 'lost' }]))).toEqual([2, 1, 0, 0]);
    // The same instant, written in another way.
    expect(counts(await world.post('transitions', [{ ...move, at: '2026-03-02T00:00:00+08:00' }]))).toEqual([
      0, 1, 0, 0,
    ]);
    expect(counts(await world.post('transitions', [{ ...move, deleted: true }]))).toEqual([1, 0, 0, 0]);
    expect((await world.rows('transitions')).map((row) => row.to_stage)).toEqual(['lost']);
  });

  test('spend is told apart by channel, date, campaign and funnel; no funnel is the default one', async () => {
    const spend = { channel: 'search', date: '2026-03-01', amount: 10 };
    const report = await world.post('spend', [
      spend,
      { ...spend, funnel: 'sales' },
      { ...spend, campaign: 'spring' },
      { ...spend, funnel: 'partners' },
      { ...spend, campaign: null, amount: 11 },
      { ...spend, amount: -1 },
    ]);
    expect(counts(report)).toEqual([4, 1, 1, 0]);
    const [first] = await world.rows('spend');
    // Midnight in Shanghai.
    expect(first).toMatchObject({ amount: '11.000000', date: '2026-03-01', at: new Date('2026-02-28T16:00:00Z') });
  });

  test('a stage that the lead’s own funnel lacks is rejected; lost is always possible', async () => {
    await world.post('leads', [{ id: 'p1', createdAt: at, funnel: 'partners' }]);
    const report = await world.post('transitions', [
      { lead: 'p1', at, to: 'nurturing' },
      { lead: 'p1', at, to: 'won' },
      { lead: 'p1', at, to: 'lost' },
    ]);
    expect(counts(report)).toEqual([2, 0, 1, 0]);
    expect(report.errors).toMatchObject([{ line: 1, field: 'to', code: 'UNKNOWN_STAGE' }]);
  });
});
