/**
 * Numbers and dates as en and zh-CN write them, without Intl: a page's first formatter opens the data of all locales, which takes 13 ms (55 on
 * a machine four times slower) before anything is painted. All here give undefined for what they leave to Intl: other languages, numbers
 * that are not written out, browsers without Temporal.
 */
import type { Locale } from '../languages/locale.ts';

interface Words {
  units: Record<'second' | 'minute' | 'hour' | 'day', string>;
  date(year: number, month: number, day: number): string;
  range(from: Ymd, to: Ymd): string;
  time(hour: number, minute: string, second: string): string;
}
type Ymd = [year: number, month: number, day: number];

interface TemporalApi {
  Instant: {
    fromEpochMilliseconds(at: number): {
      toZonedDateTimeISO(timeZone: string): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
    };
  };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const written: Record<Locale, Words> = {
  en: {
    units: { second: ' sec', minute: ' min', hour: ' hr', day: ' days' },
    date: (year, month, day) => `${MONTHS[month - 1]} ${day}, ${year}`,
    range: ([year, month, day], to) =>
      year !== to[0]
        ? `${written.en!.date(year, month, day)} – ${written.en!.date(...to)}`
        : `${MONTHS[month - 1]} ${day} – ${month === to[1] ? '' : `${MONTHS[to[1] - 1]} `}${to[2]}, ${year}`,
    time: (hour, minute, second) => `${hour % 12 || 12}:${minute}:${second}\u202f${hour < 12 ? 'AM' : 'PM'}`,
  },
  'zh-CN': {
    units: { second: '秒', minute: '分钟', hour: '小时', day: '天' },
    date: (year, month, day) => `${year}年${month}月${day}日`,
    range: ([year, month, day], to) =>
      `${year}年${month}月${day}日至${year === to[0] ? '' : `${to[0]}年`}${year === to[0] && month === to[1] ? '' : `${to[1]}月`}${to[2]}日`,
    time: (hour, minute, second) => `${String(hour).padStart(2, '0')}:${minute}:${second}`,
  },
};

/**
 * Rounded half away from zero, in groups of three; what is written as zero has no sign.
 * @param least, most decimals
 * @param power 10 to it times the value is written: 2 for percent
 */
export function plainNumber(
  value: number,
  locale: Locale,
  least: number,
  most: number,
  sign = false,
  power = 0,
): string | undefined {
  // By its decimal digits, as they are read: 1.005 becomes 1.01, though its double is a little less. NaN: it has an exponent.
  const rounded = Math.round(Number(`${Math.abs(value)}e${power + most}`));
  if (!written[locale] || !(rounded <= Number.MAX_SAFE_INTEGER)) return undefined;
  const digits = String(rounded).padStart(most + 1, '0');
  const whole = digits.slice(0, digits.length - most).replace(/\B(?=(\d{3})+$)/g, ',');
  const decimals = digits.slice(digits.length - most).replace(new RegExp(`0{0,${most - least}}$`), '');
  const before = rounded === 0 ? '' : value < 0 ? '-' : sign ? '+' : '';
  return `${before}${whole}${decimals && `.${decimals}`}`;
}

/** 12.3 days, 12.3天. @param unit of which there are at least one and a half, or it is one that has no plural */
export function plainUnit(amount: string | undefined, unit: keyof Words['units'], locale: Locale): string | undefined {
  return amount && amount + written[locale]!.units[unit];
}

/** First and last day, as UTC instants in milliseconds. */
export function plainDates(first: number, last: number, locale: Locale): string | undefined {
  const words = written[locale];
  if (!words || !(first <= last)) return undefined;
  return first === last ? words.date(...dayOf(first)) : words.range(dayOf(first), dayOf(last));
}

function dayOf(at: number): Ymd {
  const date = new Date(at);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

/** The wall clock in a zone, with its day unless that is the day of `now`. */
export function plainInstant(at: number, timeZone: string, locale: Locale, now: number): string | undefined {
  const { Temporal } = globalThis as { Temporal?: TemporalApi };
  const words = written[locale];
  if (!words || !Temporal) return undefined;
  const clock = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  const { year, month, day, hour, minute, second } = clock(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = words.time(hour, two(minute), two(second));
  const date = words.date(year, month, day);
  const today = clock(now);
  return date === words.date(today.year, today.month, today.day) ? time : `${date} ${time}`;
}
