import { expect, test } from 'vitest';
import { dateOf, grainOfSeries, stepsOf } from '../../../widgets/kpi-trend/view/trend-steps.ts';
import { BEFORE, kpiOf, point } from './points.ts';

const weeks = [
  point('2026-03-02', '2026-03-09', 10),
  point('2026-03-09', '2026-03-16', 20),
  point('2026-03-16', '2026-03-23', null),
  point('2026-03-23', '2026-03-30', 5),
  point('2026-03-30', '2026-04-01', 0),
];

test('a point stands in the middle of its days, on a scale of days', () => {
  const { steps } = stepsOf(kpiOf(weeks));
  // Of 30 days: 3.5, 10.5, 17.5, 24.5 and, of the two days at the end, 29.
  expect(steps.map(({ x }) => Math.round(x * 300) / 10)).toEqual([3.5, 10.5, 17.5, 24.5, 29]);
});

test('what is to come has no value, what is under way can still change', () => {
  const { steps } = stepsOf(kpiOf(weeks));
  // It is the 26th: the week from the 23rd is not over, that from the 30th has not begun, though its count is 0.
  expect(steps.map(({ value }) => value)).toEqual([10, 20, null, 5, null]);
  expect(steps.map(({ canChange }) => canChange)).toEqual([false, false, false, true, true]);
});

test('a bucket that the window cuts short is marked, and one whose members’ time has not run out', () => {
  const { steps } = stepsOf(
    kpiOf([
      point('2026-03-05', '2026-03-09', 1),
      point('2026-03-09', '2026-03-16', 1, { leftOut: [{ reason: 'IMMATURE', count: 3 }] }),
      point('2026-03-16', '2026-03-23', 1, { leftOut: [{ reason: 'NEGATIVE', count: 3 }] }),
    ]),
  );
  expect(steps.map(({ isPartial, canChange }) => [isPartial, canChange])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ]);
});

test('the window before is laid over this one: each point meets the one at the same place of it', () => {
  const before = [
    // Saturday and Sunday; then whole weeks, the middles of which are 5.5, 12.5, 19.5 and 26.5 days in.
    ...[point('2026-01-31', '2026-02-02', 1), point('2026-02-02', '2026-02-09', 2)],
    ...[point('2026-02-09', '2026-02-16', 3), point('2026-02-16', '2026-02-23', 4)],
    point('2026-02-23', '2026-03-02', 5),
  ];
  const previous = { value: 1, money: null, sampleSize: 1, window: BEFORE, series: before };
  const { steps } = stepsOf(kpiOf(weeks, { previous }));
  // 3.5 lies between 1 and 5.5, nearer to the latter; 29 is nearest to 26.5.
  expect(steps.map((step) => step.before?.value)).toEqual([2, 3, 4, 5, 5]);
});

test('few facts are marked where a share or a mean rests on them, not where they are what is counted', () => {
  const interval = { low: 0.1, high: 0.9 };
  const of = (more: object) => stepsOf(kpiOf([point('2026-03-02', '2026-03-09', 1, more)])).steps[0]!.isSmall;
  expect(of({ sampleSize: 29, interval })).toBe(true);
  expect(of({ sampleSize: 29, denominator: 29 })).toBe(true);
  expect(of({ sampleSize: 30, interval })).toBe(false);
  expect(of({ sampleSize: 3 })).toBe(false);
});

test('the grain is told from the longest bucket', () => {
  expect(grainOfSeries(weeks)).toBe('WEEK');
  expect(grainOfSeries([{ from: '2026-03-01', to: '2026-03-02' }])).toBe('DAY');
  expect(grainOfSeries([{ from: '2026-02-01', to: '2026-03-01' }])).toBe('MONTH');
  expect(grainOfSeries([{ from: '2026-01-01', to: '2026-04-01' }])).toBe('QUARTER');
  expect(grainOfSeries([{ from: '2025-01-01', to: '2026-01-01' }])).toBe('YEAR');
});

test('a day is that of the workspace', () => {
  expect(dateOf('2026-03-25T17:00:00Z', 'Asia/Shanghai')).toBe('2026-03-26');
  expect(dateOf('2026-03-25T17:00:00Z', 'America/New_York')).toBe('2026-03-25');
});
