export const HOUR = 3_600_000;
/** What a 'day' is everywhere but in calendars. */
export const DAY = 24 * HOUR;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar date at an instant in a zone, as the platform's own tables have it. */
export function dateAt(instant: number, zone: string): string {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formatters.set(zone, formatter);
  return formatter.format(instant);
}

const known = new Map<string, number>();

/** The first instant of a day: halving an interval that begins the day before and ends the day after. */
export function firstInstantOf(date: string, zone: string): number {
  const key = `${date} ${zone}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  let before = Date.parse(`${date}T00:00:00Z`) - DAY;
  let after = before + 2 * DAY;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dateAt(middle, zone) < date) before = middle;
    else after = middle;
  }
  known.set(key, after);
  return after;
}

/** So many calendar days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of a zone show, written as if it were UTC. */
function clockAt(instant: number, zone: string): number {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  clocks.set(zone, clock);
  const shown = Date.parse(`${clock.format(instant).replace(' ', 'T')}Z`);
  return shown + (((instant % 1000) + 1000) % 1000);
}

/** The instant so many calendar days earlier at which clocks show the same; the first of two, and none is what the hour before would call so. */
export function daysBefore(instant: number, days: number, zone: string): number {
  const shown = clockAt(instant, zone) - days * DAY;
  const offsets = [shown - DAY, shown + DAY].map((near) => clockAt(near, zone) - near);
  const candidates = offsets.map((offset) => shown - offset).sort((a, b) => a - b);
  return candidates.find((one) => clockAt(one, zone) === shown) ?? shown - offsets[0]!;
}
