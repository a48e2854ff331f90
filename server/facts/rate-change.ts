import { type RawBuilder, sql } from 'kysely';
import { nothingTouched } from '../journeys/touched.ts';
import type { ChunkWrite } from './chunk-write.ts';
import type { FactRow } from './kind.ts';

/** Tables whose amounts a rate converts, with the column and the field of the day and the column of the journey that they bear on. */
const converted = [
  { table: 'opportunities', day: 'opened_at', field: 'openedAt', touches: 'opportunities', id: 'id' },
  { table: 'quotes', day: 'sent_at', field: 'sentAt', touches: 'opportunities', id: 'opportunity_id' },
  { table: 'orders', day: 'at', field: 'at', touches: 'customers', id: 'customer_id' },
  { table: 'spend', day: 'at', field: undefined, touches: 'spend', id: 'id' },
] as const;

/**
 * Rates that facts were converted with, among these: they cannot be taken away. Nor those that a fact will need which waits for its parent:
 * nobody would be there to hear that it could not go in.
 */
export async function ratesInUse(
  { write, workspace, time }: ChunkWrite,
  rates: readonly FactRow[],
): Promise<Set<string>> {
  const inUse = new Set<string>();
  if (rates.length === 0) return inUse;
  for (const { table, day, field } of converted) {
    const needing = [
      sql`
        select rate.id from ${ratesAsRows(rates, time)}
        join ${sql.table(table)} fact on fact.workspace_id = ${workspace.id} and fact.currency = rate.currency
          and ${sql.ref(`fact.${day}`)} >= rate.day_start and ${sql.ref(`fact.${day}`)} < rate.day_end`,
    ];
    if (field)
      needing.push(sql`
        select rate.id from ${ratesAsRows(rates, time)}
        join deferred_facts waiting on waiting.workspace_id = ${workspace.id} and waiting.kind = ${table}
          and waiting.fact ->> 'currency' = rate.currency
          and (waiting.fact ->> ${field})::timestamptz >= rate.day_start
          and (waiting.fact ->> ${field})::timestamptz < rate.day_end`);
    const rows = await write.query<{ id: string }>(
      sql`select distinct id from (${sql.join(needing, sql` union all `)}) needed`,
    );
    for (const { id } of rows) inUse.add(id);
  }
  return inUse;
}

/** Converts again what these rates had converted, and touches the journeys. */
export async function applyChangedRates(
  { write, workspace, time, change }: ChunkWrite,
  rates: readonly FactRow[],
): Promise<void> {
  if (rates.length === 0) return;
  const isConverted = (day: string) => sql`
    fact.workspace_id = ${workspace.id} and fact.currency = rate.currency and fact.per_unit <> rate.per_unit
    and ${sql.ref(`fact.${day}`)} >= rate.day_start and ${sql.ref(`fact.${day}`)} < rate.day_end`;
  const changing = nothingTouched();
  for (const { table, day, touches, id } of converted) {
    const rows = await write.query<{ id: string }>(sql`
      select ${sql.ref(`fact.${id}`)} as id from ${sql.table(table)} fact, ${ratesAsRows(rates, time)} where ${isConverted(day)}`);
    for (const row of rows) changing[touches].add(row.id);
  }
  await change.willChange(changing);
  for (const { table, day } of converted)
    await write.query(sql`
      update ${sql.table(table)} fact set per_unit = rate.per_unit from ${ratesAsRows(rates, time)} where ${isConverted(day)}`);
  for (const touches of ['opportunities', 'customers', 'spend'] as const)
    for (const id of changing[touches]) change.touched[touches].add(id);
}

function ratesAsRows(rates: readonly FactRow[], time: ChunkWrite['time']): RawBuilder<unknown> {
  const start = (rate: FactRow) => new Date(time.startOfDay(rate.date as string)).toISOString();
  const end = (rate: FactRow) => new Date(time.startOfDay(dayAfter(rate.date as string))).toISOString();
  return sql`unnest(
    ${rates.map((rate) => rate.id)}::uuid[], ${rates.map((rate) => rate.currency)}::text[],
    ${rates.map(start)}::timestamptz[], ${rates.map(end)}::timestamptz[],
    ${rates.map((rate) => rate.per_unit)}::numeric[]) as rate(id, currency, day_start, day_end, per_unit)`;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
