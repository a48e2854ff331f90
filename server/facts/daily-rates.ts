import { sql } from 'kysely';
import type { ChunkWrite } from './chunk-write.ts';
import { withoutTrailingZeros } from './exact-decimal.ts';
import type { FactKind, FactRow, FactValues } from './kind.ts';
import type { LocalTime } from './local-time.ts';
import { Problem } from './problem.ts';

/** The rates that a chunk of amounts may need, by currency and day. */
export type DailyRates = ReadonlyMap<string, string>;

const nameOf = (currency: string, day: string) => `${currency} ${day}`;

/** Reads the rates of every currency on every day that the chunk names: more than it needs, in one statement; none where all is local. */
export async function readDailyRates(
  { write, workspace, time }: ChunkWrite,
  kind: FactKind,
  facts: readonly FactValues[],
  stored: Iterable<FactRow>,
): Promise<DailyRates> {
  const rates = new Map<string, string>();
  const dayField = Object.entries(kind.fields).find(([, { column }]) => column === kind.moneyDay)?.[0];
  if (!kind.moneyDay || !dayField) return rates;
  const rows = [...stored];
  const currencies = new Set<string>();
  for (const currency of [...facts.map((values) => values.currency), ...rows.map((row) => row.currency)])
    if (typeof currency === 'string' && currency !== workspace.currency) currencies.add(currency);
  if (currencies.size === 0) return rates;
  const days = new Set<string>();
  for (const day of [...facts.map((values) => values[dayField]), ...rows.map((row) => row[kind.moneyDay!])])
    if (typeof day === 'string') days.add(localDay(day, time));
  const found = await write.query<{ currency: string; date: string; per_unit: string }>(sql`
    select currency, date, per_unit from rates
    where workspace_id = ${workspace.id} and currency = any(${[...currencies]}::text[]) and date = any(${[...days]}::date[])`);
  for (const { currency, date, per_unit } of found) rates.set(nameOf(currency, date), withoutTrailingZeros(per_unit));
  return rates;
}

/** Sets the row's rate from its currency and day. The workspace's own currency is kept as none. */
export function convert(
  row: FactRow,
  kind: FactKind,
  ownCurrency: string,
  rates: DailyRates,
  time: LocalTime,
): Problem | undefined {
  if (!kind.moneyDay) return undefined;
  if (row.currency === ownCurrency) row.currency = null;
  row.per_unit = null;
  if (row.currency === null) return undefined;
  const day = localDay(row[kind.moneyDay] as string, time);
  const rate = rates.get(nameOf(row.currency as string, day));
  if (rate === undefined)
    return new Problem(
      'CURRENCY_MISMATCH',
      `There is no rate from ${row.currency} to ${ownCurrency} for ${day}; post it to rates first, then post this again.`,
      'currency',
    );
  row.per_unit = rate;
  return undefined;
}

/** A date is its own day; an instant's day is that of the workspace's calendar. */
function localDay(dateOrInstant: string, time: LocalTime): string {
  return dateOrInstant.length === 10 ? dateOrInstant : time.dayOf(Date.parse(dateOrInstant));
}
