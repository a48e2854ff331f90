import { noEvidence } from './evidence.ts';
import type { Point, Slice } from './types.ts';

/**
 * What a KPI falls into, before its evidence is written into it. Written out: spreading an object's properties into another costs several
 * times as much, and there are hundreds of slices and points.
 */

export function sliceOf(key: string | null, label: string, isRest: boolean): Slice {
  return {
    key,
    label,
    isRest,
    value: null,
    money: null,
    numerator: null,
    denominator: null,
    sampleSize: 0,
    interval: null,
    standardDeviation: null,
    median: null,
    p90: null,
    leftOut: noEvidence.leftOut,
    status: 'OK',
  };
}

export function pointOf(from: string, to: string): Point {
  return {
    from,
    to,
    value: null,
    money: null,
    numerator: null,
    denominator: null,
    sampleSize: 0,
    interval: null,
    standardDeviation: null,
    median: null,
    p90: null,
    leftOut: noEvidence.leftOut,
    status: 'OK',
  };
}
