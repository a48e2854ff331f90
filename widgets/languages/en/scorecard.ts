import type { ScorecardTexts } from '../texts.ts';

export const scorecard: ScorecardTexts = {
  label: (funnel) => `${funnel}: scorecard`,
  category: {
    ACQUISITION: 'Acquisition',
    NURTURING: 'Nurturing',
    OPPORTUNITY: 'Opportunity',
    RETENTION: 'Won & retention',
  },
  kpi: 'KPI',
  value: 'Value',
  previous: 'Before',
  previousOf: (value, dates) => `before: ${value} (${dates})`,
  noPrevious: 'nothing to compare with',
  change: 'Change',
  up: 'up',
  down: 'down',
  same: 'unchanged',
  better: 'better',
  worse: 'worse',
  points: 'pp',
  perDay: '/day',
  perOwnerWeek: 'per owner and week',
  sample: 'n',
  noData: 'No data in this window',
  immature: 'Too early to tell',
  trend: 'Trend',
  trendOf: (grain, low, high, latest) =>
    `By ${scorecard.grain[grain]}: lowest ${low}, highest ${high}, latest ${latest}`,
  grain: { DAY: 'day', WEEK: 'week', MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' },
  partial: 'part of it',
  notAvailable: (count) => `${count} KPI${count === 1 ? '' : 's'} cannot be shown:`,
};
