import { describe, expect, test } from 'vitest';
import { meanInterval } from '../../../server/kpi/mean-interval.ts';
import { wilsonInterval } from '../../../server/kpi/wilson-interval.ts';

describe('the Wilson interval', () => {
  // Figures of Newcombe (1998), Statistics in Medicine 17, table I, method 3, rounded to four places.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [29, 29, 0.883, 1],
  ])('of %i in %i is %f to %f', (numerator, denominator, low, high) => {
    const interval = wilsonInterval(numerator, denominator)!;
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
    expect(interval.level).toBe(0.95);
  });

  test('of nothing is null', () => expect(wilsonInterval(0, 0)).toBeNull());
});

describe('the t interval of a mean', () => {
  // t(0.975): 12.7062 at 1 degree of freedom, 2.2622 at 9, 1.9600 in the limit (any table).
  test.each([
    [2, 1, 12.7062 / Math.sqrt(2)],
    [10, 3, (2.26216 * 3) / Math.sqrt(10)],
    [1_000_000, 1, 1.95997 / 1000],
  ])('from %i observations with deviation %f reaches %f to each side', (observations, deviation, margin) => {
    const interval = meanInterval(100, deviation, observations)!;
    expect(interval.high - 100).toBeCloseTo(margin, 3);
    expect(100 - interval.low).toBeCloseTo(margin, 3);
  });

  test('from one observation is null', () => expect(meanInterval(5, 0, 1)).toBeNull());
});
