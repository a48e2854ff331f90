import type { Money } from './format.ts';

/** The API's names (schema.graphql), as far as the widgets use them. */
export const CATEGORIES = ['ACQUISITION', 'NURTURING', 'OPPORTUNITY', 'RETENTION'] as const;
export type StageCategory = (typeof CATEGORIES)[number];
export type KpiUnit = 'COUNT' | 'RATIO' | 'MONEY' | 'MONEY_PER_DAY' | 'SECONDS' | 'SCORE' | 'PER_OWNER_WEEK' | 'POINTS';
/** What a figure is measured in. */
export interface Measure {
  unit: KpiUnit;
  /** false: a RATIO of unlike things, which is no percentage (3.68 follow-ups per lead). Undefined: as its unit says. */
  isPercentage?: boolean | undefined;
}

export type KpiDirection = 'HIGHER_IS_BETTER' | 'LOWER_IS_BETTER' | 'NEUTRAL';

export type KpiStatus = 'OK' | 'NO_DATA' | 'IMMATURE' | 'ON_TRACK' | 'AT_RISK' | 'OFF_TRACK';
export type Basis = 'COHORT' | 'PERIOD';
export type LeftOutReason =
  | 'IMMATURE'
  | 'NEGATIVE'
  | 'UNANSWERED'
  | 'UNSCORED'
  | 'WITHOUT_AMOUNT'
  | 'WITHOUT_LEAD'
  | 'WITHOUT_OWNER';

/** As what a figure is written: a RATIO that is no percentage is a plain number. */
export function writtenAs({ unit, isPercentage }: Measure): KpiUnit {
  return unit === 'RATIO' && isPercentage === false ? 'COUNT' : unit;
}

export interface LeftOut {
  reason: LeftOutReason;
  count: number;
}

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
  status: KpiStatus;
}

export interface KpiFigure {
  value: number | null;
  money: Money | null;
  sampleSize: number;
}

/** Of the window before. */
export interface Previous extends KpiFigure {
  window: { from: string; to: string };
}

export interface KpiValue extends KpiFigure {
  definition: Measure & {
    key: string;
    category: StageCategory;
    name: string;
    description: string;
    formula: string;
    direction: KpiDirection;
    /** Whether it is shown where nothing was chosen; undefined: it was chosen. */
    headline?: boolean;
  };
  window: Window;
  /** null: it counts the same under both. */
  basis: Basis | null;
  status: KpiStatus;
  /** Of a ratio. */
  numerator: number | null;
  denominator: number | null;
  interval: Interval | null;
  /** Of a duration, in seconds. */
  median: number | null;
  p90: number | null;
  leftOut: LeftOut[];
  previous: Previous | null;
  change: number | null;
  relativeChange: number | null;
  series: KpiPoint[];
}
