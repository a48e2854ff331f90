import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { compile } from '../../../server/database/database.ts';
import { parametersOf, prepare } from '../../../server/database/prepared.ts';

interface Values {
  day: string;
  ids: readonly string[];
  unused: Date;
}

const names = ['day', 'ids', 'unused'] as const;

test('a prepared statement has one text for all values, and sends each value once', () => {
  const statement = prepare<Values>(
    names,
    ({ day, ids }) => sql`${day} < ${'fixed'} and ${ids} and ${day} and ${'fixed'}`,
  );
  const text = '$1 < $2 and $3 and $1 and $4';
  const [first, second] = ['a', 'b'].map((day) => statement({ day, ids: ['x'], unused: new Date(0) }));
  expect(first).toEqual({ text, parameters: ['a', 'fixed', ['x'], 'fixed'] });
  expect(second).toEqual({ text, parameters: ['b', 'fixed', ['x'], 'fixed'] });
});

test('instants are sent as ISO text, whichever way a statement comes', () => {
  const values = { day: 'd', ids: [], unused: new Date(0) };
  const compose = ({ unused }: ReturnType<typeof parametersOf<Values>>) => sql`select ${unused}`;
  const once = compile(compose(parametersOf<Values>(values)));
  expect(once).toEqual({ text: 'select $1', parameters: ['1970-01-01T00:00:00.000Z'] });
  expect(compile(prepare<Values>(names, compose)(values))).toEqual(once);
});
