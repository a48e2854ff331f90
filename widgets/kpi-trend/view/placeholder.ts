import type { TrendKpi } from './trend-steps.ts';

const window = { from: '2026-01-01', to: '2026-03-26', timeZone: 'UTC', asOf: '2026-03-31T12:00:00Z' };
const figure = { value: 5_000, money: null, sampleSize: 1 };
const parts = { numerator: null, denominator: null, interval: null, median: null, p90: null, leftOut: [] };

/** Twelve weeks of the usual shape, to draw the skeleton with. */
export const placeholderKpi: TrendKpi = {
  ...{ ...figure, ...parts, window, basis: null, status: 'OK', change: 1_000, relativeChange: 0.2 },
  definition: {
    ...{ key: '', category: 'ACQUISITION', name: '――――――', description: '', formula: '', unit: 'COUNT' },
    ...{ direction: 'NEUTRAL', takesWithinDays: false },
  },
  previous: { ...figure, window, series: [] },
  series: Array.from({ length: 12 }, (_, week) => ({
    ...{ ...figure, ...parts, status: 'OK' },
    from: dayOf(week),
    to: dayOf(week + 1),
  })),
};

function dayOf(week: number): string {
  return new Date(Date.UTC(2026, 0, 1 + 7 * week)).toISOString().slice(0, 10);
}
