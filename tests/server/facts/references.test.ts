import { describe, expect, test } from 'vitest';
import { ingest } from '../../../server/facts/ingest.ts';
import { writeFacts } from '../../../server/facts/write-facts.ts';
import { engines } from '../../support/database.ts';
import { counts, factsWorld } from './facts-world.ts';

const at = '2026-03-01T00:00:00Z';
const defer = { references: 'defer' } as const;

describe.each(engines)('references, on %s', (engine) => {
  const world = factsWorld(engine);
  const keys = async (table: string) => (await world.rows(table)).map((row) => row.external_id);

  test('a lead, opportunity or customer that is unknown at the end of the request rejects the line', async () => {
    const report = await world.post('activities', [
      { id: 'a1', lead: 'l1', kind: 'CALL', direction: 'OUTBOUND', at },
      { id: 'a2', lead: 'l1', kind: 'CALL', direction: 'OUTBOUND', at },
    ]);
    expect(counts(report)).toEqual([0, 0, 2, 0]);
    expect(report.errors[0]).toMatchObject({ line: 1, field: 'lead', code: 'UNKNOWN_REFERENCE' });
    const quote = await world.post('quotes', [{ id: 'q', opportunity: 'o', sentAt: at }]);
    const order = await world.post('orders', [{ id: 'r', customer: 'c', at, amount: 1, product: 'never-made' }]);
    expect([quote.errors[0]!.field, order.errors[0]!.field]).toEqual(['opportunity', 'customer']);
    expect(await world.version()).toBe(0);
  });

  test('a line whose parent comes, by another request, before this one ends goes in', async () => {
    const { database, workspace } = world;
    async function* lines() {
      const activity = { id: 'a1', lead: 'l1', kind: 'CALL', direction: 'OUTBOUND', at };
      // More than a chunk, so that the first of them is tried while its lead is unknown.
      yield Array.from({ length: 1_500 }, (_, index) => ({
        line: index + 1,
        size: 100,
        content: { ...activity, id: `a${index}` },
      }));
      yield [{ line: 1_501, size: 100, content: { id: 'a0', content: 'a later version of a waiting one' } }];
      await writeFacts(database, workspace, 'leads', [{ id: 'l1', createdAt: at }]);
    }
    const report = await ingest(database, workspace, 'activities', lines(), {
      onError: 'continue',
      references: 'reject',
    });
    expect(counts(report)).toEqual([1_501, 0, 0, 0]);
    expect((await world.rows('activities'))[0]).toMatchObject({
      external_id: 'a0',
      content: 'a later version of a waiting one',
    });
  });

  test('references=defer keeps facts until their parent comes, also through several generations, in order of first receipt', async () => {
    expect(counts(await world.post('quotes', [{ id: 'q1', opportunity: 'o1', sentAt: at }], defer))).toEqual([
      0, 0, 0, 1,
    ]);
    expect(
      counts(await world.post('opportunities', [{ id: 'o1', openedAt: at, lead: 'l1', customer: 'c1' }], defer)),
    ).toEqual([0, 0, 0, 1]);
    await world.post(
      'activities',
      [
        { id: 'a2', lead: 'l1', kind: 'CALL', direction: 'INBOUND', at },
        { id: 'a1', lead: 'l1', kind: 'CALL', direction: 'OUTBOUND', at },
      ],
      defer,
    );
    await world.post('orders', [{ id: 'r1', customer: 'c1', at, amount: 5 }], defer);
    expect(await world.version()).toBe(0);
    expect(counts(await world.post('leads', [{ id: 'l1', createdAt: at }]))).toEqual([1, 0, 0, 0]);
    expect([await keys('activities'), await keys('opportunities')]).toEqual([['a2', 'a1'], []]);
    await writeFacts(world.database, world.workspace, 'customers', [{ id: 'c1', becameAt: at, lead: 'l1' }]);
    expect([await keys('opportunities'), await keys('quotes'), await keys('orders')]).toEqual([['o1'], ['q1'], ['r1']]);
    const arrivals = await Promise.all(
      ['quotes', 'opportunities', 'activities', 'orders', 'leads', 'customers'].map(
        async (table) => (await world.rows(table))[0]!.arrival as number,
      ),
    );
    expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
    expect(await world.rows('deferred_facts')).toEqual([]);
    const journey = await world.database.prisma.leadJourney.findFirst({
      where: { workspaceId: world.workspace.id },
      select: { firstResponseAt: true },
    });
    expect(journey!.firstResponseAt).toEqual(new Date(at));
  });

  test('a deferred fact that is posted again becomes its newer version, absent fields stay', async () => {
    const order = { id: 'r1', customer: 'c1', at, amount: 5, product: 'crm' };
    await world.post('orders', [{ ...order, updatedAt: '2026-03-02T00:00:00Z' }], defer);
    expect(counts(await world.post('orders', [{ ...order, updatedAt: '2026-03-02T00:00:00Z' }], defer))).toEqual([
      0, 0, 0, 1,
    ]);
    expect(counts(await world.post('orders', [{ id: 'r1', amount: 7 }], defer))).toEqual([0, 0, 0, 1]);
    expect(
      counts(await world.post('orders', [{ id: 'r1', amount: 6, updatedAt: '2026-03-01T00:00:00Z' }], defer)),
    ).toEqual([0, 1, 0, 0]);
    await world.post('customers', [{ id: 'c1', becameAt: at }]);
    expect(await world.rows('orders')).toMatchObject([{ external_id: 'r1', amount: '7.000000' }]);
    expect((await world.rows('orders'))[0]!.product_id).not.toBeNull();
  });

  test('deleting a deferred fact removes it', async () => {
    await world.post('orders', [{ id: 'r1', customer: 'c1', at, amount: 5 }], defer);
    expect(counts(await world.post('orders', [{ id: 'r1', deleted: true }]))).toEqual([1, 0, 0, 0]);
    expect(counts(await world.post('orders', [{ id: 'r1', deleted: true }]))).toEqual([0, 1, 0, 0]);
    await world.post('customers', [{ id: 'c1', becameAt: at }]);
    expect(await world.rows('orders')).toEqual([]);
  });

  test('a deferred change of a stored fact waits, and later versions with it', async () => {
    await world.post('customers', [{ id: 'c1', becameAt: at }]);
    await world.post('orders', [{ id: 'r1', customer: 'c1', at, amount: 5 }]);
    await world.post('orders', [{ id: 'r1', customer: 'c2', amount: 6 }], defer);
    expect((await world.rows('orders'))[0]).toMatchObject({ amount: '5.000000' });
    await world.post('customers', [{ id: 'c2', becameAt: at }]);
    const [order] = await world.rows('orders');
    const [, c2] = await world.rows('customers');
    expect(order).toMatchObject({ amount: '6.000000', customer_id: c2!.id });
  });

  test('a deferred fact that cannot go in when its parent comes is dropped with a warning', async () => {
    await world.post(
      'transitions',
      [
        { lead: 'l1', at, to: 'negotiation' },
        { lead: 'l1', at, to: 'lost' },
      ],
      defer,
    );
    const report = await world.post('leads', [{ id: 'l1', createdAt: at }]);
    expect(report).toMatchObject({
      accepted: 1,
      rejected: 0,
      warningCount: 1,
      warnings: [{ line: 1, code: 'DEFERRED_REJECTED' }],
    });
    expect((await world.rows('transitions')).map((row) => row.to_stage)).toEqual(['lost']);
    expect(await world.rows('deferred_facts')).toEqual([]);
  });

  test('a deferred fact must be in order but for its parent', async () => {
    const report = await world.post(
      'orders',
      [
        { id: 'r1', customer: 'c1', at },
        { id: 'r2', customer: 'c1', at, amount: 5, currency: 'EUR' },
      ],
      defer,
    );
    expect(report.errors.map(({ code }) => code)).toEqual(['REQUIRED', 'CURRENCY_MISMATCH']);
  });

  test('referredBy may stay unresolved; an opportunity needs neither lead nor customer', async () => {
    expect(counts(await world.post('customers', [{ id: 'c1', becameAt: at, referredBy: 'never' }]))).toEqual([
      1, 0, 0, 0,
    ]);
    expect(counts(await world.post('opportunities', [{ id: 'o1', openedAt: at }]))).toEqual([1, 0, 0, 0]);
  });

  test('many facts that wait for one parent all go in with it', async () => {
    const many = Array.from({ length: 2_500 }, (_, index) => ({ id: `r${index}`, customer: 'c1', at, amount: index }));
    expect(counts(await world.post('orders', many, defer))).toEqual([0, 0, 0, 2_500]);
    await world.post('customers', [{ id: 'c1', becameAt: at }]);
    expect(await keys('orders')).toEqual(many.map(({ id }) => id));
  });

  test('of many lines without a parent all are rejected, also more versions of one than are held', async () => {
    const lines = Array.from({ length: 12_500 }, () => ({
      id: 'a1',
      lead: 'l1',
      kind: 'CALL',
      direction: 'OUTBOUND',
      at,
    }));
    const report = await world.post('activities', [...lines, { id: 'a2' }]);
    expect(counts(report)).toEqual([0, 0, 12_501, 0]);
    expect(report.errors.every(({ code }, index) => code === 'UNKNOWN_REFERENCE' || index > 98)).toBe(true);
    expect(report.errors.map(({ line }) => line)).toEqual(report.errors.map(({ line }) => line).sort((a, b) => a - b));
  });
});
