import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dividedBy, money, moneyText } from '../../../server/kpi/money.ts';
import { merge, nothing, type Tally } from '../../../server/kpi/tally.ts';

const tallyOf = (values: number[]): Tally => {
  const n = values.length;
  if (n === 0) return nothing;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    ...nothing,
    n,
    mean,
    deviation: n < 2 ? null : Math.sqrt(squares / (n - 1)),
    negative: values.filter((value) => value < 0).length,
  };
};

test('two groups merged have the count, mean and deviation of all their values', () => {
  const values = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 20 });
  fc.assert(
    fc.property(values, values, (a, b) => {
      const merged = merge(tallyOf(a), tallyOf(b));
      const whole = tallyOf([...a, ...b]);
      expect(merged.n).toBe(whole.n);
      expect(merged.negative).toBe(whole.negative);
      expect(merged.mean ?? 0).toBeCloseTo(whole.mean ?? 0, 5);
      expect(merged.deviation ?? -1).toBeCloseTo(whole.deviation ?? -1, 4);
    }),
  );
});

test('sums of money merge exactly', () => {
  const a = { ...nothing, n: 1, sum: '1000000000000.01' };
  const b = { ...nothing, n: 1, sum: '0.000001' };
  expect(merge(a, b).sum).toBe('1000000000000.010001');
  expect(merge(a, nothing).sum).toBe('1000000000000.01');
});

test('a quotient of money is rounded half-even at the sixth place', () => {
  const quotient = (amount: string, count: number) => moneyText(dividedBy(money(amount), count));
  expect(quotient('100', 3)).toBe('33.333333');
  expect(quotient('0.000001', 2)).toBe('0');
  expect(quotient('0.000003', 2)).toBe('0.000002');
  expect(quotient('-0.000005', 2)).toBe('-0.000002');
});
