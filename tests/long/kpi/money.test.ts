import { describe, test } from 'vitest';
import { engines, freshDatabase } from '../../support/database.ts';
import { compareMoney } from '../../support/many-amounts.ts';

describe.each(engines)('money on %s', (engine) => {
  test('is exact to the cent over a million amounts of 10^12', async () => {
    const database = await freshDatabase(engine);
    try {
      await compareMoney(database, 1_000_000);
    } finally {
      await database.close();
    }
  });
});
