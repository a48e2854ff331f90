import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Columns, insertRows, type Row, updateRows } from '../../../server/database/bulk.ts';
import type { Database } from '../../../server/database/database.ts';
import { engines, freshDatabase } from '../../support/database.ts';

const columns = {
  number: 'integer',
  instants: 'timestamptz[]',
  flags: 'boolean[]',
  texts: 'text[]',
  counts: 'bigint[]',
  sums: 'numeric[]',
} as const satisfies Columns;

/** By column: the element at a place of a row's array, as it is given and as JSON has it. */
const elements: Record<string, { given(place: number): unknown; read(place: number): unknown }> = {
  instants: {
    given: (place) => Date.UTC(2026, 0, 1) + place,
    read: (place) =>
      `2026-01-01T00:00:00${place === 0 ? '' : `.${String(place).padStart(3, '0').replace(/0+$/, '')}`}+00:00`,
  },
  flags: { given: (place) => place % 3 === 0, read: (place) => place % 3 === 0 },
  texts: { given: (place) => `${place},"{}\\NULL`, read: (place) => `${place},"{}\\NULL` },
  counts: { given: (place) => 7 - place, read: (place) => 7 - place },
  sums: { given: (place) => `${place}.25`, read: (place) => place + 0.25 },
};

/** `length` undefined: no array. Every third element is none. */
function rowOf(number: number, length: number | undefined, how: 'given' | 'read'): Row {
  const array = (element: (place: number) => unknown) =>
    length === undefined
      ? null
      : Array.from({ length }, (_, place) => ((number + place) % 3 === 2 ? null : element(place)));
  return Object.fromEntries([
    ['number', number],
    ...Object.entries(elements).map(([name, element]) => [name, array(element[how])]),
  ]);
}

describe.each(engines)('rows with arrays, on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
    await database.query(sql`
      create table arrays (number integer, instants timestamptz[], flags boolean[], texts text[], counts bigint[], sums numeric[])`);
  });
  afterAll(() => database.close());

  const stored = async () => {
    const rows = await database.query<{ row: Row }>(sql`select to_jsonb(arrays) as row from arrays order by number`);
    return rows.map(({ row }) => row);
  };

  test.each([
    ['one row', [3]],
    ['one row with an empty one', [0]],
    ['one row without', [undefined]],
    ['all as long', [4, 4, 4]],
    ['all empty', [0, 0]],
    ['none at all', [undefined, undefined]],
    ['short, long, empty and none', [1, 3, 0, undefined, 16, 2]],
    ['longer than is put together of columns', [1, 17, 0, undefined, 40]],
  ])('%s come back as they were, inserted and updated', async (_, lengths) => {
    await database.query(sql`truncate arrays`);
    const rows = (how: 'given' | 'read', from = 0) =>
      lengths.map((_, number) => rowOf(number, lengths[(number + from) % lengths.length], how));
    await insertRows(database, 'arrays', columns, rows('given'));
    expect(await stored()).toEqual(rows('read'));
    await updateRows(database, 'arrays', columns, ['number'], rows('given', 1));
    expect(await stored()).toEqual(rows('read', 1));
  });
});
