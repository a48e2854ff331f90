import { expect, test } from 'vitest';
import { layoutSparkline } from '../../../../widgets/funnel-scorecard/view/sparkline.layout.ts';

const whole = (...values: (number | null)[]) => values.map((value) => ({ value, isProvisional: false }));

test('height is linear in the value, from zero: a box of 100 × 32', () => {
  const { line, end } = layoutSparkline(whole(0, 50, 100));
  expect(line).toBe('M0 32L50 16L100 0');
  expect(end).toEqual({ x: 100, y: 0 });
});

test('a small change looks small', () => {
  expect(layoutSparkline(whole(100, 90)).line).toBe('M0 0L100 3.2');
});

test('below zero the line goes below the zero line', () => {
  expect(layoutSparkline(whole(10, -10)).line).toBe('M0 0L100 32');
  expect(layoutSparkline(whole(10, -10)).area).toBe('M0 16V0L100 32V16Z');
});

test('a missing value interrupts the line', () => {
  expect(layoutSparkline(whole(10, 10, null, 10, 10)).line).toBe('M0 0L25 0M75 0L100 0');
  expect(layoutSparkline(whole(10, null)).end).toBeUndefined();
});

test('pieces from and to a bucket cut short are apart', () => {
  const points = whole(10, 10, 10);
  points[2]!.isProvisional = true;
  const { line, provisionalLine } = layoutSparkline(points);
  expect(line).toBe('M0 0L50 0');
  expect(provisionalLine).toBe('M50 0L100 0');
});

test('nothing, one value and only zeros are no NaN', () => {
  expect(layoutSparkline([])).toEqual({ line: '', provisionalLine: '', area: '', end: undefined });
  expect(layoutSparkline(whole(5)).end).toEqual({ x: 100, y: 0 });
  expect(layoutSparkline(whole(0, 0)).line).toBe('M0 32L100 32');
});
