import { expect } from 'vitest';
import type { Evidence } from '../../server/kpi/types.ts';
import type { Interval } from './numbers.ts';
import type { Answer } from './parts.ts';

/** Both sides of one answer. Equal but for the last digits of floats; `what` names the question where they are not. */
export function expectSame(what: unknown[], found: Evidence, expected: Answer): void {
  const answer = comparable(found, expected);
  // Money a day is rounded as money is; the reference does not.
  const slack = what[0] === 'sales_velocity' ? 1e-6 : 0;
  // Thousands of answers are compared: vitest's own comparison, which is slow, is left for those that differ.
  if (!isSame(answer, expected, slack)) expect({ what, ...answer }).toEqual({ what, ...expected });
}

/** What the engine says in the reference's words. Money is compared where the reference has it exactly. */
function comparable(found: Evidence, expected: Answer): Answer {
  const { value, numerator, denominator, sampleSize, interval, standardDeviation, median, p90, status } = found;
  return {
    value,
    millionths: expected.millionths === undefined ? undefined : millionths(found.money),
    numerator,
    denominator,
    sampleSize,
    interval: interval && { low: interval.low, high: interval.high },
    standardDeviation,
    median,
    p90,
    leftOut: Object.fromEntries(found.leftOut.map(({ reason, count }) => [reason, count])),
    status: status as Answer['status'],
  };
}

export function isSame(found: unknown, expected: unknown, slack = 0): boolean {
  if (typeof found === 'number' && typeof expected === 'number')
    return Math.abs(found - expected) <= slack + 1e-9 * Math.max(1, Math.abs(expected));
  if (typeof found !== 'object' || typeof expected !== 'object' || !found || !expected) return found === expected;
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  return [...names].every((name) =>
    isSame(found[name as keyof typeof found], expected[name as keyof typeof expected], slack),
  );
}

export function ends(interval: Interval | null): Interval | null {
  return interval && { low: interval.low, high: interval.high };
}

export function millionths(money: string | null): number | null {
  return money === null ? null : Math.round(Number(money) * 1e6);
}
