import { describe, expect, test } from 'vitest';
import { fairCount, fairShare } from '../../../server/demo/fair-share.ts';
import { createRandom } from '../../../server/demo/random.ts';

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);

describe('createRandom', () => {
  test('gives the same numbers for the same labels and others for others', () => {
    const [one, same, other] = [['seed', 1] as const, ['seed', 1] as const, ['seed', 2] as const].map((labels) =>
      draws(5, createRandom(...labels).fraction),
    );
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test('spreads fractions evenly over 0 to 1', () => {
    const { fraction } = createRandom('even');
    const values = draws(100_000, fraction);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // The mean of 100,000 even draws strays from 0.5 by about 0.0009.
    expect(mean(values)).toBeCloseTo(0.5, 2);
  });

  test('draws normal values of mean 0 and deviation 1', () => {
    const { normal } = createRandom('normal');
    const values = draws(100_000, normal);
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
  });

  test('puts half of the log-normal values below the median', () => {
    const random = createRandom('log-normal');
    const values = draws(10_000, () => random.logNormal(40, 0.8));
    expect(values.filter((value) => value < 40).length / 10_000).toBeCloseTo(0.5, 1);
  });

  test('draws whole numbers with both ends included', () => {
    const random = createRandom('whole');
    expect(new Set(draws(200, () => random.whole(2, 4)))).toEqual(new Set([2, 3, 4]));
  });

  test('draws items as often as their weights say, and never one of weight 0', () => {
    const random = createRandom('weighted');
    const items = [
      { name: 'often', weight: 3 },
      { name: 'never', weight: 0 },
      { name: 'seldom', weight: 1 },
    ];
    const names = Array.from({ length: 10_000 }, () => random.weighted(items).name);
    expect(names.filter((name) => name === 'often').length / 10_000).toBeCloseTo(0.75, 1);
    expect(names).not.toContain('never');
  });
});

describe('fairShare', () => {
  test('says yes as often as the probabilities add up to, give or take one', () => {
    const draw = fairShare(createRandom('fair'));
    const probabilities = Array.from({ length: 1_000 }, (_, index) => (index % 7) / 100);
    const expected = probabilities.reduce((sum, probability) => sum + probability, 0);
    const yes = probabilities.filter((probability) => draw(probability)).length;
    expect(Math.abs(yes - expected)).toBeLessThan(1);
  });

  test('never says yes to 0', () => {
    const draw = fairShare(createRandom('none'));
    expect(Array.from({ length: 100 }, () => draw(0))).not.toContain(true);
  });
});

test('fairCount hands out whole numbers that add up to what was expected, give or take one', () => {
  const count = fairCount(createRandom('count'));
  const counts = Array.from({ length: 100 }, () => count(2.34));
  expect(counts.every((value) => value === 2 || value === 3)).toBe(true);
  expect(Math.abs(counts.reduce((sum, value) => sum + value, 0) - 234)).toBeLessThanOrEqual(1);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
