import { describe, test } from 'vitest';
import { engines, freshDatabase } from '../../support/database.ts';
import { compareMoney } from '../../support/many-amounts.ts';

// A million of them: tests/long/kpi/money.test.ts.
describe.each(engines)('money on %s', (engine) => {
  test('is exact to the cent over 20,000 amounts of 10^12', async () => {
    const database = await freshDatabase(engine);
    try {
      await compareMoney(database, 20_000);
    } finally {
      await database.close();
    }
  });
});
