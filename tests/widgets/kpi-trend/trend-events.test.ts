import { describe, expect, test } from 'vitest';
import { marksIn, marksOf, type TrendEvent, thresholdOf } from '../../../widgets/kpi-trend/view/trend-events.ts';
import { stepsOf } from '../../../widgets/kpi-trend/view/trend-steps.ts';
import type { KpiFilterInput } from '../../../widgets/shared/scope-attributes.ts';
import { kpiOf, point } from './points.ts';

const weeks = [point('2026-03-02', '2026-03-09', 10), point('2026-03-09', '2026-03-16', 20)];

function event({
  rule,
  ...more
}: Partial<Omit<TrendEvent, 'rule'>> & { rule?: Partial<TrendEvent['rule']> }): TrendEvent {
  return {
    ...{
      id: 'e',
      cursor: 'c',
      sequence: 1,
      kind: 'BREACHED',
      severity: 'WARNING',
      value: 4,
      kpiValue: 4,
      threshold: 5,
    },
    ...{ sampleSize: 4, occurredAt: '2026-03-10T04:00:00Z', silenced: false, reason: null, isRevised: false },
    ...{ revisedBy: null, revises: null, ruleVersion: 1, scope: [] },
    kpi: { key: 'new_leads', unit: 'COUNT', en: 'New leads', zh: '新增线索数' },
    window: { from: '2026-03-04', to: '2026-03-11', timeZone: 'Asia/Shanghai' },
    ...more,
    rule: {
      ...{ id: 'r', name: 'Few leads', version: 1, isFiltered: false, basis: null, funnel: { key: 'sales' } },
      condition: { compare: 'VALUE', against: null, direction: 'BELOW' },
      ...rule,
    },
  } as TrendEvent;
}

const logOf = (...events: TrendEvent[]) => ({
  workspace: { kpiEvents: { edges: events.map((node) => ({ node })), pageInfo: { hasPreviousPage: false } } },
});
const marked = (events: TrendEvent[], filter?: KpiFilterInput, more = {}) =>
  marksIn(logOf(...events), kpiOf(weeks, more), 'sales', filter);

describe('an event is marked', () => {
  test('in the middle of its day in the workspace’s zone, with the bucket that the day is in', () => {
    // 17:00 in Greenwich on the 8th is the 9th in Shanghai: 7.5 of 30 days.
    const marks = marked([event({ occurredAt: '2026-03-08T17:00:00Z' })]);
    expect(marks.map(({ x, date }) => [x, date])).toEqual([[0.25, '2026-03-09']]);
    const { steps } = stepsOf(kpiOf(weeks));
    expect(steps.map((step) => marksOf(step, marks).length)).toEqual([0, 1]);
  });

  test.each<[string, Parameters<typeof event>[0]]>([
    ['before the window', { occurredAt: '2026-03-01T12:00:00Z' }],
    ['after it', { occurredAt: '2026-04-01T00:00:00Z' }],
    ['that was taken back', { isRevised: true }],
    ['that takes another back', { kind: 'REVISED' }],
    ['of another funnel', { rule: { funnel: { key: 'partners' } } }],
    ['of a rule that looks at a part only', { rule: { isFiltered: true } }],
    ['about one channel', { scope: [{ dimension: 'CHANNEL', key: 'ads', en: 'Ads', zh: '广告' }] }],
  ])('not one %s', (_, more) => {
    expect(marked([event(more)])).toEqual([]);
  });

  test('of a filtered chart where it is about the same one channel', () => {
    const ads = event({ scope: [{ dimension: 'CHANNEL', key: 'ads', en: 'Ads', zh: '广告' }] });
    const size = event({ scope: [{ dimension: 'COMPANY_SIZE', key: '60', en: '60', zh: '60' }] });
    const industry = event({ scope: [{ dimension: 'INDUSTRY', key: 'it', en: 'it', zh: 'it' }] });
    const seen = (filter: KpiFilterInput) => marked([event({}), ads, size, industry], filter).map((mark) => mark.event);
    expect(seen({ channels: ['ads'] })).toEqual([ads]);
    expect(seen({ companySizes: ['60'] })).toEqual([size]);
    expect(seen({ industries: ['it'], owners: [] })).toEqual([industry]);
    expect(seen({ channels: ['ads', 'referral'] })).toEqual([]);
    expect(seen({ channels: ['ads'], owners: ['an'] })).toEqual([]);
    expect(seen({ channels: [null] })).toEqual([]);
  });

  test('of a conversion where the rule counts as the chart does', () => {
    const period = event({ rule: { basis: 'PERIOD' } });
    expect(marked([period], undefined, { basis: 'COHORT' })).toEqual([]);
    expect(marked([event({})], undefined, { basis: 'COHORT' })).toHaveLength(1);
    expect(marked([period], undefined, { basis: 'PERIOD' })).toHaveLength(1);
  });
});

describe('the threshold is drawn', () => {
  const { steps } = stepsOf(kpiOf(weeks));
  const of = (events: TrendEvent[], more = {}) => thresholdOf(marked(events), kpiOf(weeks, more), steps)?.threshold;

  test('where one rule alone speaks, as it said last', () => {
    expect(of([event({ threshold: 4 }), event({ threshold: 5 })])).toBe(5);
    expect(of([event({}), event({ rule: { id: 'another' } })])).toBeUndefined();
    expect(of([])).toBeUndefined();
  });

  test('not of a rule about changes: they are no heights', () => {
    const condition = { compare: 'RELATIVE_CHANGE', against: 'PREVIOUS', direction: 'BELOW' } as const;
    expect(of([event({ rule: { condition } })])).toBeUndefined();
  });

  test('not of a sum over other days than a point’s; of a share over any', () => {
    const month = event({ window: { from: '2026-02-10', to: '2026-03-11', timeZone: 'Asia/Shanghai' } });
    expect(of([month])).toBeUndefined();
    expect(of([month], { denominator: 9 })).toBe(5);
  });
});
