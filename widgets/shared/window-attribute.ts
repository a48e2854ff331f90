import { WidgetFailure } from './failure.ts';

export type TimeUnit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The API's WindowInput: exactly one of the three. */
export type WindowInput =
  | { between: { from: string; to: string } }
  | { period: string }
  | { last: { unit: TimeUnit; count: number } };

const UNITS: Record<string, TimeUnit> = { d: 'DAY', w: 'WEEK', m: 'MONTH', q: 'QUARTER', y: 'YEAR' };
const DAYS: Record<TimeUnit, number> = { DAY: 1, WEEK: 7, MONTH: 30.44, QUARTER: 91.31, YEAR: 365.24 };

/**
 * Reads a `window` attribute: a period ('2026', '2026-Q3', '2026-11', '2026-W47'), a half-open range
 * ('2026-01-01/2026-04-01'), or the current unit and those before it ('30d', '12w', '6m', '4q', '2y').
 * @throws WidgetFailure INVALID_WINDOW
 */
export function parseWindow(text: string): WindowInput {
  const trimmed = text.trim();
  const [, count, unit] = /^(\d{1,5})([dwmqy])$/i.exec(trimmed) ?? [];
  if (count && unit && Number(count) > 0) return { last: { unit: UNITS[unit.toLowerCase()]!, count: Number(count) } };
  const [, from, to] = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/.exec(trimmed) ?? [];
  if (from && to) return { between: { from, to } };
  if (/^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])|-W\d{2})?$/.test(trimmed)) return { period: trimmed };
  throw new WidgetFailure('INVALID_WINDOW', `window="${text}"`);
}

/** Roughly how long a window is. Only the grain of sparklines hangs on it. */
export function approximateDays(window: WindowInput): number {
  if ('last' in window) return window.last.count * DAYS[window.last.unit];
  if ('between' in window) return (Date.parse(window.between.to) - Date.parse(window.between.from)) / 86_400_000;
  if (window.period.includes('W')) return DAYS.WEEK;
  if (window.period.includes('Q')) return DAYS.QUARTER;
  return window.period.length === 4 ? DAYS.YEAR : DAYS.MONTH;
}

/** A grain that cuts the window into some twelve to forty points. */
export function grainOf(window: WindowInput): TimeUnit {
  const days = approximateDays(window);
  if (days <= 35) return 'DAY';
  if (days <= 200) return 'WEEK';
  if (days <= 1_200) return 'MONTH';
  return days <= 5_000 ? 'QUARTER' : 'YEAR';
}

/** Whether a bucket of a series was cut short by the window's edge: its figure is not comparable with whole ones. */
export function isPartial(bucket: { from: string; to: string }, grain: TimeUnit): boolean {
  const days = (Date.parse(bucket.to) - Date.parse(bucket.from)) / 86_400_000;
  // The shortest whole month has 28 days, quarter 90, year 365.
  return days < { DAY: 1, WEEK: 7, MONTH: 28, QUARTER: 90, YEAR: 365 }[grain] || !startsUnit(bucket.from, grain);
}

function startsUnit(date: string, grain: TimeUnit): boolean {
  if (grain === 'DAY' || grain === 'WEEK') return true;
  const [, month, day] = date.split('-').map(Number) as [number, number, number];
  if (day !== 1) return false;
  return grain === 'MONTH' || (grain === 'QUARTER' ? month % 3 === 1 : month === 1);
}
