import { describe, expect, test } from 'vitest';
import { grainOf, isPartial, parseWindow } from '../../../widgets/shared/window-attribute.ts';

describe('parseWindow', () => {
  test.each([
    ['2026', { period: '2026' }],
    ['2026-Q3', { period: '2026-Q3' }],
    ['2026-11', { period: '2026-11' }],
    ['2026-W47', { period: '2026-W47' }],
    ['2026-01-01/2026-04-01', { between: { from: '2026-01-01', to: '2026-04-01' } }],
    ['30d', { last: { unit: 'DAY', count: 30 } }],
    ['12w', { last: { unit: 'WEEK', count: 12 } }],
    ['6m', { last: { unit: 'MONTH', count: 6 } }],
    ['4q', { last: { unit: 'QUARTER', count: 4 } }],
    [' 2Y ', { last: { unit: 'YEAR', count: 2 } }],
  ])('reads %s', (text, window) => {
    expect(parseWindow(text)).toEqual(window);
  });

  test.each(['', '0d', '30', '30 days', '2026-Q5', '2026-13', '2026-W5', '26', '2026-01-01', '-3m'])(
    'refuses %j with INVALID_WINDOW',
    (text) => {
      expect(() => parseWindow(text)).toThrowError(expect.objectContaining({ code: 'INVALID_WINDOW' }));
    },
  );
});

test.each([
  ['30d', 'DAY'],
  ['2026-11', 'DAY'],
  ['90d', 'WEEK'],
  ['2026-Q3', 'WEEK'],
  ['6m', 'WEEK'],
  ['2026', 'MONTH'],
  ['2y', 'MONTH'],
  ['5y', 'QUARTER'],
  ['20y', 'YEAR'],
  ['2026-01-01/2026-02-01', 'DAY'],
  ['2026-01-01/2026-07-01', 'WEEK'],
])('a window of %s is cut by %s', (text, grain) => {
  expect(grainOf(parseWindow(text))).toBe(grain);
});

test.each([
  ['2026-02-01', '2026-03-01', 'MONTH', false],
  ['2026-11-01', '2026-11-24', 'MONTH', true],
  ['2026-01-02', '2026-02-01', 'MONTH', true],
  ['2026-11-16', '2026-11-23', 'WEEK', false],
  ['2026-11-23', '2026-11-24', 'WEEK', true],
  ['2026-01-01', '2026-04-01', 'QUARTER', false],
  ['2026-02-01', '2026-04-01', 'QUARTER', true],
  ['2026-01-01', '2027-01-01', 'YEAR', false],
  ['2026-11-23', '2026-11-24', 'DAY', false],
] as const)('a bucket from %s to %s by %s: cut short is %s', (from, to, grain, expected) => {
  expect(isPartial({ from, to }, grain)).toBe(expected);
});
