import { digit, twoDigits } from './digits.ts';

/**
 * How instants come out of the database, read by their places in the text rather than by a pattern: rows are full of them. Sessions run in
 * UTC and years have four digits, so they look like 2026-03-01 10:00:00.123+00, with up to six digits behind the point, or none.
 */

const SECONDS_END = 19;
const ZONE = '+00';
/** The point, and the digits of a microsecond. */
const LONGEST = SECONDS_END + 7 + ZONE.length;
const POINT = 0x2e;

/** undefined for what looks otherwise: infinity, years before 1 or after 9999. Finer digits than milliseconds are cut. */
export function readInstant(text: string): Date | undefined {
  const end = text.length - ZONE.length;
  if (end < SECONDS_END || text.length > LONGEST || text.charCodeAt(4) !== 0x2d || !text.endsWith(ZONE))
    return undefined;
  let millisecond = 0;
  if (end > SECONDS_END) {
    if (text.charCodeAt(SECONDS_END) !== POINT) return undefined;
    for (let place = 1, worth = 100; place <= 3; place++, worth /= 10)
      if (SECONDS_END + place < end) millisecond += worth * digit(text, SECONDS_END + place);
  }
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  // Date.UTC takes years below 100 for those of the last century.
  if (year < 100) return undefined;
  return new Date(
    Date.UTC(
      year,
      twoDigits(text, 5) - 1,
      twoDigits(text, 8),
      twoDigits(text, 11),
      twoDigits(text, 14),
      twoDigits(text, 17),
      millisecond,
    ),
  );
}

/** An array of them, with NULL between; undefined where it is of more than one dimension, or one of them looks otherwise. */
export function readInstants(text: string): (Date | null)[] | undefined {
  if (text === '{}') return [];
  if (text.charCodeAt(0) !== 0x7b || text.charCodeAt(1) === 0x7b) return undefined;
  const instants: (Date | null)[] = [];
  for (const element of text.slice(1, -1).split(',')) {
    if (element === 'NULL') {
      instants.push(null);
      continue;
    }
    const instant = readInstant(element.slice(1, -1));
    if (!instant) return undefined;
    instants.push(instant);
  }
  return instants;
}
