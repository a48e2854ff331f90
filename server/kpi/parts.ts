import type { Evidence, Point, Slice } from './types.ts';

/**
 * What a KPI falls into. Written out: spreading an object's properties into another costs several times as much, and there are hundreds of
 * slices and points.
 */

export function sliceOf({ key, label, isRest }: Pick<Slice, 'key' | 'label' | 'isRest'>, found: Evidence): Slice {
  const { value, money, numerator, denominator, sampleSize, interval } = found;
  const { standardDeviation, median, p90, leftOut, status } = found;
  return {
    key,
    label,
    isRest,
    value,
    money,
    numerator,
    denominator,
    sampleSize,
    interval,
    standardDeviation,
    median,
    p90,
    leftOut,
    status,
  };
}

export function pointOf({ from, to }: Pick<Point, 'from' | 'to'>, found: Evidence): Point {
  const { value, money, numerator, denominator, sampleSize, interval } = found;
  const { standardDeviation, median, p90, leftOut, status } = found;
  return {
    from,
    to,
    value,
    money,
    numerator,
    denominator,
    sampleSize,
    interval,
    standardDeviation,
    median,
    p90,
    leftOut,
    status,
  };
}
