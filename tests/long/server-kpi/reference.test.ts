import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { compareHistories, givenSeed } from '../../reference/compare.ts';
import { engines, freshDatabase } from '../../support/database.ts';

const MINUTE = 60_000;
const COUNT = Number(process.env.FUNNEL_LONG_HISTORIES ?? 2_000);

describe.each(engines)(`the engine on %s`, (engine) => {
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
