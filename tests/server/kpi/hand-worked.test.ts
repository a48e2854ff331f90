import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindsInOrder, march } from '../../fixtures/march.ts';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';

const day = 86_400;
const asOf = '2026-05-01T00:00:00Z';
const window = { period: '2026-03' };

interface Value {
  value: number | null;
  money: { amount: string; currency: string } | null;
  numerator: number | null;
  denominator: number | null;
  sampleSize: number;
  median: number | null;
  p90: number | null;
  standardDeviation: number | null;
  interval: { low: number; high: number } | null;
  leftOut: { reason: string; count: number }[];
  status: string;
  breakdown?: Slice[];
}
interface Slice {
  key: string | null;
  isRest: boolean;
  value: number | null;
  numerator: number | null;
  sampleSize: number;
  median: number | null;
  p90: number | null;
}

// Each expectation is worked by hand from the table in tests/fixtures/march.ts; nothing is computed by the code under test.
describe.each(engines)('March, worked by hand, on %s', (engine) => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer({ engine });
    for (const kind of kindsInOrder)
      expect(await post(server, kind, march[kind]!)).toMatchObject({ rejected: 0, accepted: march[kind]!.length });
  });
  afterAll(() => server.close());

  const fields =
    'value money { amount currency } numerator denominator sampleSize median p90 standardDeviation interval { low high } leftOut { reason count } status';
  async function kpi(key: string, scope: object = {}, by?: string, first?: number): Promise<Value> {
    const slices = by
      ? `breakdown(by: ${by}${first ? `, first: ${first}` : ''}) { key isRest value numerator sampleSize median p90 }`
      : '';
    const data = await ask<{ workspace: { funnel: { kpi: Value } } }>(
      server,
      `query ($key: String!, $scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpi(key: $key, scope: $scope) { ${fields} ${slices} } } } }`,
      { key, scope: { window, asOf, ...scope } },
    );
    return data.workspace.funnel.kpi;
  }
  const slices = async (key: string, by: string, scope: object = {}) =>
    (await kpi(key, scope, by)).breakdown!.map(({ key, value }) => [key, value]);

  describe('lead acquisition', () => {
    test('new_leads: L1 to L5 and L7; the first instant of April is April', async () => {
      expect(await kpi('new_leads')).toMatchObject({
        value: 6,
        sampleSize: 6,
        status: 'OK',
        money: null,
        interval: null,
      });
    });

    test('lead_quality_score: the mean of 100, 60, 59, 30; two without a score', async () => {
      const found = await kpi('lead_quality_score');
      expect(found).toMatchObject({ value: 62.25, sampleSize: 4, leftOut: [{ reason: 'UNSCORED', count: 2 }] });
      expect(found.standardDeviation).toBeCloseTo(Math.sqrt(2480.75 / 3), 9);
      // t(0.975; 3) = 3.18245
      expect(found.interval!.high - 62.25).toBeCloseTo((3.18245 * 28.75616) / 2, 3);
    });

    test('qualified_leads: 100 and exactly 60', async () => {
      expect(await kpi('qualified_leads')).toMatchObject({ value: 2, sampleSize: 2 });
    });

    test('qualified_lead_rate: 2 / 6, Wilson 0.0968 to 0.7000', async () => {
      const found = await kpi('qualified_lead_rate');
      expect(found).toMatchObject({ value: 2 / 6, numerator: 2, denominator: 6, sampleSize: 6 });
      expect(found.interval!.low).toBeCloseTo(0.0968, 4);
      expect(found.interval!.high).toBeCloseTo(0.7, 4);
    });

    test('channel_share: 3 of 6 come from ads, whatever the channels filter', async () => {
      expect(await kpi('channel_share', { filter: { channels: ['ads'] } })).toMatchObject({
        value: 0.5,
        numerator: 3,
        denominator: 6,
      });
      expect(await slices('channel_share', 'CHANNEL')).toEqual([
        ['ads', 3 / 6],
        ['expo', 1 / 6],
        ['ref', 1 / 6],
        [null, 1 / 6],
      ]);
    });

    test('channel_conversion_rate: ads 2 of 3, ref 1 of 1, others none', async () => {
      expect(await slices('channel_conversion_rate', 'CHANNEL')).toEqual([
        ['ads', 2 / 3],
        ['ref', 1],
        ['expo', 0],
        [null, 0],
      ]);
    });

    test('channel_spend: 1,500.00 exactly; where nobody reported spend it is unknown, not 0', async () => {
      expect(await kpi('channel_spend')).toMatchObject({
        value: 1500,
        money: { amount: '1500.00', currency: 'CNY' },
        sampleSize: 3,
      });
      expect(await kpi('channel_spend', { filter: { channels: ['ref'] } })).toMatchObject({
        value: null,
        money: null,
        status: 'NO_DATA',
      });
      expect(await kpi('channel_spend', { filter: { channels: ['expo'] } })).toMatchObject({ value: 0, status: 'OK' });
    });

    test('cost_per_lead: 1,500 / 6; ads 500, expo 0, ref unknown', async () => {
      expect(await kpi('cost_per_lead')).toMatchObject({
        value: 250,
        money: { amount: '250.00' },
        numerator: 1500,
        denominator: 6,
        sampleSize: 6,
      });
      expect(await slices('cost_per_lead', 'CHANNEL')).toEqual([
        ['ads', 500],
        ['expo', 0],
        ['ref', null],
        [null, null],
      ]);
    });

    test('cost_per_acquisition: COHORT C1, C2, C4 of March’s leads; PERIOD C1, C2, C5; as of 1 April only C1 and C2', async () => {
      expect(await kpi('cost_per_acquisition')).toMatchObject({ value: 500, denominator: 3, sampleSize: 3 });
      expect(await kpi('cost_per_acquisition', { basis: 'PERIOD' })).toMatchObject({ value: 500, denominator: 3 });
      expect(await kpi('cost_per_acquisition', { asOf: '2026-04-01T00:00:00Z' })).toMatchObject({
        value: 750,
        denominator: 2,
      });
    });

    test('channel_roi: COHORT (18,000.50 − 1,500) / 1,500; PERIOD (13,000 − 1,500) / 1,500; spend of 0 gives none', async () => {
      const cohort = await kpi('channel_roi');
      expect(cohort.value).toBeCloseTo(16_500.5 / 1500, 12);
      expect(cohort).toMatchObject({
        numerator: 16_500.5,
        denominator: 1500,
        sampleSize: 6,
        leftOut: [
          { reason: 'WITHOUT_AMOUNT', count: 1 },
          { reason: 'WITHOUT_LEAD', count: 1 },
        ],
      });
      const period = await kpi('channel_roi', { basis: 'PERIOD' });
      expect(period.value).toBeCloseTo(11_500 / 1500, 12);
      expect(period.leftOut).toEqual([{ reason: 'WITHOUT_AMOUNT', count: 1 }]);
      expect(await slices('channel_roi', 'CHANNEL')).toEqual([
        ['ads', 8500 / 1500],
        ['expo', null],
        ['ref', null],
        [null, null],
      ]);
      expect((await kpi('channel_roi', { filter: { channels: ['expo'] } })).status).toBe('NO_DATA');
    });
  });

  describe('nurturing', () => {
    test('intent_conversion_rate: COHORT L1, L2, L3, L4, L7 of 6; PERIOD four of them in March', async () => {
      expect(await kpi('intent_conversion_rate')).toMatchObject({ value: 5 / 6, numerator: 5 });
      expect(await kpi('intent_conversion_rate', { basis: 'PERIOD' })).toMatchObject({
        value: 4 / 6,
        numerator: 4,
        interval: null,
      });
    });

    test('first_response_time: 0, 1,800, 3,600 and 86,400 s; a call before creation is no answer, one after asOf is not yet', async () => {
      expect(await kpi('first_response_time')).toMatchObject({
        value: 22_950,
        sampleSize: 4,
        median: 2700,
        p90: expect.closeTo(61_560, 6),
        leftOut: [{ reason: 'UNANSWERED', count: 2 }],
      });
      expect(await slices('first_response_time', 'OWNER')).toEqual([
        ['an', 900],
        ['bo', 45_000],
        [null, null],
      ]);
      expect(await slices('first_response_time', 'TEAM')).toEqual([
        ['north', 900],
        ['south', 45_000],
        [null, null],
      ]);
    });
  });

  describe('opportunities', () => {
    test('opportunities: O1, O2, O3, O6', async () => {
      expect(await kpi('opportunities')).toMatchObject({ value: 4 });
    });

    test('opportunity_conversion_rate: COHORT 2 / 4; PERIOD 3 won of 4 decided', async () => {
      expect(await kpi('opportunity_conversion_rate')).toMatchObject({ value: 0.5, numerator: 2, denominator: 4 });
      const winRate = await kpi('opportunity_conversion_rate', { basis: 'PERIOD' });
      expect(winRate).toMatchObject({ value: 0.75, numerator: 3, denominator: 4 });
      expect(winRate.interval).not.toBeNull();
    });

    test('sales_cycle: 10, 10 and 32 days', async () => {
      const found = await kpi('sales_cycle');
      expect(found).toMatchObject({ sampleSize: 3, median: 10 * day, leftOut: [] });
      expect(found.value).toBeCloseTo((52 / 3) * day, 6);
      expect(found.p90).toBeCloseTo(27.6 * day, 6);
    });

    test('conversion: advanced, lost and open sum to reached; times only where both stages were really entered', async () => {
      const data = await ask<{ workspace: { funnel: { conversion: unknown[] } } }>(
        server,
        `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { conversion(scope: $scope) {
           stage { key } reached advanced lost open rate cumulativeRate medianTime meanTime } } } }`,
        { scope: { window, asOf } },
      );
      expect(data.workspace.funnel.conversion).toEqual([
        {
          stage: { key: 'lead' },
          reached: 6,
          advanced: 5,
          lost: 1,
          open: 0,
          rate: 5 / 6,
          cumulativeRate: 1,
          medianTime: 2 * day,
          meanTime: 2 * day,
        },
        {
          stage: { key: 'nurturing' },
          reached: 5,
          advanced: 5,
          lost: 0,
          open: 0,
          rate: 1,
          cumulativeRate: 5 / 6,
          medianTime: 6 * day,
          meanTime: 6 * day,
        },
        {
          stage: { key: 'opportunity' },
          reached: 5,
          advanced: 3,
          lost: 1,
          open: 1,
          rate: 0.6,
          cumulativeRate: 5 / 6,
          medianTime: 10 * day,
          meanTime: expect.closeTo((38 / 3) * day, 6),
        },
        {
          stage: { key: 'won' },
          reached: 3,
          advanced: null,
          lost: null,
          open: null,
          rate: null,
          cumulativeRate: 0.5,
          medianTime: null,
          meanTime: null,
        },
      ]);
    });

    test('conversion of the window before is that of an April question, 30 days earlier', async () => {
      const row = 'reached advanced lost open rate cumulativeRate medianTime meanTime interval { low high }';
      const conversion = async (scope: object, selection: string) =>
        (
          await ask<{ workspace: { funnel: { conversion: { previous: unknown }[] } } }>(
            server,
            `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { conversion(scope: $scope) { ${selection} } } } }`,
            { scope },
          )
        ).workspace.funnel.conversion;
      // April has 30 days, so what May 1 knew of April is held against what April 1 knew of March.
      const april = { window: { period: '2026-04' }, asOf: '2026-05-01T00:00:00Z' };
      const march = { window, asOf: '2026-04-01T00:00:00Z' };
      const before = await conversion(april, `previous { ${row} previous { reached } }`);
      expect(before.map(({ previous }) => previous)).toEqual(
        (await conversion(march, row)).map((each) => ({ ...each, previous: null })),
      );
      expect(before[0]!.previous).toMatchObject({ reached: 6 });
    });

    test('stage_conversion_rate: (5 + 5 + 3) / (6 + 5 + 5); by stage its steps', async () => {
      expect(await kpi('stage_conversion_rate')).toMatchObject({ numerator: 13, denominator: 16 });
      expect(await slices('stage_conversion_rate', 'STAGE')).toEqual([
        ['lead', 5 / 6],
        ['nurturing', 1],
        ['opportunity', 0.6],
      ]);
    });

    test('time_in_stage: 1, 2, 6, 9, 10, 10, 10, 10 days; by the stage left', async () => {
      const found = await kpi('time_in_stage', {}, 'STAGE');
      expect(found).toMatchObject({ sampleSize: 8, median: 9.5 * day });
      expect(found.value).toBeCloseTo(7.25 * day, 6);
      expect(found.breakdown!.map(({ key, sampleSize, value }) => [key, sampleSize, value])).toEqual([
        ['lead', 4, 5.5 * day],
        ['opportunity', 3, 10 * day],
        ['nurturing', 1, 6 * day],
      ]);
    });
  });

  describe('conversion and retention', () => {
    test('won_customers: C1, C2, C5; won_amount: 10,000 + 3,000, one win without an amount; revenue: 355.25', async () => {
      expect(await kpi('won_customers')).toMatchObject({ value: 3 });
      expect(await kpi('won_amount')).toMatchObject({
        money: { amount: '13000.00' },
        sampleSize: 2,
        leftOut: [{ reason: 'WITHOUT_AMOUNT', count: 1 }],
      });
      expect(await kpi('revenue')).toMatchObject({ money: { amount: '355.25' }, sampleSize: 4 });
    });

    test('lead_to_won_rate: 3 / 6; within 30 days 2 / 6; PERIOD 2 / 6 without an interval', async () => {
      expect(await kpi('lead_to_won_rate')).toMatchObject({ value: 0.5, numerator: 3 });
      expect(await kpi('lead_to_won_rate', { withinDays: 30 })).toMatchObject({
        numerator: 2,
        denominator: 6,
        leftOut: [],
      });
      expect(await kpi('lead_to_won_rate', { basis: 'PERIOD' })).toMatchObject({
        numerator: 2,
        denominator: 6,
        interval: null,
      });
    });

    test('withinDays leaves out those whose days have not run out; all of them: null, IMMATURE', async () => {
      // 45 days before asOf is 17 March 08:00: L5 and L7 are immature.
      expect(await kpi('lead_to_won_rate', { withinDays: 45 })).toMatchObject({
        numerator: 3,
        denominator: 4,
        leftOut: [{ reason: 'IMMATURE', count: 2 }],
      });
      expect(await kpi('lead_to_won_rate', { withinDays: 365 })).toMatchObject({
        value: null,
        sampleSize: 0,
        status: 'IMMATURE',
      });
    });

    test('repurchase_rate: COHORT C1 and C2; as of 10 April only C1; within 10 days 1 / 2; within 40 C2 is immature', async () => {
      expect(await kpi('repurchase_rate')).toMatchObject({ value: 1, numerator: 2, denominator: 2 });
      expect(await kpi('repurchase_rate', { asOf: '2026-04-10T00:00:00Z' })).toMatchObject({
        numerator: 1,
        denominator: 2,
      });
      expect(await kpi('repurchase_rate', { withinDays: 10 })).toMatchObject({ numerator: 1, denominator: 2 });
      expect(await kpi('repurchase_rate', { withinDays: 40 })).toMatchObject({
        numerator: 1,
        denominator: 1,
        leftOut: [{ reason: 'IMMATURE', count: 1 }],
      });
    });

    test('repurchase_rate PERIOD: C1 and C5 of three ordering customers, with an interval; the product is the first order’s', async () => {
      const found = await kpi('repurchase_rate', { basis: 'PERIOD' });
      expect(found).toMatchObject({ value: 2 / 3, numerator: 2, denominator: 3 });
      expect(found.interval).not.toBeNull();
      expect(await slices('repurchase_rate', 'PRODUCT', { basis: 'PERIOD' })).toEqual([
        ['bi', 1],
        ['crm', 0.5],
      ]);
    });
  });

  describe('filters and slices', () => {
    test('null among the channels means facts without one; an unknown key matches nothing', async () => {
      expect(await kpi('new_leads', { filter: { channels: [null, 'ref'] } })).toMatchObject({ value: 2 });
      expect(await kpi('new_leads', { filter: { channels: ['nowhere'] } })).toMatchObject({ value: 0, status: 'OK' });
      expect(await kpi('new_leads', { filter: { channels: [] } })).toMatchObject({ value: 6 });
      expect(await kpi('lead_to_won_rate', { filter: { channels: ['nowhere'] } })).toMatchObject({
        value: null,
        status: 'NO_DATA',
      });
    });

    test('every filter narrows: owner, team, product, industry, company size, tag', async () => {
      for (const [filter, count] of [
        [{ owners: ['an'] }, 2],
        [{ teams: ['south'] }, 2],
        [{ industries: ['it', 'retail'] }, 3],
        [{ companySizes: ['60'] }, 2],
        [{ tags: ['hot'] }, 2],
        [{ tags: ['big', 'hot'] }, 2],
        [{ owners: ['an'], tags: ['big'] }, 1],
        [{ regions: ['north'] }, 0],
      ] as const)
        expect([filter, (await kpi('new_leads', { filter })).value]).toEqual([filter, count]);
      expect(await kpi('revenue', { filter: { products: ['crm'] } })).toMatchObject({ money: { amount: '305.00' } });
    });

    test('by tag a lead counts in each of its tags', async () => {
      expect(await slices('new_leads', 'TAG')).toEqual([
        [null, 4],
        ['hot', 2],
        ['big', 1],
      ]);
    });

    test('what is beyond `first` is one slice, whose quantiles are those of its facts', async () => {
      const { breakdown } = await kpi('first_response_time', {}, 'CHANNEL', 1);
      // ads: 0, 1,800, 86,400; the rest: 3,600 (ref), expo and no channel unanswered.
      expect(breakdown).toEqual([
        {
          key: 'ads',
          isRest: false,
          value: 29_400,
          numerator: null,
          sampleSize: 3,
          median: 1800,
          p90: expect.closeTo(69_480, 6),
        },
        { key: null, isRest: true, value: 3600, numerator: null, sampleSize: 1, median: 3600, p90: 3600 },
      ]);
    });
  });
});
