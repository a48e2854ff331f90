import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PastSighting } from '../../../server/events/preview/history.ts';
import { proposeThreshold, replay } from '../../../server/events/preview/preview.ts';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { definitionWith } from './definition.ts';

const definition = definitionWith({ window: { rolling: { unit: 'DAY', count: 1 } } });

/** One look a day. */
const past = (values: readonly number[]): PastSighting[] =>
  values.map((value, index) => ({
    at: new Date(Date.UTC(2026, 0, 1 + index, 15, 59)),
    window: { from: '2026-01-01', to: '2026-01-02' },
    fault: null,
    instances: new Map([
      ['', { kpiValue: value, otherValue: null, value, interval: null, sampleSize: 1, status: 'OK', guard: null }],
    ]),
  }));

test('the state machine runs over the past as it does over the present', () => {
  const { events, shareFiring } = replay(definition, past([5, 11, 9, 12, 8, 11]));
  expect(events.map(({ kind, value }) => [kind, value])).toEqual([
    ['BREACHED', 11],
    ['RECOVERED', 8],
    ['BREACHED', 11],
  ]);
  expect(shareFiring).toBe(4 / 6);
});

describe('a proposed threshold', () => {
  // 61 days are two months: a value of 20 on one of them, of 15 on three, else 5.
  const values = Array.from({ length: 61 }, (_, day) => (day === 30 ? 20 : day % 20 === 7 ? 15 : 5));

  test.each([
    // Above 5, over at 3, it would fire once, and for ever.
    [2, 15, 1],
    [1.5, 15, 1],
    [0.5, 15, 1],
    // Above 20: none.
    [0.4, 20, 0],
  ])('for at most %d a month is the nearest to usual values', (most, fireAt, breaches) => {
    expect(proposeThreshold({ definition }, past(values), most)).toEqual({ fireAt, clearAt: fireAt - 2, breaches });
  });

  test('may fire more often where it may be over at once', () => {
    const { condition } = definition;
    const close = { ...definition, condition: { ...condition, clearAt: condition.fireAt } };
    // The 15s and the 20 are four breaches.
    expect(proposeThreshold({ definition: close }, past(values), 2)).toEqual({ fireAt: 5, clearAt: 5, breaches: 4 });
  });

  test('is none where nothing was seen', () => {
    expect(proposeThreshold({ definition }, [], 1)).toBeNull();
  });

  test('falls where low values are bad', () => {
    const below = {
      ...definition,
      condition: { ...definition.condition, direction: 'BELOW' as const, fireAt: 3, clearAt: 4 },
    };
    const found = proposeThreshold({ definition: below }, past(values.map((value) => -value)), 0.5);
    expect(found).toEqual({ fireAt: -15, clearAt: -14, breaches: 1 });
  });
});

describe.each(engines)('previewAlertRule on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine, now: () => new Date('2026-03-10T04:00:00Z') });
    const lead = (id: string, day: number) => ({ id, createdAt: `2026-03-0${day}T04:00:00Z` });
    await post(server, 'leads', [lead('a', 2), lead('b', 2), lead('c', 2), lead('d', 4), lead('e', 5), lead('f', 5)]);
  });
  afterAll(() => server.close());

  const preview = `query ($rule: AlertRuleInput!, $window: DateRangeInput!, $most: Float) {
    previewAlertRule(rule: $rule, window: $window, maximumPerMonth: $most) {
      ... on PreviewAlertRuleSuccess { days eventCount breachCount events { kind at value threshold } proposal { fireAt breaches } }
      ... on Error { code } } }`;
  const rule = {
    name: 'many leads',
    kpi: 'new_leads',
    window: { rolling: { unit: 'DAY', count: 1 } },
    condition: { direction: 'ABOVE', fireAt: 1 },
  };
  const window = { from: '2026-03-01', to: '2026-03-31' };

  test('says what would have been sent, on the days that are over', async () => {
    expect(await ask(server, preview, { rule, window, most: 4 })).toEqual({
      previewAlertRule: {
        days: 9,
        eventCount: 4,
        breachCount: 2,
        events: [
          { kind: 'BREACHED', at: '2026-03-02T15:59:59.999Z', value: 3, threshold: 1 },
          { kind: 'RECOVERED', at: '2026-03-03T15:59:59.999Z', value: 0, threshold: 1 },
          { kind: 'BREACHED', at: '2026-03-05T15:59:59.999Z', value: 2, threshold: 1 },
          { kind: 'RECOVERED', at: '2026-03-06T15:59:59.999Z', value: 0, threshold: 1 },
        ],
        proposal: { fireAt: 2, breaches: 1 },
      },
    });
  });

  test.each([
    [{ rule: { ...rule, kpi: 'x' }, window }, 'UNKNOWN_KPI'],
    [{ rule, window: { from: '2026-03-10', to: '2026-03-11' } }, 'NO_DAY_OVER'],
    [{ rule, window: { from: '2024-01-01', to: '2026-01-01' } }, 'INVALID_WINDOW'],
    [{ rule, window: { from: '2026-03-02', to: '2026-03-01' } }, 'INVALID_WINDOW'],
    [{ rule, window, most: 0 }, 'INVALID_MAXIMUM'],
  ])('refuses %j with %s', async (variables, code) => {
    expect(await ask(server, preview, variables)).toEqual({ previewAlertRule: { code } });
  });

  test('leaves nothing behind', async () => {
    const { data } = await request<{ workspace: { alertRules: unknown[] } }>(
      server,
      '{ workspace { alertRules { id } } }',
    );
    expect(data!.workspace.alertRules).toEqual([]);
  });
});
