import { type RawBuilder, sql } from 'kysely';
import {
  type ArrayParameter,
  bigintArray,
  booleanArray,
  floatArray,
  instantArray,
  integerArray,
  multirangeArray,
  type Span,
  textArray,
  uuidArray,
} from './binary-arrays.ts';
import type { Queryable } from './database.ts';

/** A column and its SQL type. */
export type Columns = Readonly<Record<string, string>>;
/**
 * Values by column; undefined and null are NULL. Arrays become SQL arrays; a number in a column of instants is milliseconds since 1970.
 * All rows of a call are of one workspace.
 */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Writes many rows in one statement: one typed array a column, unnested side by side. (Parameters do not grow with the rows, and it runs
 * at two thirds of COPY's rate, on both engines.) `key`: the columns of the unique index; a row that is there already gets all other
 * columns anew. Rows must not repeat a key. `unchanged: 'skip'` looks before it writes: for rows that are mostly there already as they
 * are, such as those of journeys that were computed whole again.
 */
export async function upsertRows(
  on: Queryable,
  table: string,
  columns: Columns,
  key: readonly string[],
  rows: readonly Row[],
  { unchanged = 'write' }: { unchanged?: 'skip' | 'write' } = {},
): Promise<void> {
  if (rows.length === 0) return;
  const updated = without(columns, key);
  const conflict = updated.length
    ? sql`do update set ${sql.join(updated.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))}`
    : sql`do nothing`;
  await on.query(sql`
    ${insertFrom(table, columns, rows)}
    ${unchanged === 'skip' ? sql`where not exists (${sameRow(table, columns, key, rows)})` : sql``}
    on conflict (${sql.join(key.map((name) => sql.ref(name)))}) ${conflict}`);
}

/** Writes rows whose keys are known not to be there, in one statement: cheaper than looking for each. */
export async function insertRows(on: Queryable, table: string, columns: Columns, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0) await on.query(insertFrom(table, columns, rows));
}

/** Sets the columns that are not in `key` of rows that are there, where that changes anything; in one statement. */
export async function updateRows(
  on: Queryable,
  table: string,
  columns: Columns,
  key: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const updated = without(columns, key);
  const pairs = updated.map((name) => [sql.ref(name), sql.ref(`stored.${name}`), sql.ref(`incoming.${name}`)] as const);
  await on.query(sql`
    update ${sql.table(table)} stored set ${sql.join(pairs.map(([name, , incoming]) => sql`${name} = ${incoming}`))}
    from ${incomingRows(columns, rows)}
    where ${sameKey(key, rows)}
      and (${sql.join(
        pairs.map(([, stored, incoming]) => sql`${stored} is distinct from ${incoming}`),
        sql` or `,
      )})`);
}

function without(columns: Columns, key: readonly string[]): string[] {
  return Object.keys(columns).filter((name) => !key.includes(name));
}

function insertFrom(table: string, columns: Columns, rows: readonly Row[]): RawBuilder<unknown> {
  const names = Object.keys(columns);
  return sql`
    insert into ${sql.table(table)} (${sql.join(names.map((name) => sql.ref(name)))})
    select ${sql.join(names.map((name) => sql.ref(`incoming.${name}`)))} from ${incomingRows(columns, rows)}`;
}

/** The row of that key that is there already, if it equals the incoming one. */
function sameRow(table: string, columns: Columns, key: readonly string[], rows: readonly Row[]): RawBuilder<unknown> {
  const equal = without(columns, key).map(
    (name) => sql`${sql.ref(`stored.${name}`)} is not distinct from ${sql.ref(`incoming.${name}`)}`,
  );
  return sql`select 1 from ${sql.table(table)} stored where ${sql.join([sameKey(key, rows), ...equal], sql` and `)}`;
}

function sameKey(key: readonly string[], rows: readonly Row[]): RawBuilder<unknown> {
  const conditions = key.map((name) =>
    name === 'workspace_id'
      ? sql`stored.workspace_id = ${rows[0]!.workspace_id}`
      : sql`${sql.ref(`stored.${name}`)} = ${sql.ref(`incoming.${name}`)}`,
  );
  return sql.join(conditions, sql` and `);
}

function incomingRows(columns: Columns, rows: readonly Row[]): RawBuilder<unknown> {
  return sql`(select ${selectedRows(columns, rows)}) incoming`;
}

/**
 * A select list that gives these rows. Set-returning functions in it advance together, and are not kept anywhere first as they would be in
 * `from`.
 */
export function selectedRows(columns: Columns, rows: readonly Row[]): RawBuilder<unknown> {
  const selected = Object.entries(columns).map(
    ([name, type]) => sql`${column(type, valuesOf(rows, name))} as ${sql.ref(name)}`,
  );
  return sql.join(selected);
}

/** Arrays of so many elements at most are put together of columns; longer ones go as text. */
const MOST_ELEMENTS = 16;

/**
 * An expression that gives a column's values, row by row. Where all say the same it is that one value: often it is nothing at all, or the
 * one funnel. Rows differ in their keys, so there always is a column that is not: without one there would be a single row.
 */
function column(type: string, values: readonly unknown[]): RawBuilder<unknown> {
  if (isOneValue(values)) return sql`${textOf(values[0], type)}::${sql.raw(type)}`;
  if (type.endsWith('[]')) {
    const lengths = values.map((value) => (value as unknown[] | null)?.length ?? null);
    const longest = lengths.reduce<number>((most, length) => Math.max(most, length ?? 0), 0);
    if (longest <= MOST_ELEMENTS) return arrays(type, values as (unknown[] | null)[], lengths, longest);
  }
  const array = inBinary[type]?.(values);
  return array
    ? sql`unnest(${array})`
    : sql`unnest(${textArray(converted(values, (value) => textOf(value, type)))})::${sql.raw(type)}`;
}

/** Arrays of their first elements, their second, …: an array of arrays would be unnested to all that is in it. */
function arrays(
  type: string,
  values: readonly (readonly unknown[] | null)[],
  lengths: (number | null)[],
  longest: number,
): RawBuilder<unknown> {
  const elements = Array.from({ length: longest }, (_, place) =>
    column(
      elementOf(type),
      values.map((value) => value?.[place] ?? null),
    ),
  );
  const all = sql`array[${sql.join(elements)}]::${sql.raw(type)}`;
  if (lengths.every((length) => length === longest)) return all;
  // What is behind the end of a shorter one is cut off; of none at all nothing is left.
  return sql`(${all})[1:${column('integer', lengths)}]`;
}

/** Of objects (dates, arrays, spans) it is not asked: whether two are alike takes as long to tell as to write them. */
function isOneValue(values: readonly unknown[]): boolean {
  const [first] = values;
  if (typeof first === 'object' && first !== null) return false;
  for (let index = 1; index < values.length; index++) if (values[index] !== first) return false;
  return true;
}

function valuesOf(rows: readonly Row[], name: string): unknown[] {
  const values = new Array<unknown>(rows.length);
  for (let index = 0; index < rows.length; index++) values[index] = rows[index]![name] ?? null;
  return values;
}

/** The types that go in the binary protocol; few values are written of others. */
const inBinary: Readonly<Record<string, (values: readonly unknown[]) => RawBuilder<unknown>>> = {
  uuid: columnOf(uuidArray, String),
  text: columnOf(textArray, (value) => textOf(value, 'text')),
  timestamptz: columnOf(instantArray, millisecondsOf),
  integer: columnOf(integerArray, Number),
  bigint: columnOf(bigintArray, Number),
  'double precision': columnOf(floatArray, Number),
  boolean: columnOf(booleanArray, Boolean),
  tstzmultirange: columnOf(multirangeArray, (value) => value as Span[]),
};

/** @param as what a value becomes that is there */
function columnOf<Value>(array: ArrayParameter<Value>, as: (value: unknown) => Value | null) {
  return (values: readonly unknown[]) => array(converted(values, as));
}

function converted<Value>(values: readonly unknown[], as: (value: unknown) => Value | null): (Value | null)[] {
  const all = new Array<Value | null>(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    all[index] = value === null ? null : as(value);
  }
  return all;
}

/** Of an instant in one of its forms: milliseconds, ISO text, Date. */
function millisecondsOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return Date.parse(value);
  return value instanceof Date ? value.getTime() : null;
}

/** A value as PostgreSQL reads it from text. */
function textOf(value: unknown, type: string): string | null {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return type === 'timestamptz' ? new Date(value).toISOString() : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map((element) => quoted(textOf(element, elementOf(type)))).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Of an array's text. */
function quoted(element: string | null): string {
  return element === null ? 'NULL' : `"${element.replace(/[\\"]/g, '\\$&')}"`;
}

function elementOf(type: string): string {
  return type.slice(0, -'[]'.length);
}
