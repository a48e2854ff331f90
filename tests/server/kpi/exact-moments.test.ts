import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactMoments } from '../../../server/kpi/exact-moments.ts';

const Exact = Decimal.clone({ precision: 120 });

function momentsOf(values: readonly number[], scale: number) {
  const sum = values.reduce((total, value) => total + BigInt(value), 0n);
  const squares = values.reduce((total, value) => total + BigInt(value) ** 2n, 0n);
  return exactMoments(values.length, sum, squares, scale);
}

test('mean and deviation are the doubles nearest to the exact ones', () => {
  const day = 86_400_000;
  const values = fc.array(fc.integer({ min: -1000 * day, max: 40_000 * day }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(values, (ms) => {
      const exact = ms.map((value) => new Exact(value).div(1000));
      const mean = Exact.sum(...exact).div(ms.length);
      const found = momentsOf(ms, 1000);
      expect(found.mean).toBe(mean.toNumber());
      const squares = Exact.sum(...exact.map((value) => value.minus(mean).pow(2)));
      const deviation = ms.length < 2 ? null : squares.div(ms.length - 1).sqrt();
      expect(found.deviation).toBe(deviation?.toNumber() ?? null);
    }),
  );
});

test('nothing blurs what nearly cancels', () => {
  expect(momentsOf([31_017_600_000, 31_017_600_001], 1000)).toEqual({
    mean: 31_017_600.0005,
    deviation: new Exact('0.0005').times(new Exact(2).sqrt()).toNumber(),
  });
  expect(momentsOf([5, 5, 5], 1000)).toEqual({ mean: 0.005, deviation: 0 });
  expect(momentsOf([0], 1000)).toEqual({ mean: 0, deviation: null });
});
