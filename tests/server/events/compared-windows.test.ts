import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopeAt, scopeYearAgo } from '../../../server/events/rule/rule-scope.ts';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { definitionWith } from './definition.ts';

test('a calendar window is the whole unit around the day, in the workspace’s zone', () => {
  const windowOf = (calendar: 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR', at: string) =>
    scopeAt(definitionWith({ window: { calendar } }), new Date(at), 'Asia/Shanghai').window;
  // In Shanghai the new year has begun.
  const newYear = '2025-12-31T16:00:00Z';
  expect(windowOf('DAY', newYear)).toEqual({ between: { from: '2026-01-01', to: '2026-01-02' } });
  expect(windowOf('WEEK', newYear)).toEqual({ period: '2026-W01' });
  expect(windowOf('MONTH', newYear)).toEqual({ period: '2026-01' });
  expect(windowOf('QUARTER', newYear)).toEqual({ period: '2026-Q1' });
  expect(windowOf('YEAR', newYear)).toEqual({ period: '2026' });
  // The last days of December may be of next year's first week.
  expect(windowOf('WEEK', '2024-12-30T00:00:00Z')).toEqual({ period: '2025-W01' });
});

test('a year ago are the same dates, seen as early; 29 February is the 28th', () => {
  const asOf = new Date('2024-02-29T12:00:00Z');
  const window = { from: '2024-02-29', to: '2024-03-01', timeZone: 'UTC', asOf };
  expect(scopeYearAgo({ window: { period: '2024-02' }, asOf }, window)).toEqual({
    window: { between: { from: '2023-02-28', to: '2023-03-01' } },
    asOf: new Date('2023-02-28T12:00:00Z'),
  });
});

describe.each(engines)('windows compared on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine, now: () => new Date('2026-03-10T04:00:00Z') });
    const on = (day: string, count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: `${day}-${index}`, createdAt: `${day}T02:00:00Z` }));
    // March of a year ago, by the tenth 8 leads and two later; February 10; March so far 4.
    await post(server, 'leads', [
      ...on('2025-03-05', 8),
      ...on('2025-03-20', 2),
      ...on('2026-02-05', 10),
      ...on('2026-03-05', 4),
    ]);
  });
  afterAll(() => server.close());

  test.each([
    ['YEAR_AGO', 'RELATIVE_CHANGE', -0.5],
    ['YEAR_AGO', 'CHANGE', -4],
    ['PREVIOUS', 'RELATIVE_CHANGE', -0.6],
    ['PREVIOUS', 'CHANGE', -6],
  ] as const)('against %s, %s is %d', async (against, compare, value) => {
    const { defineAlertRule } = await ask<{ defineAlertRule: { rule: { id: string } } }>(
      server,
      'mutation ($input: DefineAlertRuleInput!) { defineAlertRule(input: $input) { ... on DefineAlertRuleSuccess { rule { id } } } }',
      {
        input: {
          name: `${against} ${compare}`,
          kpi: 'new_leads',
          window: { calendar: 'MONTH' },
          condition: { against, compare, direction: 'BELOW', fireAt: -0.2 },
        },
      },
    );
    const events = () =>
      ask<{ workspace: { kpiEvents: { edges: { node: { kind: string; value: number; kpiValue: number } }[] } } }>(
        server,
        'query ($rules: [ID!]) { workspace { kpiEvents(filter: { rules: $rules }) { edges { node { kind value kpiValue } } } } }',
        { rules: [defineAlertRule.rule.id] },
      );
    await expect
      .poll(async () => (await events()).workspace.kpiEvents.edges.map(({ node }) => node))
      .toEqual([{ kind: 'BREACHED', value, kpiValue: 4 }]);
  });
});
