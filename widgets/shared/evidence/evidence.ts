import type { DrillDown } from '../drill-down-event.ts';
import type { Money } from '../format.ts';
import type { Basis, Interval, KpiUnit, KpiValue, LeftOut, Measure, Previous, Window } from '../kpi-types.ts';

/**
 * What stands behind a figure, as the API gives it: the popover puts it into words. What is undefined is not spoken of; null is: there is
 * none, and `status` or `note` says why.
 */
export interface Evidence extends Measure {
  /** What the figure is called, in the reader's language. */
  title: string;
  /** In its `unit`: fractions (0.25), seconds, the workspace's currency. */
  value: number | null;
  /** The value exactly, of money. */
  money?: Money | null | undefined;
  /** What it means. */
  description?: string | undefined;
  /** In words. */
  formula?: string | undefined;
  /** value = numerator / denominator; null: it is no ratio. */
  numerator?: number | null | undefined;
  denominator?: number | null | undefined;
  /** What they are measured in, where it is no number of facts. */
  numeratorUnit?: KpiUnit | undefined;
  denominatorUnit?: KpiUnit | undefined;
  /** 95 %: Wilson's of a RATIO, Student's t of any other unit. */
  interval?: Interval | null | undefined;
  /** seconds */
  median?: number | null | undefined;
  /** seconds */
  mean?: number | null | undefined;
  /** seconds */
  p90?: number | null | undefined;
  /** How many facts the value rests on. */
  sampleSize?: number | undefined;
  /** Empty: nothing was left out. */
  leftOut?: LeftOut[] | undefined;
  previous?: Previous | null | undefined;
  /** The API's KpiStatus. */
  status?: string | undefined;
  window: Window;
  /** null: it counts the same under both. */
  basis: Basis | null;
  /** One more sentence. */
  note?: string | undefined;
}

/** An element that has `evidence` opens it when it is clicked: buttons (`evidenceButton`, `drillButton`), cells of a grid. */
export interface EvidenceAnchor extends HTMLElement {
  evidence?: (() => Evidence) | undefined;
  /** Told to the page first (FunnelDrillDownEvent), which may take care of it. */
  drillDown?: Partial<DrillDown> | undefined;
}

/** Below so many facts a share or a mean says little. */
export const SMALL_SAMPLE = 30;

export function evidenceOfKpi({ definition, ...value }: KpiValue): Evidence {
  const { name: title, description, formula, unit, isPercentage } = definition;
  return {
    ...value,
    title,
    description,
    formula,
    unit,
    isPercentage,
    ...(unit === 'MONEY' && { numeratorUnit: unit }),
  };
}

/** Whether a share or a mean rests on so few facts that it says little. Counts and sums are what they are. */
export function isSmallSample({ sampleSize, denominator, interval, median, value }: Evidence): boolean {
  const isEstimate = [denominator, interval, median].some((part) => part !== null && part !== undefined);
  return value !== null && isEstimate && sampleSize !== undefined && sampleSize < SMALL_SAMPLE;
}
