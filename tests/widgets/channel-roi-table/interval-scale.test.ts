import { expect, test } from 'vitest';
import { intervalScaleOf } from '../../../widgets/channel-roi-table/interval-scale.ts';
import { channelRow } from './channel-rows.ts';

const row = (newLeads: number, high: number) => channelRow('a', { newLeads, interval: { low: 0, high } });

test.each([
  [[row(100, 0.12), row(500, 0.03)], 0.2, false],
  [[row(100, 0.21)], 0.25, false],
  [[row(100, 0.003)], 0.005, false],
  [[row(100, 0.7)], 1, false],
  // A small sample goes nearly everywhere: the axis ends where the others do.
  [[row(100, 0.04), row(3, 0.8)], 0.05, true],
  [[row(100, 0.04), row(3, 0.045)], 0.05, false],
  // Nothing but small samples: they are the scale.
  [[row(3, 0.8)], 1, false],
])('one axis for all rows', (rows, end, isCut) => {
  const scale = intervalScaleOf(rows)!;
  expect(scale.end).toBeCloseTo(end, 12);
  expect(scale.isCut).toBe(isCut);
});

test('no axis without intervals', () => {
  expect(intervalScaleOf([channelRow('a', { interval: null })])).toBeUndefined();
});
