import type { TrendTexts } from '../texts.ts';
import { scorecard } from './scorecard.ts';

export const trend: TrendTexts = {
  label: (funnel, kpi, grain) => `${funnel}: ${kpi}, by ${scorecard.grain[grain]}`,
  cursor: 'Point in time',
  period: 'Period',
  from: 'First day',
  to: 'Last day',
  low: '95% interval, lower end',
  high: '95% interval, upper end',
  numerator: 'Numerator',
  denominator: 'Denominator',
  now: 'This window',
  before: 'Window before',
  open: 'can still change',
  incomplete: 'Dashed: incomplete',
  fewFacts: 'Hollow: fewer than 30 facts',
  maturing: 'The latest points can still rise: their leads had less time to get there.',
  events: 'Threshold events',
  noEvents: 'No threshold events in this window',
  noAccess: 'Threshold events cannot be read here',
  threshold: (value, rule) => `Threshold ${value} (${rule})`,
};
