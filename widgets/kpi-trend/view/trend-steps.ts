import { SMALL_SAMPLE } from '../../shared/evidence/evidence.ts';
import type { Money } from '../../shared/format.ts';
import type { Interval, KpiFigure, KpiPoint, KpiValue, LeftOut, Previous, Window } from '../../shared/kpi-types.ts';
import { isPartial, type TimeUnit } from '../../shared/window-attribute.ts';

/** As kpi-trend.graphql asks it. */
export interface TrendKpi extends KpiValue {
  definition: KpiValue['definition'] & { takesWithinDays: boolean };
  previous: (Previous & { window: Window; series: PreviousPoint[] }) | null;
  series: TrendPoint[];
}

export interface PreviousPoint extends KpiFigure {
  from: string;
  to: string;
}

export interface TrendPoint extends KpiPoint, PreviousPoint {
  numerator: number | null;
  denominator: number | null;
  interval: Interval | null;
  leftOut: LeftOut[];
}

/** One bucket of the window as the chart shows it. */
export interface Step extends TrendPoint {
  /** The middle of its days: 0 to 1 of the window. */
  x: number;
  /** Its days were cut short by the window's edge, or are not over. */
  isPartial: boolean;
  /** Its days are not over, or the time of some members has not run out. */
  canChange: boolean;
  /** A share or a mean that rests on few facts. */
  isSmall: boolean;
  /** The bucket at the same place of the window before. */
  before: Placed | undefined;
}

/** A bucket of the window before, at its place in that one. */
export interface Placed extends PreviousPoint {
  x: number;
}

const DAY_MS = 86_400_000;

/** Buckets in order. What is still to come has no value, though a count of it would be 0. */
export function stepsOf({ series, window, previous }: TrendKpi): { steps: Step[]; before: Placed[] } {
  const grain = grainOfSeries(series);
  const today = dateOf(window.asOf, window.timeZone);
  const before = previous ? placed(previous.series, previous.window) : [];
  let nearest = 0;
  const steps = placed(series, window).map((point): Step => {
    const distance = (index: number): number => Math.abs(before[index]!.x - point.x);
    while (nearest + 1 < before.length && distance(nearest + 1) <= distance(nearest)) nearest += 1;
    const isRunning = point.to > today;
    return {
      ...point,
      isPartial: isRunning || isPartial(point, grain),
      canChange: isRunning || point.status === 'IMMATURE' || point.leftOut.some(({ reason }) => reason === 'IMMATURE'),
      isSmall:
        point.value !== null &&
        (point.interval !== null || point.denominator !== null) &&
        point.sampleSize < SMALL_SAMPLE,
      before: before[nearest],
    };
  });
  return { steps, before };
}

function placed<Point extends PreviousPoint>(points: readonly Point[], window: Window): (Point & { x: number })[] {
  const today = dateOf(window.asOf, window.timeZone);
  return points.map((point) => ({
    ...point,
    ...(point.from > today && { value: null as number | null, money: null as Money | null }),
    x: (placeOf(point.from, window) + placeOf(point.to, window)) / 2,
  }));
}

/** Where a day begins, or so many days later: 0 to 1 of the window. */
export function placeOf(date: string, { from, to }: { from: string; to: string }, days = 0): number {
  const start = Date.parse(from);
  return (Date.parse(date) + days * DAY_MS - start) / Math.max(DAY_MS, Date.parse(to) - start);
}

/** What a series was cut by, told from its longest bucket. */
export function grainOfSeries(series: readonly { from: string; to: string }[]): TimeUnit {
  const days = Math.max(0, ...series.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / DAY_MS));
  if (days <= 1) return 'DAY';
  if (days <= 7) return 'WEEK';
  if (days <= 31) return 'MONTH';
  return days <= 92 ? 'QUARTER' : 'YEAR';
}

/** The calendar day of an instant in a zone: 2026-03-31. */
export function dateOf(instant: string, timeZone: string): string {
  // Swedish dates are ISO dates.
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(Date.parse(instant));
}
