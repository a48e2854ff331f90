/** Parts that a date format may have, and how each looks in a file. */
const parts: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{2})',
  h: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{1,9})',
  A: '(?<half>[AaPp][Mm])',
  Z: '(?<zone>[Zz]|[+-]\\d{2}:?\\d{2})',
};
const PART = /YYYY|MM?|DD?|HH?|hh?|mm|ss|SSS|A|Z/g;
/** Milliseconds, or seconds, since 1970. */
const epochs: Readonly<Record<string, number>> = { epochMilliseconds: 1, epochSeconds: 1_000 };

const patterns = new Map<string, RegExp>();

export function isDateFormat(format: string): boolean {
  if (Object.hasOwn(epochs, format)) return true;
  const used: string[] = format.match(PART) ?? [];
  const names = used.map((part) => /<(\w+)>/.exec(parts[part]!)![1]);
  // An offset belongs to a time of day, a fraction to a second.
  const needed = ['year', 'month', 'day'];
  if (names.includes('zone')) needed.push('hour');
  if (names.includes('fraction')) needed.push('second');
  return needed.every((name) => names.includes(name)) && new Set(names).size === names.length;
}

/**
 * A date in one of the formats as ISO text: `2026-03-01T10:00:00`, without a time `2026-03-01`, with its offset where it has one, from an
 * epoch in UTC. undefined: in none of them. Whether the day exists is checked with the field.
 */
export function readDate(text: string, formats: readonly string[]): string | undefined {
  for (const format of formats) {
    const read = Object.hasOwn(epochs, format) ? readEpoch(text, epochs[format]!) : readParts(text, format);
    if (read !== undefined) return read;
  }
  return undefined;
}

function readEpoch(text: string, milliseconds: number): string | undefined {
  const time = /^-?\d{1,14}$/.test(text) ? Number(text) * milliseconds : Number.NaN;
  return Math.abs(time) < 8e15 ? new Date(time).toISOString() : undefined;
}

function readParts(text: string, format: string): string | undefined {
  const groups = patternOf(format).exec(text)?.groups;
  if (!groups) return undefined;
  const day = `${groups.year}-${two(groups.month)}-${two(groups.day)}`;
  if (groups.hour === undefined) return day;
  let hour = Number(groups.hour);
  // 12 AM is midnight, 12 PM is noon.
  if (groups.half) hour = (hour % 12) + (/p/i.test(groups.half) ? 12 : 0);
  const fraction = groups.fraction ? `.${groups.fraction}` : '';
  return `${day}T${two(String(hour))}:${two(groups.minute)}:${two(groups.second)}${fraction}${groups.zone ?? ''}`;
}

function patternOf(format: string): RegExp {
  const known = patterns.get(format);
  if (known) return known;
  const quoted = format.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(PART, (part) => parts[part]!);
  const pattern = new RegExp(`^${quoted}$`);
  patterns.set(format, pattern);
  return pattern;
}

function two(digits = '0'): string {
  return digits.padStart(2, '0');
}
