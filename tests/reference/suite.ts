import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { orphanedRows } from '../server/journeys/orphans.ts';
import { namedCases } from '../server/kpi/named-cases.ts';
import { type Engine, freshDatabase } from '../support/database.ts';
import { compareHistories, compareHistory } from './compare.ts';

const MINUTE = 60_000;

/** One engine a file, so that both run side by side. */
export function referenceSuite(engine: Engine, histories: number): void {
  describe(`the engine on ${engine}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await freshDatabase(engine);
    });
    afterAll(() => database.close());

    test.each(namedCases)('$name', ({ script, asked }) => compareHistory(database, script, asked));

    test(
      `answers as the naive reference does, on ${histories} random histories`,
      () => compareHistories(database, histories, 13 * MINUTE),
      15 * MINUTE,
    );

    test('leaves nothing that refers to what is not there, whatever came and went', async () => {
      expect(await orphanedRows(database)).toEqual({});
    });
  });
}
