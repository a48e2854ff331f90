import { formatsOf } from '../languages/formats.ts';
import type { Locale } from '../languages/locale.ts';

/** Shown where there is no figure; what it means is always said beside it. */
export const NO_FIGURE = '–';

/** 12,345. Never shortened. */
export function formatCount(value: number, locale: Locale): string {
  return formatNumber(value, locale, 2);
}

/** Whole below 10,000, from there 12.3K, 4.56M; 1.23万, 4.56亿. */
export function formatShortCount(value: number, locale: Locale, sign = false): string {
  if (Math.abs(value) < 10_000) return formatNumber(value, locale, 2, sign);
  return numbers(locale, { notation: 'compact', maximumSignificantDigits: 3, ...signed(sign) }).format(value);
}

/** A fraction as a percentage, with more decimals the smaller it is (0.48%, 42.4%, 1,250%), or with so many as said. */
export function formatPercent(fraction: number, locale: Locale, digits = usualDigits(fraction), sign = false): string {
  const plain = formatsOf(locale)?.number(fraction, digits, digits, sign, 2);
  if (plain) return `${plain}%`;
  return numbers(locale, { style: 'percent', ...fixedDigits(digits), ...signed(sign) }).format(fraction);
}

/** A relative change: +36.1%, -4.1%, +1,250%. */
export function formatRelativeChange(fraction: number, locale: Locale): string {
  return formatPercent(fraction, locale, Math.abs(fraction) >= 10 ? 0 : 1, true);
}

/** Both ends with the decimals that suit the upper one. */
export function formatInterval({ low, high }: { low: number; high: number }, locale: Locale): string {
  const digits = usualDigits(high);
  return `${formatPercent(low, locale, digits)}–${formatPercent(high, locale, digits)}`;
}

/** Exact, from the API's decimal text: no float on the way. */
export function formatMoney({ amount, currency }: Money, locale: Locale): string {
  const digits = /\.\d*[1-9]/.test(amount) ? 2 : 0;
  return numbers(locale, { style: 'currency', currency, ...fixedDigits(digits) }).format(
    amount as Intl.StringNumericLiteral,
  );
}

/** Whole units below 10,000, from there three digits and K, M or 万, 亿. */
export function formatShortMoney({ amount, currency }: Money, locale: Locale, sign = false): string {
  const value = Number(amount);
  const isLong = Math.abs(value) >= 10_000;
  return numbers(locale, {
    style: 'currency',
    currency,
    ...(isLong
      ? { notation: 'compact', minimumFractionDigits: 0, maximumSignificantDigits: 3 }
      : fixedDigits(Math.abs(value) < 100 && value % 1 !== 0 ? 2 : 0)),
    ...signed(sign),
  }).format(value);
}

export interface Money {
  amount: string;
  currency: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds in the largest unit that keeps the figure at 1.5 or more: 45 sec, 12 min, 5.2 hr, 12.3 days. */
export function formatDuration(seconds: number, locale: Locale, sign = false): string {
  const size = Math.abs(seconds);
  const [unit, length] =
    size < 1.5 * MINUTE
      ? (['second', 1] as const)
      : size < 1.5 * HOUR
        ? (['minute', MINUTE] as const)
        : size < 1.5 * DAY
          ? (['hour', HOUR] as const)
          : (['day', DAY] as const);
  const value = seconds / length;
  const digits = unit === 'second' || unit === 'minute' || Math.abs(value) >= 100 ? 0 : 1;
  const formats = formatsOf(locale);
  const plain = formats?.number(value, 0, digits, sign);
  if (plain) return formats!.duration(plain, unit);
  return numbers(locale, {
    ...{ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits },
    ...signed(sign),
  }).format(value);
}

/** One decimal: scores, points, frequencies. */
export function formatDecimal(value: number, locale: Locale, sign = false): string {
  return formatNumber(value, locale, 1, sign);
}

/** The days of a half-open window as people say them: the last one included. */
export function formatDates({ from, to }: { from: string; to: string }, locale: Locale): string {
  const first = Date.parse(from);
  // An empty window (from = to) has no last day.
  const last = Math.max(first, Date.parse(to) - DAY * 1_000);
  return (
    formatsOf(locale)?.dates(first, last) ??
    dates(locale, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(first, last)
  );
}

/** A day on an axis, as short as the grain lets it be: 9 Nov, Nov 2026, 2026. */
export function formatTickDate(date: string, grain: string, locale: Locale): string {
  return dates(locale, {
    timeZone: 'UTC',
    ...(grain === 'DAY' || grain === 'WEEK'
      ? { month: 'short', day: 'numeric' }
      : { year: 'numeric', ...(grain !== 'YEAR' && { month: 'short' }) }),
  }).format(Date.parse(date));
}

/** An instant in the workspace's zone: the day too, unless it is today. */
export function formatInstant(instant: string, timeZone: string, locale: Locale, now: number): string {
  const at = Date.parse(instant);
  const plain = formatsOf(locale)?.instant(at, timeZone, now);
  if (plain) return plain;
  const day = dates(locale, { dateStyle: 'medium', timeZone });
  const time = dates(locale, { timeStyle: 'medium', timeZone }).format(at);
  return day.format(at) === day.format(now) ? time : `${day.format(at)} ${time}`;
}

/** How long ago: now, 5 min. ago, yesterday. */
export function formatSince(instant: string, locale: Locale, now: number): string {
  const seconds = Math.min(0, (Date.parse(instant) - now) / 1_000);
  const size = -seconds;
  const [unit, length] =
    size < MINUTE
      ? (['second', Number.POSITIVE_INFINITY] as const)
      : size < HOUR
        ? (['minute', MINUTE] as const)
        : size < DAY
          ? (['hour', HOUR] as const)
          : (['day', DAY] as const);
  const format = remembered(
    sinceFormats,
    locale,
    {},
    () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
  );
  return format.format(Math.ceil(seconds / length), unit);
}

function usualDigits(fraction: number): number {
  const size = Math.abs(fraction);
  if (size === 0 || size === 1) return 0;
  if (size >= 10) return 0;
  return size < 0.0995 ? 2 : 1;
}

function formatNumber(value: number, locale: Locale, most: number, sign = false): string {
  return (
    formatsOf(locale)?.number(value, 0, most, sign) ??
    numbers(locale, { maximumFractionDigits: most, ...signed(sign) }).format(value)
  );
}

function signed(sign: boolean): Intl.NumberFormatOptions {
  return sign ? { signDisplay: 'exceptZero' } : {};
}

function fixedDigits(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

// Making a formatter costs some hundred times what using one does. The keys are few: two locales, some options, a currency.
const numberFormats = new Map<string, Intl.NumberFormat>();
const sinceFormats = new Map<string, Intl.RelativeTimeFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numbers(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return remembered(numberFormats, locale, options, () => new Intl.NumberFormat(locale, options));
}

function dates(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return remembered(dateFormats, locale, options, () => new Intl.DateTimeFormat(locale, options));
}

function remembered<Format>(formats: Map<string, Format>, locale: Locale, options: object, make: () => Format): Format {
  const key = locale + JSON.stringify(options);
  const format = formats.get(key) ?? make();
  formats.set(key, format);
  return format;
}
