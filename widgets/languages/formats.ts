import { pageWide } from '../shared/page-wide.ts';
import type { Locale } from './locale.ts';

/**
 * How a language writes numbers and dates without Intl, whose first formatter opens the data of all locales: 13 ms, 55 on a machine four
 * times slower, before anything is painted. Each gives undefined for what it leaves to Intl.
 */
export interface Formats {
  /**
   * Rounded half away from zero, in groups of three; what is written as zero has no sign.
   * @param least, most decimals
   * @param power 10 to it times the value is written: 2 for percent
   */
  number(value: number, least: number, most: number, sign?: boolean, power?: number): string | undefined;
  /** A number of one and a half units or more (of seconds, minutes, hours any). */
  duration(number: string, unit: 'second' | 'minute' | 'hour' | 'day'): string;
  /** First and last day, as UTC instants in milliseconds. */
  dates(first: number, last: number): string | undefined;
  /** The wall clock in a zone, with its day unless that is the day of `now`. Instants in milliseconds. */
  instant(at: number, timeZone: string, now: number): string | undefined;
}

// Of the page, since parts of the script that share no module write the same figures.
const known = pageWide('formats', 1, () => new Map<Locale, Formats>());

/** Those that came with the language; undefined: Intl writes all. */
export function formatsOf(locale: Locale): Formats | undefined {
  return known.get(locale);
}

export function useFormats(locale: Locale, formats: Formats | undefined): void {
  if (formats) known.set(locale, formats);
}
