import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { april } from '../../fixtures/april.ts';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';

const day = 86_400;

interface Value {
  value: number | null;
  money: { amount: string } | null;
  numerator: number | null;
  denominator: number | null;
  sampleSize: number;
  median: number | null;
  p90: number | null;
  standardDeviation: number | null;
  interval: { low: number; high: number } | null;
  leftOut: { reason: string; count: number }[];
  status: string;
  breakdown: { key: string | null; isRest: boolean; value: number | null; numerator: number; denominator: number }[];
  series: { value: number | null; sampleSize: number }[];
}

// Each expectation is worked by hand from the table in tests/fixtures/april.ts; nothing is computed by the code under test.
describe.each(engines)('April, worked by hand, on %s', (engine) => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer({ engine });
    for (const [kind, facts] of Object.entries(april))
      expect(await post(server, kind, facts)).toMatchObject({ rejected: 0, accepted: facts.length });
  });
  afterAll(() => server.close());

  async function kpi(key: string, scope: object = {}, more = ''): Promise<Value> {
    const data = await ask<{ workspace: { funnel: { kpi: Value } } }>(
      server,
      `query ($key: String!, $scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpi(key: $key, scope: $scope) {
        value money { amount } numerator denominator sampleSize median p90 standardDeviation interval { low high }
        leftOut { reason count } status ${more} } } } }`,
      { key, scope: { window: { period: '2026-04' }, asOf: '2026-06-01T00:00:00+08:00', ...scope } },
    );
    return data.workspace.funnel.kpi;
  }
  const slices = async (key: string, by: string, first = 20) =>
    (
      await kpi(key, {}, `breakdown(by: ${by}, first: ${first}) { key isRest value numerator denominator }`)
    ).breakdown.map(({ key, isRest, numerator, denominator }) => [isRest ? 'rest' : key, numerator, denominator]);
  const asOf = (date: string) => ({ asOf: `${date}T00:00:00+08:00` });
  /** The funnel's settings; all others stay. */
  const define = (settings: string) =>
    ask(
      server,
      `mutation { defineFunnel(input: { key: "sales", name: { en: "Sales" }, ${settings}, stages: [
        { key: "lead", name: { en: "Lead" }, category: ACQUISITION }, { key: "nurturing", name: { en: "Nurturing" }, category: NURTURING },
        { key: "opportunity", name: { en: "Opportunity" }, category: OPPORTUNITY }, { key: "won", name: { en: "Won" }, category: RETENTION }
      ] }) { __typename ... on InvalidFunnelError { message } } }`,
    ).then((data) => expect(data).toEqual({ defineFunnel: { __typename: 'DefineFunnelSuccess' } }));

  describe('nurturing', () => {
    test('contactable_rate: K1, K2, K6 were followed up; K6 never turned to us, K2 not before 04-17', async () => {
      expect(await kpi('contactable_rate')).toMatchObject({ numerator: 2, denominator: 3, value: 2 / 3 });
      expect(await kpi('contactable_rate', asOf('2026-04-16'))).toMatchObject({ numerator: 1, denominator: 3 });
    });

    test('lead_activity_score: K1 ¾ + ¾ + 1 + 2½ = 5, K2 2 · ½ = 1, K3 2 · ⅛, K4 30 days old, K6 0', async () => {
      const found = await kpi('lead_activity_score');
      expect(found.value).toBeCloseTo((5 + 1 + 0.25 + 2 ** (-30 / 14) + 0) / 5, 9);
      expect(found).toMatchObject({ sampleSize: 5, median: null });
      expect(found.interval!.high + found.interval!.low).toBeCloseTo(2 * found.value!, 9);
    });

    test('active_lead_share: K1 alone, at exactly 5; by level, K2 medium at exactly 1', async () => {
      expect(await kpi('active_lead_share')).toMatchObject({ numerator: 1, denominator: 5, value: 0.2 });
      expect(await slices('active_lead_share', 'ACTIVITY_LEVEL')).toEqual([
        ['LOW', 3, 5],
        ['HIGH', 1, 5],
        ['MEDIUM', 1, 5],
      ]);
    });

    test('follow_up_frequency: 6 owned follow-ups, owners an, bo and dan (open until 04-02), 30 days', async () => {
      expect(await kpi('follow_up_frequency')).toMatchObject({
        value: 6 / (3 * (30 / 7)),
        numerator: 6,
        sampleSize: 3,
        leftOut: [{ reason: 'WITHOUT_OWNER', count: 1 }],
      });
      // By channel: ads a3, a4, a9 with an, bo, dan; fair a6, a7, a12 with an, bo.
      const weeks = 30 / 7;
      expect(await slices('follow_up_frequency', 'CHANNEL')).toEqual([
        ['ads', 3, 3 * weeks],
        ['fair', 3, 2 * weeks],
        [null, 0, 0],
      ]);
      // The owners of the rest are counted once: an and bo.
      expect(await slices('follow_up_frequency', 'CHANNEL', 1)).toEqual([
        ['ads', 3, 3 * weeks],
        ['rest', 3, 2 * weeks],
      ]);
    });

    test('follow_ups_per_lead: 7 on 5 leads; the rest counts K2 once more, though bo and an share it', async () => {
      expect(await kpi('follow_ups_per_lead')).toMatchObject({
        numerator: 7,
        denominator: 5,
        value: 1.4,
        interval: null,
      });
      expect(await slices('follow_ups_per_lead', 'OWNER')).toEqual([
        ['an', 3, 2],
        ['bo', 3, 3],
        [null, 1, 1],
      ]);
      expect(await slices('follow_ups_per_lead', 'OWNER', 1)).toEqual([
        ['an', 3, 2],
        ['rest', 4, 4],
      ]);
    });

    test('follow_up_interval: 2 d (K1), 4 d (K2), 2 d (K3, from March)', async () => {
      const found = await kpi('follow_up_interval');
      expect(found).toMatchObject({ value: (8 / 3) * day, median: 2 * day, sampleSize: 3 });
      expect(found.p90).toBeCloseTo(3.6 * day, 6);
    });

    test('response_time: K1 two hours, K4 19 days; two waits unanswered', async () => {
      expect(await kpi('response_time')).toMatchObject({
        value: (7_200 + 19 * day) / 2,
        sampleSize: 2,
        leftOut: [{ reason: 'UNANSWERED', count: 2 }],
      });
      expect(await kpi('response_time', asOf('2026-04-19'))).toMatchObject({ value: 7_200, sampleSize: 1 });
    });

    test('content_interaction_rate: e-mail and WeChat answered, text message and invitation not', async () => {
      expect(await kpi('content_interaction_rate')).toMatchObject({ numerator: 2, denominator: 4 });
      expect(await slices('content_interaction_rate', 'ACTIVITY_KIND')).toEqual([
        ['EMAIL', 1, 1],
        ['WECHAT', 1, 1],
        ['EVENT', 0, 1],
        ['SMS', 0, 1],
      ]);
      expect(await kpi('content_interaction_rate', asOf('2026-05-02'))).toMatchObject({ numerator: 1, denominator: 4 });
    });

    test('reply_rate: K1 and K2 of five; of the two largest slices K2 is in both', async () => {
      expect(await kpi('reply_rate')).toMatchObject({ numerator: 2, denominator: 5 });
      expect(await slices('reply_rate', 'OWNER')).toEqual([
        ['an', 2, 2],
        ['bo', 1, 3],
        [null, 0, 1],
      ]);
      expect(await slices('reply_rate', 'OWNER', 1)).toEqual([
        ['an', 2, 2],
        ['rest', 1, 4],
      ]);
    });

    test('lead_churn_rate: K3 and K4 are older than 30 days, K1 not by an instant; K4 was last heard of 30 days ago', async () => {
      expect(await kpi('lead_churn_rate')).toMatchObject({ numerator: 1, denominator: 2, value: 0.5 });
      await define('leadChurnDays: 29');
      // Then K1 is older too, though lively; K4 is silent.
      expect(await kpi('lead_churn_rate')).toMatchObject({ numerator: 2, denominator: 3 });
      await define('leadChurnDays: null');
      expect(await kpi('lead_churn_rate')).toMatchObject({ numerator: 1, denominator: 2 });
    });
  });

  describe('opportunities', () => {
    test('open_opportunities and pipeline_value: P2, P5, P7; P5 without an amount', async () => {
      expect(await kpi('open_opportunities')).toMatchObject({ value: 3, sampleSize: 3 });
      expect(await kpi('pipeline_value')).toMatchObject({
        money: { amount: '800.00' },
        sampleSize: 2,
        leftOut: [{ reason: 'WITHOUT_AMOUNT', count: 1 }],
      });
    });

    test('open_opportunities by month: as at the end of February, March, April, May', async () => {
      const window = { between: { from: '2026-02-01', to: '2026-06-01' } };
      const { series } = await kpi('open_opportunities', { window }, 'series(grain: MONTH) { value sampleSize }');
      // P5 | P1, P4, P5 | P2, P5, P7 | P2, P5
      expect(series.map(({ value }) => value)).toEqual([1, 3, 3, 2]);
    });

    test('quotes: Q2 to Q6; accepted Q2, Q4, Q5', async () => {
      expect(await kpi('quotes')).toMatchObject({ value: 5 });
      expect(await kpi('quote_acceptance_rate')).toMatchObject({ numerator: 3, denominator: 5 });
      expect(await kpi('quote_acceptance_rate', asOf('2026-05-01'))).toMatchObject({ numerator: 2, denominator: 5 });
    });

    test('quote_conversion_rate: P2, P3, P6 had their first quote in April; P3 was won before it', async () => {
      expect(await kpi('quote_conversion_rate')).toMatchObject({ numerator: 2, denominator: 3 });
      expect(await kpi('quote_conversion_rate', { withinDays: 0 })).toMatchObject({ numerator: 1, denominator: 3 });
      expect(await kpi('quote_conversion_rate', { withinDays: 40 })).toMatchObject({
        numerator: 1,
        denominator: 2,
        leftOut: [{ reason: 'IMMATURE', count: 1 }],
      });
    });

    test('follow_up_effectiveness: a4 (two days later) and a9 (at once) of 7; a7 came a day too early', async () => {
      expect(await kpi('follow_up_effectiveness')).toMatchObject({ numerator: 2, denominator: 7 });
      expect(await kpi('follow_up_effectiveness', asOf('2026-04-20'))).toMatchObject({
        numerator: 2,
        denominator: 5,
        leftOut: [{ reason: 'IMMATURE', count: 2 }],
      });
      await define('followUpEffectDays: 8');
      expect(await kpi('follow_up_effectiveness')).toMatchObject({ numerator: 3, denominator: 7 });
      await define('followUpEffectDays: 7');
    });

    test('stalled_opportunities: older than p90 of 10, 21, 29 days = 27.4: P2 (28.5) and P5', async () => {
      expect(await kpi('stalled_opportunities')).toMatchObject({ value: 2, sampleSize: 2, status: 'OK' });
      // Nothing was won in the year before March: no limit, no answer.
      expect(await kpi('stalled_opportunities', { window: { period: '2026-02' } })).toMatchObject({
        value: null,
        status: 'NO_DATA',
      });
      await define('stalledAfterDays: 29');
      expect(await kpi('stalled_opportunities')).toMatchObject({ value: 1 });
      expect(await kpi('stalled_opportunities', { window: { period: '2026-02' } })).toMatchObject({ value: 0 });
      await define('stalledAfterDays: null');
    });

    test('sales_velocity: 3 open × 3/4 × 1,500.005 / 20 days', async () => {
      expect(await kpi('sales_velocity')).toMatchObject({ money: { amount: '168.750562' }, sampleSize: 3 });
    });
  });

  describe('retention', () => {
    test('signing_rate: K7 came to the last stage but one in March, K3 in April; K7 signed in April', async () => {
      expect(await kpi('signing_rate')).toMatchObject({ numerator: 0, denominator: 1, value: 0 });
      expect(await kpi('signing_rate', { basis: 'PERIOD' })).toMatchObject({ numerator: 1, denominator: 1 });
      expect(await kpi('signing_rate', { window: { period: '2026-03' } })).toMatchObject({
        numerator: 1,
        denominator: 1,
      });
    });

    test('average_deal_size: (1,000 + 2,000.01) / 2; P3 without an amount', async () => {
      const found = await kpi('average_deal_size');
      expect(found).toMatchObject({
        money: { amount: '1500.005' },
        numerator: 3000.01,
        denominator: 2,
        sampleSize: 2,
        leftOut: [{ reason: 'WITHOUT_AMOUNT', count: 1 }],
      });
      expect(found.standardDeviation).toBeCloseTo(1000.01 / Math.SQRT2, 6);
      // t(0.975; 1) = 12.7062
      expect(found.interval!.high - found.value!).toBeCloseTo((12.7062 * found.standardDeviation!) / Math.SQRT2, 1);
    });

    test('clv_annual: 410.50 of G9, G8, G1, G2 since 2025-05-01', async () => {
      expect(await kpi('clv_annual')).toMatchObject({ numerator: 410.5, denominator: 4, money: { amount: '102.625' } });
    });

    test('clv_historical: G1 200, G2 50.50, G3 nothing, by the end of April', async () => {
      expect(await kpi('clv_historical')).toMatchObject({
        numerator: 250.5,
        denominator: 3,
        money: { amount: '83.50' },
      });
    });

    test('referral_rate: G1 by its lead, G2 by its own word, G3 by nobody', async () => {
      expect(await kpi('referral_rate')).toMatchObject({ numerator: 2, denominator: 3 });
    });

    test('referrer_rate: G9 and G1 of the five customers there are', async () => {
      expect(await kpi('referrer_rate')).toMatchObject({ numerator: 2, denominator: 5 });
    });

    test('customer_churn_rate: G8 and G9 ordered in the 30 days before, G9 not in April; nothing before April is over', async () => {
      expect(await kpi('customer_churn_rate')).toMatchObject({
        numerator: 1,
        denominator: 2,
        leftOut: [],
        status: 'OK',
      });
      expect(await kpi('customer_churn_rate', asOf('2026-04-30'))).toMatchObject({
        value: null,
        status: 'IMMATURE',
        leftOut: [{ reason: 'IMMATURE', count: 2 }],
      });
      await define('customerChurnDays: 29');
      expect(await kpi('customer_churn_rate')).toMatchObject({ numerator: 1, denominator: 1 });
      await define('customerChurnDays: null');
    });

    test('nps: two promoters, one detractor, one in between', async () => {
      expect(await kpi('nps')).toMatchObject({
        value: 25,
        numerator: 1,
        denominator: 4,
        sampleSize: 4,
        interval: null,
      });
    });
  });
});
