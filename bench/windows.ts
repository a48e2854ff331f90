import { type Company, DAY, dateOf } from './facts/company.ts';

/** Calendar dates, half-open. */
export interface Window {
  from: string;
  to: string;
}

/** The oldest window begins so many days after the first facts. */
const DAYS = 728;

/** Windows of about `days` days, each another one: from the latest back, a day at a time, then those that are a day longer, or shorter. */
export function* windowsOf({ until }: Company, days: number, others = 0): Generator<Window, undefined> {
  for (const longer of Array.from({ length: others + 1 }, (_, index) =>
    index % 2 === 0 ? -index / 2 : (index + 1) / 2,
  ))
    for (let back = 0; back + days + longer <= DAYS; back++)
      yield { from: dateOf(until - (back + days + longer) * DAY), to: dateOf(until - back * DAY) };
}

/** The next one; throws where all were used, since a question that comes twice might be answered from what is kept. */
export function nextOf<Item>(items: Iterator<Item, undefined>): Item {
  const { value } = items.next();
  if (value === undefined) throw new Error('All windows of the history have been asked for; ask for fewer rounds.');
  return value;
}
