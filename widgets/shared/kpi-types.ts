import type { Money } from './format.ts';

/** The API's names (schema.graphql), as far as the widgets use them. */
export type StageCategory = 'ACQUISITION' | 'NURTURING' | 'OPPORTUNITY' | 'RETENTION';
export type KpiUnit = 'COUNT' | 'RATIO' | 'MONEY' | 'MONEY_PER_DAY' | 'SECONDS' | 'SCORE' | 'PER_OWNER_WEEK' | 'POINTS';
export type KpiDirection = 'HIGHER_IS_BETTER' | 'LOWER_IS_BETTER' | 'NEUTRAL';

export interface Interval {
  low: number;
  high: number;
}

/** `to` is not included. */
export interface Window {
  from: string;
  to: string;
  timeZone: string;
  asOf: string;
}

export interface KpiPoint {
  from: string;
  to: string;
  value: number | null;
}

export interface KpiFigure {
  value: number | null;
  money: Money | null;
  sampleSize: number;
}

export interface KpiValue extends KpiFigure {
  definition: {
    key: string;
    category: StageCategory;
    name: string;
    description: string;
    formula: string;
    unit: KpiUnit;
    direction: KpiDirection;
  };
  window: Window;
  status: string;
  interval: Interval | null;
  previous: (KpiFigure & { window: { from: string; to: string } }) | null;
  change: number | null;
  relativeChange: number | null;
  series: KpiPoint[];
}
