import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { compareHistories } from '../../reference/compare.ts';
import { engines, freshDatabase } from '../../support/database.ts';

describe.each(engines)('the engine on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());

  test('answers as the naive reference does, on random histories', () => compareHistories(database, 40), 600_000);
});
