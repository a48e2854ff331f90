import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitAmount } from '../../../server/facts/mapping/split-amount.ts';
import { mappedBy, refused } from './mapped.ts';

const lead = (more: object = {}) => ({ kind: 'leads', fields: { id: 'id' }, ...more });

describe('repeat', () => {
  const repeat = { times: 'count', as: 'no' };
  const fields = { id: { template: '{id}-{no}' } };

  test('gives as many facts as a column counts, numbered', async () => {
    const { facts, said } = await mappedBy(
      { facts: [lead({ repeat, fields })] },
      'id,count\na,2\nb,0\nc,\nd,1.0\ne,-1\nf,1e9\ng,many\nh,10001\ni,99999999999999999999999\n',
    );
    expect(facts.leads).toEqual([{ id: 'a-1' }, { id: 'a-2' }, { id: 'd-1' }]);
    expect(said).toEqual([
      [6, 'INVALID_NUMBER'],
      [7, 'INVALID_NUMBER'],
      [8, 'INVALID_NUMBER'],
      [9, 'OUT_OF_RANGE'],
      [10, 'OUT_OF_RANGE'],
    ]);
  });

  test('takes more where the mapping says so, and tells of what is unreadable once', async () => {
    const { facts, said } = await mappedBy(
      { facts: [lead({ repeat: { ...repeat, atMost: 20_000 }, fields: { ...fields, needMatch: 'match' } })] },
      'id,count,match\na,20000,high\n',
    );
    expect(facts.leads).toHaveLength(20_000);
    expect(said).toEqual([[2, 'needMatch', 'high']]);
  });

  test.each([
    [{ times: 'count' }, fields, /repeat\.as/],
    [repeat, { id: 'a' }, /repeat\.as: is in no field, so that all repetitions would be one fact; write for example/],
    [{ ...repeat, as: 'A' }, { id: 'A' }, /repeat\.as: A is a column already; take another name/],
    [{ ...repeat, atMost: 0 }, fields, /repeat\.atMost/],
    [{ ...repeat, upTo: 3 }, fields, /repeat: has upTo; it can have times, as, atMost/],
  ])('%j is refused with its place', (given, of, reason) => {
    expect(refused({ facts: [lead({ repeat: given, fields: of })] })).toMatch(reason);
  });
});

describe('split', () => {
  test('divides an amount over the repetitions', async () => {
    const { facts, said } = await mappedBy(
      {
        facts: [
          {
            kind: 'opportunities',
            repeat: { times: 'orders', as: 'no' },
            fields: {
              id: { template: '{id}-{no}' },
              amount: { column: 'revenue', number: { decimal: ',', thousands: '.' }, split: { decimals: 2 } },
            },
          },
        ],
      },
      'id;orders;revenue\na;3;10,00\nb;2;1.000,01\nc;2;\nd;1;0,001\ne;2;x\n'
        .replace('id;', 'id;')
        .replaceAll('id;', 'id;'),
    );
    expect(facts.opportunities).toEqual([
      { id: 'a-1', amount: '3.34' },
      { id: 'a-2', amount: '3.33' },
      { id: 'a-3', amount: '3.33' },
      { id: 'b-1', amount: '500.01' },
      { id: 'b-2', amount: '500' },
      { id: 'c-1' },
      { id: 'c-2' },
      { id: 'd-1' },
      { id: 'e-1' },
      { id: 'e-2' },
    ]);
    expect(said).toEqual([
      [5, 'amount', '0,001'],
      [6, 'amount', 'x'],
    ]);
  });

  test('the parts of any amount add up to it, and differ by no more than the smallest unit', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 50 }),
        (units, decimals, times) => {
          const asUnits = (text: string) => {
            const [whole = '', fraction = ''] = text.replace('-', '').split('.');
            return (text.startsWith('-') ? -1n : 1n) * BigInt(whole + fraction.padEnd(decimals, '0'));
          };
          const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
          const point = digits.length - decimals;
          const amount = `${units < 0n ? '-' : ''}${digits.slice(0, point)}${decimals ? '.' : ''}${digits.slice(point)}`;
          const parts = Array.from({ length: times }, (_, index) =>
            asUnits(splitAmount(amount, decimals, { ordinal: index + 1, times })!),
          );
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(units);
          const sorted = [...parts].sort((a, b) => (a < b ? -1 : 1));
          expect(sorted.at(-1)! - sorted[0]!).toBeLessThanOrEqual(1n);
        },
      ),
    );
  });

  test('needs a fact that is repeated', () => {
    const fields = { id: 'a', amount: { column: 'b', split: { decimals: 2 } } };
    expect(refused({ facts: [{ kind: 'opportunities', fields }] })).toMatch(
      /amount\.split: .* this fact has no repeat/,
    );
    const deep = { ...fields, amount: { column: 'b', split: { decimals: 9 } } };
    expect(refused({ facts: [{ kind: 'opportunities', fields: deep }] })).toMatch(/amount\.split\.decimals/);
  });
});
