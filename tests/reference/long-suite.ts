import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { type Engine, freshDatabase } from '../support/database.ts';
import { compareHistories, givenSeed } from './compare.ts';

const COUNT = Number(process.env.FUNNEL_LONG_HISTORIES ?? 2_000);
const MINUTE = 60_000;

/** Ten times as many histories as on every day, from a seed that is printed first. */
export function longReferenceSuite(engine: Engine): void {
  describe(`the engine on ${engine}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await freshDatabase(engine);
    });
    afterAll(() => database.close());

    test(
      `answers as the naive reference does, on ${COUNT} random histories`,
      async () => {
        const seed = givenSeed() ?? Date.now() % 2 ** 31;
        const started = performance.now();
        console.log(`${engine}: seed ${seed}`);
        await compareHistories(database, COUNT, 118 * MINUTE, seed);
        console.log(`${engine}: ${COUNT} histories in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
      },
      120 * MINUTE,
    );
  });
}
