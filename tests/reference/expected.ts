import { expect } from 'vitest';
import type { Evidence } from '../../server/kpi/types.ts';
import type { Interval } from './numbers.ts';
import type { Answer } from './parts.ts';

/** Both sides of one answer, side by side in what vitest prints. `what` names the question. */
export function expectSame(what: unknown[], found: Evidence, expected: Answer): void {
  const { value, numerator, denominator, sampleSize, median, p90, standardDeviation, status } = found;
  const leftOut = Object.fromEntries(found.leftOut.map(({ reason, count }) => [reason, count]));
  const exact =
    expected.millionths === undefined
      ? {}
      : { millionths: found.money === null ? null : Math.round(Number(found.money) * 1e6) };
  expect({
    what,
    value,
    ...exact,
    numerator,
    denominator,
    sampleSize,
    interval: ends(found.interval),
    standardDeviation,
    median,
    p90,
    leftOut,
    status,
  }).toEqual({
    what,
    // Money a day is rounded as money is; the reference does not.
    value: what[0] === 'sales_velocity' ? roughly(expected.value) : close(expected.value),
    ...(expected.millionths === undefined ? {} : { millionths: expected.millionths }),
    numerator: close(expected.numerator),
    denominator: close(expected.denominator),
    sampleSize: expected.sampleSize,
    interval: closeEnds(expected.interval),
    standardDeviation: close(expected.standardDeviation),
    median: close(expected.median),
    p90: close(expected.p90),
    leftOut: expected.leftOut,
    status: expected.status,
  });
}

/** Equal but for the last digits of floats; large numbers have fewer behind the point. */
export function close(number: number | null) {
  if (number === null) return null;
  const digits = Math.floor(Math.log10(Math.max(1, Math.abs(number))));
  return expect.closeTo(number, Math.max(0, 9 - digits));
}

function roughly(number: number | null) {
  return number === null ? null : expect.closeTo(number, 5);
}

export function ends(interval: Interval | null) {
  return interval && { low: interval.low, high: interval.high };
}

export function closeEnds(interval: Interval | null) {
  return interval && { low: close(interval.low), high: close(interval.high) };
}
