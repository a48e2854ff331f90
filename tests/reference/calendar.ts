import { addDays } from './days.ts';

export type Grain = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The first day of the unit that a date lies in. */
export function beginningOf(grain: Grain, date: string): string {
  const [year, month] = [date.slice(0, 4), Number(date.slice(5, 7))];
  switch (grain) {
    case 'DAY':
      return date;
    case 'WEEK':
      return addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
    case 'MONTH':
      return `${date.slice(0, 7)}-01`;
    case 'QUARTER':
      return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
    case 'YEAR':
      return `${year}-01-01`;
  }
}

const known = new Map<string, string>();

/** The first day of the next unit: day by day until the unit is another. */
export function beginningAfter(grain: Grain, date: string): string {
  const key = `${grain} ${date}`;
  let day = known.get(key) ?? date;
  while (beginningOf(grain, day) === beginningOf(grain, date)) day = addDays(day, 1);
  known.set(key, day);
  return day;
}

export function beginningBefore(grain: Grain, date: string): string {
  return beginningOf(grain, addDays(beginningOf(grain, date), -1));
}

/** What a unit is called: '2026', '2026-Q3', '2026-11', '2026-W47'. */
export function nameOf(grain: Exclude<Grain, 'DAY'>, date: string): string {
  const year = date.slice(0, 4);
  if (grain === 'YEAR') return year;
  if (grain === 'MONTH') return date.slice(0, 7);
  if (grain === 'QUARTER') return `${year}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
  // A week belongs to the year of its Thursday; week 1 is that of 4 January.
  const monday = beginningOf('WEEK', date);
  const weekYear = addDays(monday, 3).slice(0, 4);
  let week = 1;
  for (let day = beginningOf('WEEK', `${weekYear}-01-04`); day < monday; day = addDays(day, 7)) week += 1;
  return `${weekYear}-W${String(week).padStart(2, '0')}`;
}
