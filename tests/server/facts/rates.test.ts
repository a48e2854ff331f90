import { describe, expect, test } from 'vitest';
import { engines } from '../../support/database.ts';
import { counts, type FactsWorld, factsWorld } from './facts-world.ts';

/** Kinds with money: the line of one unit of EUR at an instant (spend: of its day), and the table. */
const lines = {
  opportunities: (id: string, at: string) => ({ id, openedAt: at, amount: 1, currency: 'EUR' }),
  quotes: (id: string, at: string) => ({ id, opportunity: 'o', sentAt: at, amount: 1, currency: 'EUR' }),
  orders: (id: string, at: string) => ({ id, customer: 'c', at, amount: 1, currency: 'EUR' }),
} as const;
type Kind = keyof typeof lines;
const kinds = Object.keys(lines) as Kind[];

const rate = (date: string, perUnit: number, currency = 'EUR') => ({ currency, date, perUnit });
const parents = async (world: FactsWorld) => {
  await world.post('opportunities', [{ id: 'o', openedAt: '2026-01-01' }]);
  await world.post('customers', [{ id: 'c', becameAt: '2026-01-01' }]);
};
const rowsOf = async (world: FactsWorld, kind: string) =>
  (await world.rows(kind)).filter((row) => row.currency !== null);
const perUnits = async (world: FactsWorld, kind: string) =>
  (await rowsOf(world, kind)).map((row) => Number(row.per_unit));

/** Days of which the clocks make something special: zone, date, its first instant and its last. */
const days: [zone: string, date: string, first: string, last: string][] = [
  ['Asia/Shanghai', '2026-03-02', '2026-03-01T16:00:00.000Z', '2026-03-02T15:59:59.999Z'],
  ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z', '2026-03-09T03:59:59.999Z'],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z'],
  // It begins at 01:00: there was no midnight.
  ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', '2026-04-24T20:59:59.999Z'],
  // Midnight comes twice: the clocks go back from 01:00.
  ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T04:59:59.999Z'],
  ['Asia/Kathmandu', '2026-03-02', '2026-03-01T18:15:00.000Z', '2026-03-02T18:14:59.999Z'],
  ['Pacific/Kiritimati', '2026-03-02', '2026-03-01T10:00:00.000Z', '2026-03-02T09:59:59.999Z'],
];
const shifted = (instant: string, byMs: number) => new Date(Date.parse(instant) + byMs).toISOString();
const dayBeside = (date: string, by: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);

describe.each(engines)('rates of a day, on %s', (engine) => {
  describe.each(days)('%s, %s', (timeZone, date, first, last) => {
    const world = factsWorld(engine, { timeZone, currency: 'CNY' });

    test('hold from its first instant to its last for every kind, when they come, are corrected and are taken away', async () => {
      await parents(world);
      await world.post('rates', [rate(dayBeside(date, -1), 1), rate(date, 2), rate(dayBeside(date, 1), 3)]);
      const instants = [shifted(first, -1), first, last, shifted(last, 1)];
      for (const kind of kinds) {
        const facts = instants.map((at, index) => lines[kind](`x${index}`, at));
        expect((await world.post(kind, facts)).errors).toEqual([]);
        expect([kind, await perUnits(world, kind)]).toEqual([kind, [1, 2, 2, 3]]);
      }
      const spend = [-1, 0, 1].map((by) => ({ channel: 'x', date: dayBeside(date, by), amount: 1, currency: 'EUR' }));
      expect((await world.post('spend', spend)).errors).toEqual([]);
      expect(await perUnits(world, 'spend')).toEqual([1, 2, 3]);

      expect(counts(await world.post('rates', [rate(date, 20)]))).toEqual([1, 0, 0, 0]);
      for (const kind of kinds) expect([kind, await perUnits(world, kind)]).toEqual([kind, [1, 20, 20, 3]]);
      expect(await perUnits(world, 'spend')).toEqual([1, 20, 3]);

      // Whichever fact is the last to need it keeps it.
      for (const kind of [...kinds, 'spend'] as const) {
        const others = [...kinds, 'spend'].filter((each) => each !== kind);
        const removed: [string, object[]][] = [];
        for (const other of others) {
          const facts =
            other === 'spend'
              ? [{ ...spend[1]! }]
              : [lines[other as Kind]('x1', first), lines[other as Kind]('x2', last)];
          removed.push([other, facts]);
          await world.post(
            other as Kind,
            facts.map((fact) => ({ ...fact, deleted: true })),
          );
        }
        expect((await world.post('rates', [{ currency: 'EUR', date, deleted: true }])).errors).toMatchObject([
          { code: 'IN_USE' },
        ]);
        for (const [other, facts] of removed) await world.post(other as Kind, facts);
      }
    });
  });

  describe('and what comes in another order', () => {
    const world = factsWorld(engine, { timeZone: 'Asia/Shanghai', currency: 'CNY' });

    test('an amount without a rate is refused, never counted 1:1, and goes in once there is one', async () => {
      await parents(world);
      const all = [
        ...kinds.map((kind) => [kind, lines[kind]('x', '2026-03-05T10:00:00+08:00')] as const),
        ['spend', { channel: 'x', date: '2026-03-05', amount: 1, currency: 'EUR' }] as const,
      ];
      for (const references of ['reject', 'defer'] as const)
        for (const [kind, fact] of all) {
          const report = await world.post(kind, [fact], { references });
          expect([kind, counts(report)]).toEqual([kind, [0, 0, 1, 0]]);
          expect(report.errors).toMatchObject([{ field: 'currency', code: 'CURRENCY_MISMATCH' }]);
          expect(await rowsOf(world, kind)).toEqual([]);
        }
      await world.post('rates', [rate('2026-03-05', 7)]);
      for (const [kind, fact] of all) {
        expect([kind, counts(await world.post(kind, [fact]))]).toEqual([kind, [1, 0, 0, 0]]);
        expect([kind, await perUnits(world, kind)]).toEqual([kind, [7]]);
      }
    });

    test('a fact that changes its currency, or only its amount, is converted by the rate of its own', async () => {
      await parents(world);
      await world.post('rates', [rate('2026-03-05', 7), rate('2026-03-05', 9, 'GBP'), rate('2026-03-06', 8)]);
      for (const kind of kinds) {
        const fact = lines[kind]('x', '2026-03-05T10:00:00+08:00');
        await world.post(kind, [fact]);
        await world.post(kind, [{ id: 'x', currency: 'GBP' }]);
        expect(await perUnits(world, kind)).toEqual([9]);
        await world.post(kind, [{ id: 'x', amount: 2 }]);
        expect(await perUnits(world, kind)).toEqual([9]);
        expect(counts(await world.post(kind, [{ id: 'x', currency: 'USD' }]))).toEqual([0, 0, 1, 0]);
        expect(await perUnits(world, kind)).toEqual([9]);
        await world.post(kind, [{ id: 'x', currency: 'CNY' }]);
        expect(await perUnits(world, kind)).toEqual([]);
      }
      // A rate that nobody uses any more may go, in each currency by itself.
      const gone = await world.post('rates', [
        { currency: 'EUR', date: '2026-03-05', deleted: true },
        { currency: 'GBP', date: '2026-03-05', deleted: true },
      ]);
      expect(counts(gone)).toEqual([2, 0, 0, 0]);
    });

    test('a rate that a fact needs which waits for its parent is in use, and corrected for it too', async () => {
      await world.post('rates', [rate('2026-03-05', 7)]);
      const waiting = kinds.filter((kind) => kind !== 'opportunities');
      const opportunity = { ...lines.opportunities('x', '2026-03-05T10:00:00+08:00'), lead: 'l' };
      await world.post('opportunities', [opportunity], { references: 'defer' });
      for (const kind of waiting)
        await world.post(kind, [lines[kind]('x', '2026-03-05T10:00:00+08:00')], { references: 'defer' });
      const remove = () => world.post('rates', [{ currency: 'EUR', date: '2026-03-05', deleted: true }]);
      expect((await remove()).errors).toMatchObject([{ code: 'IN_USE' }]);
      await world.post('rates', [rate('2026-03-05', 8)]);
      await world.post('leads', [{ id: 'l', createdAt: '2026-03-01' }]);
      await parents(world);
      for (const kind of kinds) expect([kind, await perUnits(world, kind)]).toEqual([kind, [8]]);
    });

    test('a rate that is older than the stored one changes nothing; one said twice in a chunk counts as last said', async () => {
      await parents(world);
      await world.post('rates', [{ ...rate('2026-03-05', 7), updatedAt: '2026-03-06T00:00:00Z' }]);
      await world.post('orders', [lines.orders('x', '2026-03-05T10:00:00+08:00')]);
      await world.post('rates', [{ ...rate('2026-03-05', 6), updatedAt: '2026-03-05T00:00:00Z' }]);
      expect(await perUnits(world, 'orders')).toEqual([7]);
      await world.post('rates', [rate('2026-03-05', 8), rate('2026-03-05', 9)]);
      expect(await perUnits(world, 'orders')).toEqual([9]);
      const [journey] = await world.database.prisma.orderJourney.findMany({
        where: { workspaceId: world.workspace.id },
      });
      expect(journey!.amount.toString()).toBe('9');
    });

    test('a correction is for its currency and its workspace alone', async () => {
      await parents(world);
      await world.post('rates', [rate('2026-03-05', 7), rate('2026-03-05', 9, 'GBP')]);
      await world.post('orders', [
        lines.orders('x', '2026-03-05T10:00:00+08:00'),
        { ...lines.orders('y', '2026-03-05T10:00:00+08:00'), currency: 'GBP' },
      ]);
      await world.post('rates', [rate('2026-03-05', 5, 'GBP')]);
      expect(await perUnits(world, 'orders')).toEqual([7, 5]);
    });
  });
});
