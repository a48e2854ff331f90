const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long to wait at most after the first failure in a row, the second …; the last one goes on. */
const waits = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR];

/** A receiver may ask for more time than that, but not to be forgotten. */
export const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/**
 * When to try again, in ms: anywhere up to the wait of that failure (full jitter: webhooks that failed together do not come back together),
 * but not before the receiver asked to.
 * @param failures in a row, this one included
 * @param askedMs what Retry-After said; undefined: nothing
 * @param random from 0 to below 1
 */
export function retryDelayMs(failures: number, askedMs: number | undefined, random: () => number): number {
  const wait = waits[Math.min(failures, waits.length) - 1]!;
  const jittered = Math.round(wait * random());
  return askedMs === undefined ? jittered : Math.max(jittered, Math.min(askedMs, LONGEST_RETRY_AFTER_MS));
}

/** `Retry-After` in ms from now: seconds, or a date; undefined for neither. */
export function readRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text) * SECOND;
  // An HTTP date begins with its day of the week; Date.parse would take much else.
  const at = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
