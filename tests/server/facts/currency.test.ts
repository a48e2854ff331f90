import { describe, expect, test } from 'vitest';
import { engines } from '../../support/database.ts';
import { counts, factsWorld } from './facts-world.ts';

describe.each(engines)('amounts in other currencies, on %s', (engine) => {
  const world = factsWorld(engine, { timeZone: 'Asia/Shanghai', currency: 'CNY' });
  const rate = (date: string, perUnit: string) => ({ currency: 'EUR', date, perUnit });
  const perUnits = async (table: string) => (await world.rows(table)).map((row) => row.per_unit);
  const revenue = async () =>
    (await world.database.prisma.customerJourney.findFirst({
      where: { workspaceId: world.workspace.id },
    }))!.revenue.toString();

  async function customer() {
    await world.post('customers', [{ id: 'c1', becameAt: '2026-03-01' }]);
  }

  test('the workspace’s own currency is the same as none, in any case', async () => {
    await customer();
    const order = { id: 'r1', customer: 'c1', at: '2026-03-01', amount: 5 };
    expect(counts(await world.post('orders', [{ ...order, currency: 'cny' }, order]))).toEqual([1, 1, 0, 0]);
    expect((await world.rows('orders'))[0]).toMatchObject({ currency: null, per_unit: null });
  });

  test('another currency needs the rate of its local day', async () => {
    await customer();
    await world.post('rates', [rate('2026-03-01', '7.8'), rate('2026-03-02', '7.9')]);
    const report = await world.post('orders', [
      // 17:00 UTC is the second of March in Shanghai.
      { id: 'r1', customer: 'c1', at: '2026-03-01T17:00:00Z', amount: 10, currency: 'EUR' },
      { id: 'r2', customer: 'c1', at: '2026-03-01T15:00:00Z', amount: 10, currency: 'EUR' },
      { id: 'r3', customer: 'c1', at: '2026-03-03', amount: 10, currency: 'EUR', product: 'never-made' },
      { id: 'r4', customer: 'c1', at: '2026-03-01', amount: 10, currency: 'USD' },
      { id: 'r5', customer: 'c1', at: '2026-03-01', amount: 10, currency: 'euro' },
    ]);
    expect(counts(report)).toEqual([2, 0, 3, 0]);
    expect(report.errors.map(({ line, field, code }) => [line, field, code]).sort()).toEqual([
      [3, 'currency', 'CURRENCY_MISMATCH'],
      [4, 'currency', 'CURRENCY_MISMATCH'],
      [5, 'currency', 'INVALID_VALUE'],
    ]);
    expect(await perUnits('orders')).toEqual(['7.900000000000', '7.800000000000']);
    expect(await revenue()).toBe('157');
  });

  test('moving the day or clearing the currency converts anew', async () => {
    await customer();
    await world.post('rates', [rate('2026-03-01', '7.8'), rate('2026-03-02', '7.9')]);
    await world.post('orders', [{ id: 'r1', customer: 'c1', at: '2026-03-01', amount: 10, currency: 'EUR' }]);
    await world.post('orders', [{ id: 'r1', at: '2026-03-02' }]);
    expect(await perUnits('orders')).toEqual(['7.900000000000']);
    expect((await world.post('orders', [{ id: 'r1', at: '2026-03-09' }])).errors).toMatchObject([
      { code: 'CURRENCY_MISMATCH' },
    ]);
    await world.post('orders', [{ id: 'r1', at: '2026-03-09', currency: null }]);
    expect(await perUnits('orders')).toEqual([null]);
  });

  test('a rate that changes converts the facts of its currency and day again, journeys too', async () => {
    await customer();
    await world.post('rates', [rate('2026-03-01', '7.8'), rate('2026-03-02', '7.9')]);
    const money = { amount: 10, currency: 'EUR' };
    await world.post('orders', [
      { id: 'r1', customer: 'c1', at: '2026-03-01T23:59', ...money },
      { id: 'r2', customer: 'c1', at: '2026-03-02T00:00', ...money },
    ]);
    await world.post('opportunities', [{ id: 'o1', openedAt: '2026-03-01', ...money }]);
    await world.post('quotes', [{ id: 'q1', opportunity: 'o1', sentAt: '2026-03-01', ...money }]);
    await world.post('spend', [{ channel: 'x', date: '2026-03-01', ...money }]);
    expect(counts(await world.post('rates', [rate('2026-03-01', '8'), rate('2026-03-02', '7.90')]))).toEqual([
      1, 1, 0, 0,
    ]);
    expect(await perUnits('orders')).toEqual(['8.000000000000', '7.900000000000']);
    for (const table of ['opportunities', 'quotes', 'spend'])
      expect(await perUnits(table), table).toEqual(['8.000000000000']);
    expect(await revenue()).toBe('159');
    const opportunity = await world.database.prisma.opportunityJourney.findFirst({
      where: { workspaceId: world.workspace.id },
    });
    expect(opportunity!.amount!.toString()).toBe('80');
  });

  test('a rate in use cannot be taken away, one that is not can', async () => {
    await customer();
    await world.post('rates', [rate('2026-03-01', '7.8'), rate('2026-03-02', '7.9')]);
    await world.post('orders', [{ id: 'r1', customer: 'c1', at: '2026-03-01', amount: 10, currency: 'EUR' }]);
    const report = await world.post('rates', [
      { currency: 'EUR', date: '2026-03-01', deleted: true },
      { currency: 'EUR', date: '2026-03-02', deleted: true },
    ]);
    expect(counts(report)).toEqual([1, 0, 1, 0]);
    expect(report.errors).toMatchObject([{ line: 1, code: 'IN_USE' }]);
  });

  test('a rate is above zero, and of another currency', async () => {
    const report = await world.post('rates', [
      rate('2026-03-01', '0'),
      { ...rate('2026-03-01', '1'), currency: 'CNY' },
    ]);
    expect(report.errors.map(({ code }) => code).sort()).toEqual(['INVALID_VALUE', 'OUT_OF_RANGE']);
  });
});
