import type { KpiFilterInput } from '../../shared/scope-attributes.ts';
import type { TimeUnit } from '../../shared/window-attribute.ts';
import { layoutTrend, type TrendShape } from './trend.layout.ts';
import { isCut, type Mark, marksIn, type TrendEvent, type TrendLog, thresholdOf } from './trend-events.ts';
import { grainOfSeries, type Placed, type Step, stepsOf, type TrendKpi } from './trend-steps.ts';

/** Where threshold events stand: not wanted, on their way, not to be had, or there. */
export type LogState = 'off' | 'loading' | 'failed' | 'ready';

/** All that is drawn, worked out once for chart and table. */
export interface Trend {
  kpi: TrendKpi;
  grain: TimeUnit;
  steps: Step[];
  before: Placed[];
  marks: Mark[];
  /** The event whose threshold is drawn. */
  threshold: TrendEvent | undefined;
  shape: TrendShape;
  logState: LogState;
  /** There were more events than are asked for: the first of the window are missing. */
  isLogCut: boolean;
}

export interface TrendScope {
  funnel: string;
  filter: KpiFilterInput | undefined;
}

export interface Known extends TrendScope {
  kpi: TrendKpi;
  log: TrendLog | undefined;
  logState: LogState;
}

export function trendOf({ kpi, log, logState, funnel, filter }: Known): Trend {
  const { steps, before } = stepsOf(kpi);
  const marks = log ? marksIn(log, kpi, funnel, filter) : [];
  const threshold = thresholdOf(marks, kpi, steps);
  const shape = layoutTrend(steps, before, threshold ? [threshold.threshold] : [], kpi.definition.unit);
  const isLogCut = log !== undefined && isCut(log, kpi);
  return { kpi, grain: grainOfSeries(kpi.series), steps, before, marks, threshold, shape, logState, isLogCut };
}
