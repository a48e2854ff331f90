import { expect, test } from 'vitest';
import { layoutTrend } from '../../../widgets/kpi-trend/view/trend.layout.ts';
import { stepsOf } from '../../../widgets/kpi-trend/view/trend-steps.ts';
import { BEFORE, kpiOf, point, WINDOW } from './points.ts';

/** Ten days and ten and ten: the middles stand at a sixth, a half and five sixths. */
const days = [
  ['2026-03-02', '2026-03-12'],
  ['2026-03-12', '2026-03-22'],
  ['2026-03-22', '2026-04-01'],
] as const;
/** When all is over. */
const window = { ...WINDOW, asOf: '2026-05-01T00:00:00Z' };

/** Values of whole months, so that nothing is cut short: 31 days are the longest of a month. */
function laidOut(
  values: (number | null)[],
  more: object[] = [],
  thresholds: number[] = [],
  unit: 'COUNT' | 'RATIO' = 'COUNT',
) {
  const series = values.map((value, index) => point(days[index]![0], days[index]![1], value, more[index]));
  const { steps, before } = stepsOf(kpiOf(series, { window }));
  const whole = steps.map((step) => ({ ...step, isPartial: false, ...more[steps.indexOf(step)] }));
  return layoutTrend(whole, before, thresholds, unit);
}

test('heights are linear from zero: half of the value, half of the height', () => {
  const { line, dots, ticks } = laidOut([20, 40, 10]);
  expect(ticks).toEqual([
    { value: 0, y: 100 },
    { value: 10, y: 75 },
    { value: 20, y: 50 },
    { value: 30, y: 25 },
    { value: 40, y: 0 },
  ]);
  expect(line).toBe('M16.67 50L50 0M50 0L83.33 75');
  expect(dots).toBe('M16.67 50h0M50 0h0M83.33 75h0');
});

test('a bucket without data is a gap: nothing is drawn across', () => {
  const { line, openLine, dots } = laidOut([20, null, 10]);
  expect(line + openLine).toBe('');
  expect(dots).toBe('M16.67 0h0M83.33 50h0');
});

test('a piece is dashed that ends at a value which can still change', () => {
  const { line, openLine } = laidOut([20, 40, 10], [{}, {}, { canChange: true }]);
  expect(line).toBe('M16.67 50L50 0');
  expect(openLine).toBe('M50 0L83.33 75');
});

test('the band goes along the upper ends and back along the lower ones; a lone interval is a bar', () => {
  const interval = { low: 0.2, high: 0.6 };
  const run = laidOut([0.4, 0.5, null], [{ interval }, { interval: { low: 0.4, high: 0.8 } }], [], 'RATIO');
  expect(run.ticks.map(({ value }) => value)).toEqual([0, 0.2, 0.4, 0.6000000000000001, 0.8]);
  expect(run.band).toBe('M16.67 25L50 0L50 50L16.67 75Z');
  expect(run.whiskers).toBe('');
  const lone = laidOut([0.4, null, null], [{ interval }], [], 'RATIO');
  expect([lone.band, lone.whiskers]).toEqual(['', 'M16.67 0L16.67 66.67']);
});

test('the interval of a few facts may double the axis, then it is cut off at the edge', () => {
  const { ticks, whiskers } = laidOut([10, null, null], [{ interval: { low: -500, high: 500 } }]);
  expect(ticks.at(-1)).toEqual({ value: 20, y: 0 });
  expect(whiskers).toBe('M16.67 0L16.67 100');
});

test('few facts are hollow; the axis holds a threshold and the window before', () => {
  const { smallDots, dots, ticks } = laidOut([20, 10, 10], [{}, { isSmall: true }, {}], [75]);
  expect(dots).not.toContain('M50');
  expect(smallDots).toMatch(/^M50 [\d.]+h0$/);
  expect(ticks.at(-1)!.value).toBeGreaterThanOrEqual(75);
  const previous = {
    ...{ value: 1, money: null, sampleSize: 1, window: { ...BEFORE, asOf: window.asOf } },
    series: [
      point('2026-01-31', '2026-02-10', 30),
      point('2026-02-10', '2026-02-20', null),
      point('2026-02-20', '2026-03-02', 60),
    ],
  };
  const { steps, before } = stepsOf(kpiOf([point(...days[0], 20)], { window, previous }));
  const shape = layoutTrend(steps, before, [], 'COUNT');
  expect(shape.ticks.at(-1)!.value).toBe(60);
  // A lone point of the window before is a dot, and its gap stays one.
  expect(shape.before).toBe('M16.67 50h0M83.33 0h0');
});
