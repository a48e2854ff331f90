import { expect, test } from 'vitest';
import { chaos } from '../../server/events/chaos/chaos.ts';
import { engines } from '../../support/database.ts';

test.each(engines)(
  'five minutes of kills on %s: the log is what the facts make it',
  async (engine) => {
    const report = await chaos({ engine, rules: 200, seconds: 300, killEverySeconds: 5, seed: 5 });
    console.log(engine, report);
    expect(report.kills).toBeGreaterThan(10);
    expect(report.events).toBeGreaterThan(500);
  },
  1_200_000,
);
