import { expect, test } from 'vitest';
import { chaos } from './chaos/chaos.ts';

test('one process, 200 rules, a kill every few seconds: the log is what the facts make it', async () => {
  const report = await chaos({ engine: 'pglite', rules: 200, seconds: 30, killEverySeconds: 5, seed: 20261126 });
  console.log(report);
  expect(report.kills).toBeGreaterThanOrEqual(2);
  expect(report.events).toBeGreaterThan(50);
}, 300_000);
