import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { followLog } from '../../../server/events/log/follow-log.ts';
import type { LogTail } from '../../../server/events/log/tail.ts';
import { freshDatabase } from '../../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase('pglite');
});
afterAll(() => database.close());

const beatAt = (sequence: number) => ({ value: { sequence }, page: [] });

test('a beat that was made before a reader went further does not call it back', () => {
  const tail: { -readonly [Key in keyof LogTail]: LogTail[Key] } = {
    head: 10_469,
    beat: beatAt(10_469),
    isReady: true,
    onMove: () => {},
    since: () => undefined,
    release: () => {},
  };
  const reader = followLog(database, 'w', () => tail, { after: 0, until: 10_469, filter: {} });
  expect(reader.take()).toMatchObject({ value: { from: 0, to: 10_469, reason: 'TOO_OLD' } });
  expect(reader.take()).toMatchObject({ value: { sequence: 10_469 } });
  // While it was busy a beat was made, and then the log grew beyond what is kept for it.
  tail.beat = beatAt(10_469);
  tail.head = 30_000;
  expect(reader.take()).toMatchObject({ value: { from: 10_469, to: 30_000, reason: 'TOO_SLOW' } });
  expect(reader.take()).toMatchObject({ value: { sequence: 30_000 } });
  expect(reader.take()).toBeUndefined();
  // One that was made here is given as it is: the same object for all.
  tail.beat = beatAt(30_000);
  expect(reader.take()).toBe(tail.beat);
  reader.end();
});
