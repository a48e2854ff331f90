import { expect, test } from 'vitest';
import { axisUnit, niceTicks } from '../../../widgets/kpi-trend/view/ticks.ts';
import type { KpiUnit } from '../../../widgets/shared/kpi-types.ts';

const DAY = 86_400;

const ticks = (unit: KpiUnit, low: number, high: number) =>
  niceTicks(low, high, axisUnit(unit, high)).map((tick) => Math.round(tick * 1e6) / 1e6);

test.each<[string, KpiUnit, number, number, number[]]>([
  // 37 / 4 = 9.25, so tens.
  ['leads in tens', 'COUNT', 0, 37, [0, 10, 20, 30, 40]],
  // 2 / 4 = 0.5, but there is no half of a lead.
  ['few leads one by one', 'COUNT', 0, 2, [0, 1, 2]],
  ['no leads', 'COUNT', 0, 0, [0, 1]],
  ['a value on the last tick needs no further one', 'COUNT', 0, 40, [0, 10, 20, 30, 40]],
  // 0.137 / 4 = 0.034, so 0.05.
  ['shares', 'RATIO', 0, 0.137, [0, 0.05, 0.1, 0.15]],
  ['returns below zero', 'RATIO', -0.4, 1.3, [-0.5, 0, 0.5, 1, 1.5]],
  ['money', 'MONEY', 0, 1_830_000, [0, 500_000, 1_000_000, 1_500_000, 2_000_000]],
  // 9 days / 4 = 2.25 days, so 5.
  ['days', 'SECONDS', 0, 9 * DAY, [0, 5 * DAY, 10 * DAY]],
  // 30 hours / 4 = 7.5, so 10.
  ['hours', 'SECONDS', 0, 30 * 3_600, [0, 36_000, 72_000, 108_000]],
  ['seconds', 'SECONDS', 0, 45, [0, 20, 40, 60]],
  ['NPS', 'POINTS', -35, 60, [-50, 0, 50, 100]],
])('the axis counts %s', (_, unit, low, high, expected) => {
  expect(ticks(unit, low, high)).toEqual(expected);
});

test('whatever the ends, three to seven ticks, evenly spaced, that enclose them and hold zero', () => {
  for (const high of [0.001, 0.999, 1, 3, 7.2, 11, 99, 100, 101, 12_345, 9e9])
    for (const low of [0, -high / 7, -high, -3 * high]) {
      const all = niceTicks(low, high, { size: 1, isWhole: false });
      expect(all.length).toBeGreaterThanOrEqual(3);
      expect(all.length).toBeLessThanOrEqual(7);
      expect(all[0]!).toBeLessThanOrEqual(low);
      expect(all.at(-1)!).toBeGreaterThanOrEqual(high);
      expect(all.some((tick) => Math.abs(tick) < high * 1e-9)).toBe(true);
    }
});
