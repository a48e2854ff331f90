import type { TrendKpi, TrendPoint } from '../../../widgets/kpi-trend/view/trend-steps.ts';

/** Four weeks and two days from Monday the 2nd of March 2026, the week before it last looked at on Thursday the 26th. */
export const WINDOW = { from: '2026-03-02', to: '2026-04-01', timeZone: 'Asia/Shanghai', asOf: '2026-03-26T04:00:00Z' };
export const BEFORE = { from: '2026-01-31', to: '2026-03-02', timeZone: 'Asia/Shanghai', asOf: '2026-02-24T04:00:00Z' };

export function point(from: string, to: string, value: number | null, more: Partial<TrendPoint> = {}): TrendPoint {
  return {
    from,
    to,
    value,
    money: null,
    numerator: null,
    denominator: null,
    sampleSize: 100,
    interval: null,
    leftOut: [],
    status: value === null ? 'NO_DATA' : 'OK',
    ...more,
  };
}

export function kpiOf(series: TrendPoint[], more: Partial<TrendKpi> = {}): TrendKpi {
  return {
    definition: {
      key: 'new_leads',
      category: 'ACQUISITION',
      name: 'New leads',
      description: 'Leads created.',
      formula: 'leads',
      unit: 'COUNT',
      direction: 'HIGHER_IS_BETTER',
      takesWithinDays: false,
    },
    window: WINDOW,
    basis: null,
    value: 60,
    money: null,
    numerator: null,
    denominator: null,
    sampleSize: 60,
    status: 'OK',
    interval: null,
    median: null,
    p90: null,
    leftOut: [],
    change: null,
    relativeChange: null,
    previous: null,
    series,
    ...more,
  };
}
