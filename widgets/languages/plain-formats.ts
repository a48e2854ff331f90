import type { Formats } from './formats.ts';

/** What differs between languages that write 12,345.6 and 42%. */
export interface Patterns {
  /** With the space before it, if there is one. */
  units: Record<'second' | 'minute' | 'hour' | 'day', string>;
  date(day: Day): string;
  range(from: Day, to: Day): string;
  /** Minute and second with two digits. */
  time(hour: number, minute: string, second: string): string;
}
export type Day = readonly [year: number, month: number, day: number];

/** Of the browser's Temporal, which knows zones without Intl's data. */
interface TemporalApi {
  Instant: {
    fromEpochMilliseconds(at: number): {
      toZonedDateTimeISO(timeZone: string): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
    };
  };
}

/** Writes as Intl does in such a language (a test compares them). */
export function plainFormats({ units, date, range, time }: Patterns): Formats {
  return {
    number: writeNumber,
    duration: (number, unit) => number + units[unit],
    dates(first, last) {
      if (!(first <= last)) return undefined;
      return first === last ? date(dayOf(first)) : range(dayOf(first), dayOf(last));
    },
    instant(at, timeZone, now) {
      const { Temporal } = globalThis as { Temporal?: TemporalApi };
      if (!Temporal) return undefined;
      const clock = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
      const { year, month, day, hour, minute, second } = clock(at);
      const today = clock(now);
      const shown = time(hour, twoDigits(minute), twoDigits(second));
      const isToday = today.year === year && today.month === month && today.day === day;
      return isToday ? shown : `${date([year, month, day])} ${shown}`;
    },
  };
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function writeNumber(value: number, least: number, most: number, sign = false, power = 0): string | undefined {
  // By its decimal digits, as they are read: 1.005 becomes 1.01, though its double is a little less. NaN: it has an exponent. From 10¹²
  // on a double may lie on a half that its digits miss.
  const rounded = Math.round(Number(`${Math.abs(value)}e${power + most}`));
  if (!(rounded < 1e12)) return undefined;
  const digits = String(rounded).padStart(most + 1, '0');
  const point = digits.length - most;
  const whole = digits.slice(0, point).replace(/\B(?=(\d{3})+$)/g, ',');
  const decimals = digits.slice(point).replace(new RegExp(`0{0,${most - least}}$`), '');
  const before = rounded === 0 ? '' : value < 0 ? '-' : sign ? '+' : '';
  return before + whole + (decimals && `.${decimals}`);
}

function dayOf(at: number): Day {
  const date = new Date(at);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}
