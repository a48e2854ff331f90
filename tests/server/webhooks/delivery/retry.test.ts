import { expect, test } from 'vitest';
import { readRetryAfter, retryDelayMs } from '../../../../server/webhooks/delivery/retry.ts';
import { afterDelivery, afterFailure, type Standing } from '../../../../server/webhooks/delivery/standing.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const at = (ms: number) => new Date(Date.UTC(2026, 10, 1) + ms);
const fresh: Standing & { giveUpAfterHours: number } = {
  position: 4,
  replayNext: null,
  replayThrough: null,
  failures: 0,
  failingSince: null,
  notBefore: null,
  disabledAt: null,
  disabledReason: null,
  giveUpAfterHours: 120,
};

test('the longest waits grow from 5 seconds to 6 hours, and stay there', () => {
  const waits = Array.from({ length: 9 }, (_, index) => retryDelayMs(index + 1, undefined, () => 1) / SECOND);
  expect(waits).toEqual([5, 30, 120, 600, 3_600, 10_800, 21_600, 21_600, 21_600]);
});

test('a wait is anywhere up to the longest', () => {
  expect([0, 0.25, 0.5].map((drawn) => retryDelayMs(3, undefined, () => drawn))).toEqual([0, 30_000, 60_000]);
});

test('what a receiver asks for is kept, up to a day', () => {
  expect(retryDelayMs(1, 40 * SECOND, () => 0)).toBe(40 * SECOND);
  expect(retryDelayMs(7, 40 * SECOND, () => 0.5)).toBe(3 * HOUR);
  expect(retryDelayMs(1, 1_000 * HOUR, () => 0)).toBe(24 * HOUR);
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 01 Nov 2026 00:01:00 GMT', 60_000],
  ['Sun, 01 Nov 2020 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %j asks for %j ms', (text, expected) => {
  expect(readRetryAfter(text, at(0))).toBe(expected);
});

test('it is tried for five days without a break, then switched off; one delivery in between begins anew', () => {
  let standing = fresh;
  let now = 0;
  let attempts = 0;
  while (!standing.disabledAt) {
    attempts++;
    const sent = { startedAt: at(now), error: 'TIMEOUT', askedMs: undefined } as const;
    standing = { ...fresh, ...afterFailure(standing, sent, { now: at(now), random: () => 0.999 }) };
    if (standing.notBefore) now = standing.notBefore.getTime() - at(0).getTime();
  }
  expect(standing).toMatchObject({ disabledReason: 'FAILED', failingSince: at(0), position: 4, notBefore: null });
  expect(standing.disabledAt!.getTime() - at(0).getTime()).toBeGreaterThanOrEqual(120 * HOUR);
  expect(standing.disabledAt!.getTime() - at(0).getTime()).toBeLessThan(126 * HOUR);
  // 7 in the first 4 hours, then one every 6 hours.
  expect(attempts).toBe(27);

  const failing = { ...fresh, failures: 25, failingSince: at(0), notBefore: at(119 * HOUR) };
  const delivered = afterDelivery(failing, { kind: 'EVENT', sequence: 5, now: at(119 * HOUR), paceMs: 0 });
  expect(delivered).toMatchObject({ position: 5, failures: 0, failingSince: null, notBefore: null });
});

test('a single failure is not days of it, however long nothing was sent before', () => {
  const sent = { startedAt: at(900 * HOUR), error: 'HTTP_STATUS', askedMs: undefined } as const;
  const after = afterFailure(fresh, sent, { now: at(900 * HOUR), random: () => 0.5 });
  expect(after).toMatchObject({ failures: 1, failingSince: at(900 * HOUR), disabledAt: null });
});

test('a replay moves on without the position, and is over behind its last event', () => {
  const replaying = { ...fresh, position: 9, replayNext: 3, replayThrough: 6 };
  const step = { kind: 'REPLAY', now: at(0), paceMs: 3_000 } as const;
  expect(afterDelivery(replaying, { ...step, sequence: 4 })).toMatchObject({
    position: 9,
    replayNext: 5,
    replayThrough: 6,
    notBefore: at(3_000),
  });
  expect(afterDelivery(replaying, { ...step, sequence: 6 })).toMatchObject({ replayNext: null, replayThrough: null });
});

test('a delivery never moves a webhook back, nor switches it on', () => {
  const paused = { ...fresh, position: 9, disabledAt: at(1), disabledReason: 'PAUSED' as const };
  const after = afterDelivery(paused, { kind: 'EVENT', sequence: 5, now: at(2), paceMs: 0 });
  expect(after).toMatchObject({ position: 9, disabledAt: at(1), disabledReason: 'PAUSED' });
});
