import { expect, test } from 'vitest';
import { createStatementNames } from '../../../server/database/statement-names.ts';

const often = (nameOf: (text: string) => string | undefined, text: string) =>
  Array.from({ length: 4 }, () => nameOf(text)).at(-1);

test('a text that comes often has a name of its own, always the same', () => {
  const nameOf = createStatementNames();
  expect([nameOf('select 1'), nameOf('select 1')]).toEqual([undefined, undefined]);
  const name = nameOf('select 1');
  // PostgreSQL cuts names at 63 bytes.
  expect(name).toMatch(/^[0-9a-f]{32}$/);
  expect(nameOf('select 1')).toBe(name);
  expect(often(nameOf, 'select 2')).not.toBe(name);
});

test('there are only so many names, and those that have one keep it', () => {
  const nameOf = createStatementNames(2);
  const first = often(nameOf, 'select 1');
  often(nameOf, 'select 2');
  expect(often(nameOf, 'select 3')).toBeUndefined();
  expect(nameOf('select 1')).toBe(first);
});

test('texts that come once do not pile up, nor keep others from a name', () => {
  const nameOf = createStatementNames();
  for (let count = 0; count < 10_000; count++) expect(nameOf(`select ${count}`)).toBeUndefined();
  expect(often(nameOf, 'select a')).toBeDefined();
});
