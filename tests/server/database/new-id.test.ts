import { validate, version } from 'uuid';
import { expect, test } from 'vitest';
import { newId } from '../../../server/database/new-id.ts';

test('new ids are UUIDv7, each greater than the one before', () => {
  const ids = Array.from({ length: 10_000 }, newId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});
