import type { KpiUnit } from '../../shared/kpi-types.ts';
import { type AxisUnit, axisUnit, niceTicks } from './ticks.ts';
import type { Placed, Step } from './trend-steps.ts';

/** SVG paths in a box of `SIZE` × `SIZE`, which is stretched over the plot; `x` and `y` of HTML are percentages of it. */
export interface TrendShape {
  ticks: { value: number; y: number }[];
  unit: AxisUnit;
  /** Between whole buckets; from and to those that are cut short or can still change. */
  line: string;
  openLine: string;
  /** 95 % intervals: between neighbours, and of points without one. */
  band: string;
  whiskers: string;
  /** The window before. */
  before: string;
  /** Points, of zero length; those of few facts are drawn hollow. */
  dots: string;
  smallDots: string;
  /** Where a value stands, from the top. */
  y(value: number): number;
}

export const SIZE = 100;
/** With more of them, points would hide the line. */
const MOST_DOTS = 45;

/**
 * A line over time. Linear both ways: across in days, up in the value, from zero (or below, where values are). A bucket without a value
 * interrupts everything; nothing is drawn across.
 */
export function layoutTrend(
  steps: readonly Step[],
  before: readonly Placed[],
  thresholds: readonly number[],
  kpiUnit: KpiUnit,
): TrendShape {
  const values = [...steps, ...before].flatMap(({ value }) => value ?? []).concat(thresholds);
  const low = Math.min(0, ...values);
  const top = Math.max(0, ...values);
  // The interval of a few facts can be of any height: it may double the axis, then it is cut off.
  const high = Math.max(top, ...steps.map(({ interval }) => Math.min(interval?.high ?? 0, 2 * top - low)));
  const unit = axisUnit(kpiUnit, high);
  const ticks = niceTicks(low, high, unit);
  const [bottom, ceiling] = [ticks[0]!, ticks.at(-1)!];
  const y = (value: number): number =>
    round(Math.min(SIZE, Math.max(0, ((ceiling - value) / (ceiling - bottom)) * SIZE)));
  const at = ({ x }: { x: number }, value: number): string => `${round(x * SIZE)} ${y(value)}`;
  const shape = { line: '', openLine: '', band: '', whiskers: '', before: '', dots: '', smallDots: '' };

  for (const run of runsOf(steps, ({ value }) => value !== null))
    run.forEach((step, index) => {
      const last = run[index - 1];
      if (last) {
        const kind = [last, step].some(isIncomplete) ? 'openLine' : 'line';
        shape[kind] += `M${at(last, last.value!)}L${at(step, step.value!)}`;
      }
      if (step.isSmall) shape.smallDots += `M${at(step, step.value!)}h0`;
      else if (run.length === 1 || steps.length <= MOST_DOTS) shape.dots += `M${at(step, step.value!)}h0`;
    });
  for (const run of runsOf(before, ({ value }) => value !== null))
    shape.before += `M${run.map((point) => at(point, point.value!)).join('L')}${run.length === 1 ? 'h0' : ''}`;
  for (const run of runsOf(steps, ({ value, interval }) => value !== null && interval !== null)) {
    const highs = run.map((step) => at(step, step.interval!.high));
    const lows = run.map((step) => at(step, step.interval!.low)).reverse();
    if (run.length === 1) shape.whiskers += `M${highs[0]}L${lows[0]}`;
    else shape.band += `M${[...highs, ...lows].join('L')}Z`;
  }
  return { ...shape, ticks: ticks.map((value) => ({ value, y: y(value) })), unit, y };
}

/** Not to be held against whole ones. */
function isIncomplete({ isPartial, canChange }: Step): boolean {
  return isPartial || canChange;
}

/** The pieces that have something, each without a gap. */
function runsOf<Item>(items: readonly Item[], has: (item: Item) => boolean): Item[][] {
  const runs: Item[][] = [[]];
  for (const item of items)
    if (has(item)) runs.at(-1)!.push(item);
    else runs.push([]);
  return runs.filter(({ length }) => length > 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
