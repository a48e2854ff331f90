import { Temporal } from 'temporal-polyfill';
import { twoDigits } from '../database/digits.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** No zone is further than this from UTC. */
const FARTHEST_OFFSET = 16 * HOUR;
const DAYS_REMEMBERED = 5_000;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2200;

const PATTERN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?([Zz]|[+-]\d{2}:?\d{2}))?)?$/;

/**
 * Reads dates and times for one time zone. Instants are milliseconds since 1970 (finer digits are cut).
 * Zone rules are slow to ask, so the offset of a day without a clock change is remembered.
 */
export class LocalTime {
  readonly timeZone: string;
  private readonly offsets = new Map<number, number | undefined>();

  constructor(timeZone: string) {
    this.timeZone = timeZone;
  }

  /**
   * An RFC 3339 instant, or a local date (its midnight) or date and time. Of two equal wall clocks the earlier; one that never was is
   * read with the offset before the gap (Temporal's 'compatible'). undefined: not readable, or outside 1900 to 2200.
   */
  readInstant(text: string): number | undefined {
    const match = PATTERN.exec(text);
    if (!match) return undefined;
    const wall = wallClock(match);
    if (wall === undefined) return undefined;
    const zone = match[8];
    if (zone === undefined) return this.instantOf(wall);
    return zone === 'Z' || zone === 'z' ? wall : wall - offsetOf(zone);
  }

  /** A calendar date as it is written, 2026-03-01, or undefined. */
  readDate(text: string): string | undefined {
    const match = PATTERN.exec(text);
    return match && match[4] === undefined && wallClock(match) !== undefined ? text : undefined;
  }

  /** The first instant of a day; a day may begin at 01:00 where the clocks went forward at midnight. */
  startOfDay(date: string): number {
    const wall = Date.parse(`${date}T00:00:00Z`);
    const offset = this.offsetAround(wall);
    if (offset !== undefined) return wall - offset;
    return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: this.timeZone }).epochMilliseconds;
  }

  /** The calendar date, in this zone, of an instant. */
  dayOf(instant: number): string {
    const offset = this.offsetAround(instant) ?? this.zoned(instant).offsetNanoseconds / 1e6;
    return new Date(instant + offset).toISOString().slice(0, 10);
  }

  private instantOf(wall: number): number {
    const offset = this.offsetAround(wall);
    if (offset !== undefined) return wall - offset;
    return Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, -1)).toZonedDateTime(this.timeZone, {
      disambiguation: 'compatible',
    }).epochMilliseconds;
  }

  /** The one offset of all instants near this day; undefined where a clock change is near. */
  private offsetAround(time: number): number | undefined {
    const day = Math.floor(time / DAY);
    if (this.offsets.has(day)) return this.offsets.get(day);
    const start = this.zoned(day * DAY - FARTHEST_OFFSET);
    const change = start.getTimeZoneTransition('next');
    const isConstant = !change || change.epochMilliseconds > (day + 1) * DAY + FARTHEST_OFFSET;
    const offset = isConstant ? start.offsetNanoseconds / 1e6 : undefined;
    if (this.offsets.size >= DAYS_REMEMBERED) this.offsets.clear();
    this.offsets.set(day, offset);
    return offset;
  }

  private zoned(instant: number): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(this.timeZone);
  }
}

/**
 * Whether a text is an instant in the very form in which instants are kept, 2026-03-01T10:00:00.000Z: what programs send, mostly, and found
 * out faster than read.
 */
export function isCanonicalInstant(text: string): boolean {
  if (text.length !== CANONICAL_LENGTH) return false;
  for (let index = 0; index < CANONICAL_LENGTH; index++) {
    const expected = CANONICAL.charCodeAt(index);
    const found = text.charCodeAt(index);
    if (expected === ZERO ? found < ZERO || found > NINE : found !== expected) return false;
  }
  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (year < EARLIEST_YEAR || year > LATEST_YEAR || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return false;
  return twoDigits(text, 11) <= 23 && twoDigits(text, 14) <= 59 && twoDigits(text, 17) <= 59;
}

const CANONICAL = '0000-00-00T00:00:00.000Z';
const CANONICAL_LENGTH = CANONICAL.length;
const ZERO = 0x30;
const NINE = 0x39;

/** What the clock on the wall shows, as milliseconds as if it hung in Greenwich. */
function wallClock(match: RegExpExecArray): number | undefined {
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4] ?? 0);
  const minute = Number(match[5] ?? 0);
  const second = Number(match[6] ?? 0);
  if (year < EARLIEST_YEAR || year > LATEST_YEAR || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return undefined;
  // RFC 3339 allows second 60, a leap second; clocks that know none show 59 again.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const millisecond = match[7] ? Number(match[7].slice(0, 3).padEnd(3, '0')) : 0;
  return Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), millisecond);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function offsetOf(zone: string): number {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  return (zone[0] === '-' ? -1 : 1) * (hours * HOUR + minutes * 60_000);
}
