import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
} from '../../../server/database/binary-arrays.ts';
import type { Database } from '../../../server/database/database.ts';
import { newId } from '../../../server/database/new-id.ts';
import { engines, freshDatabase } from '../../support/database.ts';

const many = Array.from({ length: 5_000 }, (_, index) => index);

/** By SQL type: what gives the array, values, and how the engine writes each of them as text. */
const types = {
  uuid: [
    uuidArray,
    ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', ...many.map(newId)],
    String,
  ],
  text: [
    textArray,
    [
      '',
      ' ',
      'a',
      '"',
      '\\',
      ',',
      '{}',
      'NULL',
      'é',
      '线索',
      '😀',
      `${'x'.repeat(63)}é`,
      'y'.repeat(64),
      '机'.repeat(70),
      ...many.map(String),
    ],
    String,
  ],
  integer: [integerArray, [0, 1, -1, 255, 256, 65_536, 2 ** 31 - 1, -(2 ** 31), ...many], String],
  bigint: [
    bigintArray,
    [0, 1, -1, 2 ** 31, 2 ** 32, -(2 ** 32) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, ...many],
    String,
  ],
  'double precision': [floatArray, [0, 0.1, -0.1, 1e-7, 1 / 3, 123_456.789, ...many.map((each) => each / 7)], null],
  boolean: [booleanArray, [true, false, ...many.map((each) => each % 3 === 0)], String],
  tstzmultirange: [
    multirangeArray,
    [
      [],
      [[0, null]],
      [[-1, 0]],
      [[Date.UTC(1, 0, 1), Date.UTC(9999, 11, 31)]],
      [
        [1, 2],
        [3, 5],
        [8, null],
      ],
      ...many.map((each): Span[] => [
        [each, each + 1],
        [1e12 + each, each % 2 === 0 ? null : 2e12],
      ]),
    ],
    textOfSpans,
  ],
} as const;

function textOfSpans(spans: readonly Span[]): string {
  return `{${spans.map(([from, until]) => `[${textOfInstant(from)},${until === null ? '' : textOfInstant(until)})`).join(',')}}`;
}

/** As PostgreSQL writes it within a range. */
function textOfInstant(instant: number): string {
  return `"${new Date(instant)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '+00')}"`;
}

describe.each(engines)('arrays in the binary protocol on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());

  const textsOf = async (array: ReturnType<ArrayParameter<unknown>>) =>
    (
      await database.query<{ text: string | null }>(
        sql`select value::text as text from unnest(${array}) with ordinality as given(value, place) order by place`,
      )
    ).map(({ text }) => text);

  test.each(Object.entries(types))(
    '%s comes back as it was: each value, none, no values',
    async (type, [arrayOf, values, textOf]) => {
      const array = arrayOf as ArrayParameter<unknown>;
      const found = await textsOf(array([null, ...values, null]));
      const given = found.slice(1, -1);
      expect(given.map((text) => (textOf ? text : Number(text)))).toEqual(
        values.map((value) => (textOf ? (textOf as (value: unknown) => string)(value) : value)),
      );
      expect([found[0], found.at(-1)]).toEqual([null, null]);
      expect(await textsOf(array([null]))).toEqual([null]);
      expect(await textsOf(array([]))).toEqual([]);
      const [row] = await database.query(sql`select pg_typeof(${array([])})::text as type`);
      expect(row).toEqual({ type: `${type}[]` });
    },
  );

  test('ids are found by any of an array, and left out by all of one', async () => {
    const [a, b, c] = [newId(), newId(), newId()];
    const [row] = await database.query<{ found: boolean; missed: boolean; left: boolean }>(sql`
      select ${b}::uuid = any(${uuidArray([a, b])}) as found, ${c}::uuid = any(${uuidArray([a, b])}) as missed,
             ${c}::uuid <> all(${uuidArray([a, b])}) as left`);
    expect(row).toEqual({ found: true, missed: false, left: true });
  });
});

test.each([
  '',
  'x',
  '0198c0de-0000-7000-8000-00000000000',
  '0198c0de-0000-7000-8000-0000000000012',
  '0198c0de-0000-7000-8000-00000000000g',
  '0198c0de 0000-7000-8000-000000000001',
  '0198c0de000070008000000000000001----',
  '0198c0de-0000-7000-8000-00000000000线',
])('%j is no UUID', (id) => {
  expect(() => uuidArray([id])).toThrow('is no UUID');
});

test('what a type cannot hold is refused, and not cut off', () => {
  for (const value of [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN])
    expect(() => integerArray([value])).toThrow(RangeError);
  for (const value of [2 ** 53, 0.5, Number.NaN]) expect(() => bigintArray([value])).toThrow(RangeError);
  for (const value of [2 ** 53, 0.5, Number.NaN]) expect(() => instantArray([value])).toThrow(RangeError);
});
