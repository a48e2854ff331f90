import { expect, test } from 'vitest';
import { layoutFunnel } from '../../../widgets/funnel-chart/funnel-chart.layout.ts';

test('widths are linear in counts, on one scale', () => {
  const shapes = layoutFunnel([
    { reached: 200, advanced: 50, open: 30, lost: 120 },
    { reached: 50, advanced: 3, open: 7, lost: 40 },
    { reached: 3, advanced: null, open: null, lost: null },
  ]);
  expect(shapes.map(({ reached }) => reached.width)).toEqual([100, 25, 1.5]);
  expect(shapes[0]!.parts).toEqual([
    { kind: 'advanced', span: { start: 0, width: 25 } },
    { kind: 'open', span: { start: 25, width: 15 } },
    { kind: 'lost', span: { start: 40, width: 60 } },
  ]);
  expect(shapes[1]!.parts.map(({ span }) => span)).toEqual([
    { start: 0, width: 1.5 },
    { start: 1.5, width: 3.5 },
    { start: 5, width: 20 },
  ]);
  expect(shapes[2]!.parts).toEqual([]);
});

test('a ribbon keeps its width where those who advanced are those who reached the next stage', () => {
  const [first, last] = layoutFunnel([
    { reached: 200, advanced: 50, open: 0, lost: 150 },
    { reached: 50, advanced: null, open: null, lost: null },
  ]);
  expect(first!.ribbon).toBe('M0 0H25V100H0Z');
  expect(last!.ribbon).toBeUndefined();
});

test('under PERIOD a later stage may be the widest, and the ribbon widens towards it', () => {
  const [first, second] = layoutFunnel([
    { reached: 20, advanced: 10, open: 10, lost: 0 },
    { reached: 40, advanced: null, open: null, lost: null },
  ]);
  expect(first!.reached.width).toBe(50);
  expect(second!.reached.width).toBe(100);
  expect(first!.ribbon).toBe('M0 0H25C25 50 100 50 100 100H0Z');
});

test('nobody anywhere has no width, not NaN', () => {
  const shapes = layoutFunnel([
    { reached: 0, advanced: 0, open: 0, lost: 0 },
    { reached: 0, advanced: null, open: null, lost: null },
  ]);
  expect(shapes.map(({ reached }) => reached.width)).toEqual([0, 0]);
  expect(layoutFunnel([])).toEqual([]);
});

test('the window before is drawn on the same scale, which has room for both', () => {
  const shapes = layoutFunnel([
    { reached: 50, advanced: 10, open: 20, lost: 20, previous: { reached: 200 } },
    { reached: 10, advanced: null, open: null, lost: null, previous: { reached: 0 } },
  ]);
  expect(shapes.map(({ reached }) => reached.width)).toEqual([25, 5]);
  expect(shapes.map(({ previous }) => previous)).toEqual([{ start: 0, width: 100 }, undefined]);
});

test('SQRT: bars follow the root of their counts, parts their share of the bar', () => {
  const [first, last] = layoutFunnel(
    [
      { reached: 10_000, advanced: 100, open: 900, lost: 9_000 },
      { reached: 100, advanced: null, open: null, lost: null },
    ],
    'SQRT',
  );
  // √(100 / 10,000) = 10 %; of the first bar 1 % advanced.
  expect([first!.reached.width, last!.reached.width]).toEqual([100, 10]);
  expect(first!.parts.map(({ span }) => span)).toEqual([
    { start: 0, width: 1 },
    { start: 1, width: 9 },
    { start: 10, width: 90 },
  ]);
  expect(first!.ribbon).toBe('M0 0H1C1 50 10 50 10 100H0Z');
});
