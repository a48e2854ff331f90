import { afterEach, describe, expect, test } from 'vitest';
import { engines } from '../../support/database.ts';
import { orphanedRows } from '../journeys/orphans.ts';
import { counts, factsWorld } from './facts-world.ts';

const at = '2026-03-01T00:00:00Z';

describe.each(engines)('taking facts away, on %s', (engine) => {
  const world = factsWorld(engine);
  // Some go by foreign keys, and some are taken along.
  afterEach(async () => expect(await orphanedRows(world.database)).toEqual({}));
  const tell = async (...tables: string[]) =>
    Promise.all(tables.map(async (table) => (await world.rows(table)).map((row) => row.external_id ?? row.key)));

  async function fill() {
    await world.post('leads', [
      { id: 'l1', createdAt: at, channel: 'search', owner: 'ann' },
      { id: 'l2', createdAt: at },
    ]);
    await world.post('customers', [{ id: 'c1', becameAt: at, lead: 'l1' }]);
    await world.post('transitions', [{ id: 't1', lead: 'l1', at, to: 'nurturing' }]);
    await world.post('activities', [{ id: 'a1', lead: 'l1', kind: 'CALL', direction: 'OUTBOUND', at }]);
    await world.post('opportunities', [
      { id: 'o1', openedAt: at, lead: 'l1', customer: 'c1' },
      { id: 'o2', openedAt: at, customer: 'c1' },
    ]);
    await world.post('quotes', [
      { id: 'q1', opportunity: 'o1', sentAt: at },
      { id: 'q2', opportunity: 'o2', sentAt: at },
    ]);
    await world.post('orders', [{ id: 'r1', customer: 'c1', at, amount: 1 }]);
    await world.post('surveys', [{ id: 's1', customer: 'c1', at, score: 9 }]);
  }

  test('a lead takes its transitions, activities, opportunities and their quotes with it; its customer stays without it', async () => {
    await fill();
    expect(counts(await world.post('leads', [{ id: 'l1', deleted: true }]))).toEqual([1, 0, 0, 0]);
    expect(await tell('leads', 'transitions', 'activities', 'opportunities', 'quotes', 'customers', 'orders')).toEqual([
      ['l2'],
      [],
      [],
      ['o2'],
      ['q2'],
      ['c1'],
      ['r1'],
    ]);
    expect((await world.rows('customers'))[0]!.lead_id).toBeNull();
    const journeys = await world.database.prisma.customerJourney.findMany({
      where: { workspaceId: world.workspace.id },
    });
    expect(journeys).toMatchObject([{ leadId: null, channelId: null }]);
    expect(await world.database.prisma.leadJourney.count({ where: { workspaceId: world.workspace.id } })).toBe(1);
  });

  test('a customer takes its orders and surveys with it; its opportunities stay without it', async () => {
    await fill();
    expect(counts(await world.post('customers', [{ id: 'c1', deleted: true }]))).toEqual([1, 0, 0, 0]);
    expect(await tell('customers', 'orders', 'surveys', 'opportunities')).toEqual([[], [], [], ['o1', 'o2']]);
    expect((await world.rows('opportunities')).map((row) => row.customer_id)).toEqual([null, null]);
  });

  test('an opportunity takes its quotes with it, and the lead’s journey forgets it', async () => {
    await fill();
    await world.post('opportunities', [{ id: 'o1', wonAt: '2026-03-05' }]);
    const won = () =>
      world.database.prisma.leadJourney.count({ where: { workspaceId: world.workspace.id, wonAt: { not: null } } });
    expect(await won()).toBe(1);
    await world.post('opportunities', [{ id: 'o1', deleted: true }]);
    expect(await tell('opportunities', 'quotes')).toEqual([['o2'], ['q2']]);
    expect(await won()).toBe(0);
  });

  test('an activity takes its journey with it, and those of its lead go with the lead, whoever’s they were before', async () => {
    await fill();
    const of = async () => {
      const where = { workspaceId: world.workspace.id };
      return (await world.database.prisma.activityJourney.findMany({ where })).map(({ activityId }) => activityId);
    };
    const call = { kind: 'CALL', direction: 'OUTBOUND', at };
    await world.post('activities', [
      { id: 'a2', lead: 'l1', ...call },
      { id: 'a3', lead: 'l2', ...call },
    ]);
    await world.post('activities', [{ id: 'a3', lead: 'l1' }]);
    await world.post('activities', [{ id: 'a2', lead: 'l2' }]);
    await world.post('activities', [{ id: 'a1', deleted: true }]);
    expect(await of()).toHaveLength(2);
    await world.post('leads', [{ id: 'l1', deleted: true }]);
    const [left, ...more] = await world.rows('activities');
    expect([left!.external_id, more]).toEqual(['a2', []]);
    expect(await of()).toEqual([left!.id]);
  });

  test('an unknown fact is unchanged, and names nothing into being', async () => {
    const report = await world.post('leads', [{ id: 'ghost', channel: 'x', createdAt: 'garbage', deleted: true }]);
    expect(counts(report)).toEqual([0, 1, 0, 0]);
    await world.post('spend', [{ channel: 'x', date: '2026-03-01', deleted: true }]);
    expect(await tell('channels')).toEqual([[]]);
    expect(await world.version()).toBe(0);
  });

  test('a channel or owner that facts still use is rejected', async () => {
    await fill();
    await world.post('channels', [{ key: 'idle' }]);
    const report = await world.post('channels', [
      { key: 'search', deleted: true },
      { key: 'idle', deleted: true },
    ]);
    expect(counts(report)).toEqual([1, 0, 1, 0]);
    expect(report.errors).toMatchObject([{ line: 1, field: 'key', code: 'IN_USE' }]);
    expect((await world.post('owners', [{ key: 'ann', deleted: true }])).errors).toMatchObject([{ code: 'IN_USE' }]);
    await world.post('leads', [{ id: 'l1', channel: null, owner: null }]);
    expect(counts(await world.post('channels', [{ key: 'search', deleted: true }]))).toEqual([1, 0, 0, 0]);
    expect(counts(await world.post('owners', [{ key: 'ann', deleted: true }]))).toEqual([1, 0, 0, 0]);
  });

  test('a fact that moves to another parent counts for the new one alone', async () => {
    await fill();
    const responses = async () =>
      (
        await world.database.prisma.leadJourney.findMany({
          where: { workspaceId: world.workspace.id },
          // Prisma cannot read reachedAt, an array with nulls.
          select: { firstResponseAt: true },
        })
      )
        .map(({ firstResponseAt }) => Boolean(firstResponseAt))
        .sort();
    expect(await responses()).toEqual([false, true]);
    await world.post('activities', [{ id: 'a1', lead: 'l2' }]);
    expect(await responses()).toEqual([false, true]);
    await world.post('activities', [{ id: 'a1', deleted: true }]);
    expect(await responses()).toEqual([false, false]);
  });
});
