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
  let before = Date.parse(`${date}T00:00:00Z`) - 86_400_000;
  let after = before + 2 * 86_400_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dateAt(middle, zone) < date) before = middle;
    else after = middle;
  }
  known.set(key, after);
  return after;
}
