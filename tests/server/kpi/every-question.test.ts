import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindsInOrder, march } from '../../fixtures/march.ts';
import { type GraphqlResult, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';

interface Definition {
  key: string;
  dimensions: string[];
  takesWithinDays: boolean;
}
interface Answer {
  value: number | null;
  sampleSize: number;
  status: string;
  breakdown: { sampleSize: number; numerator: number | null; denominator: number | null; value: number | null }[];
  series: { sampleSize: number; numerator: number | null; value: number | null }[];
  previous: { value: number | null } | null;
  numerator: number | null;
  denominator: number | null;
}

const allDimensions = [
  'CHANNEL',
  'OWNER',
  'TEAM',
  'PRODUCT',
  'INDUSTRY',
  'REGION',
  'COMPANY_SIZE',
  'TAG',
  'STAGE',
  'ACTIVITY_KIND',
  'ACTIVITY_LEVEL',
];
const filters: Record<string, object> = {
  CHANNEL: { channels: ['ads', null] },
  OWNER: { owners: ['an'] },
  TEAM: { teams: ['north'] },
  PRODUCT: { products: ['crm'] },
  INDUSTRY: { industries: ['it'] },
  REGION: { regions: ['x'] },
  COMPANY_SIZE: { companySizes: ['60'] },
  TAG: { tags: ['hot'] },
};

/** As at the window's end: a series of them has the whole as its last point. */
const states = [
  'lead_activity_score',
  'active_lead_share',
  'lead_churn_rate',
  'open_opportunities',
  'pipeline_value',
  'stalled_opportunities',
  'sales_velocity',
  'clv_annual',
  'referrer_rate',
];
/** One lead, owner or customer may count in several slices or buckets, so that these do not add up. */
const overlapping = ['follow_up_frequency', 'follow_ups_per_lead', 'reply_rate'];
/** Each bucket looks at days of its own before it. */
const comparing = ['customer_churn_rate'];

describe.each(engines)('every KPI on %s', (engine) => {
  let server: Awaited<ReturnType<typeof startServer>>;
  let definitions: Definition[];
  beforeAll(async () => {
    server = await startServer({ engine });
    for (const kind of kindsInOrder) await post(server, kind, march[kind]!);
    const { data } = await request<{ kpiDefinitions: Definition[] }>(
      server,
      '{ kpiDefinitions { key dimensions takesWithinDays } }',
    );
    definitions = data!.kpiDefinitions;
  });
  afterAll(() => server.close());

  const kpi = (
    key: string,
    fields: string,
    scope: object,
  ): Promise<GraphqlResult<{ workspace: { funnel: { kpi: Answer } } }>> =>
    request(
      server,
      `query ($key: String!, $scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpi(key: $key, scope: $scope) { ${fields} } } } }`,
      {
        key,
        scope,
      },
    );
  const march2026 = { window: { period: '2026-03' }, asOf: '2026-05-01T00:00:00Z' };
  const empty = { window: { period: '1999' } };

  test('there are 48 of them', () => expect(definitions).toHaveLength(48));

  test('answers over nothing with 0 or null, never NaN, on both bases, with its series, slices and the window before', async () => {
    for (const { key, dimensions } of definitions)
      for (const basis of ['COHORT', 'PERIOD']) {
        const fields = `value sampleSize status previous { value } series(grain: QUARTER) { value sampleSize } breakdown(by: ${dimensions[0]}) { value }`;
        const { data, errors } = await kpi(key, fields, { ...empty, basis });
        if (key === 'quote_conversion_rate' && basis === 'PERIOD') {
          expect(errors?.[0]?.extensions?.code).toBe('BASIS_NOT_AVAILABLE');
          continue;
        }
        expect([key, errors]).toEqual([key, undefined]);
        const { value, status, sampleSize, breakdown, series, previous } = data!.workspace.funnel.kpi;
        expect([key, value === null ? 'NO_DATA' : 'OK', value ?? 0, sampleSize]).toEqual([key, status, 0, 0]);
        expect([key, breakdown, series.length, previous?.value ?? 0]).toEqual([key, [], 4, 0]);
      }
  });

  test('is cut by each dimension that it bears, and its slices sum to the whole (tags apart)', async () => {
    for (const { key, dimensions } of definitions)
      for (const by of dimensions) {
        const fields = `value numerator denominator sampleSize breakdown(by: ${by}, first: 2) { value numerator denominator sampleSize }`;
        const { data, errors } = await kpi(key, fields, march2026);
        expect([key, by, errors]).toEqual([key, by, undefined]);
        if (by === 'TAG' || overlapping.includes(key)) continue;
        const whole = data!.workspace.funnel.kpi;
        const sum = (of: 'numerator' | 'sampleSize') =>
          whole.breakdown.reduce((total, slice) => total + (slice[of] ?? 0), 0);
        // A channel's return is unknown without its spend, though what it won counts in the whole. A distribution's slices sum to all.
        if (key !== 'channel_roi' && by !== 'ACTIVITY_LEVEL')
          expect([key, by, sum('numerator')]).toEqual([key, by, whole.numerator ?? 0]);
        // The denominator of a share of all channels is the same in each slice of a channel.
        if (!(key === 'channel_share' && by === 'CHANNEL') && by !== 'ACTIVITY_LEVEL')
          expect([key, by, sum('sampleSize')]).toEqual([key, by, whole.sampleSize]);
      }
  });

  test('is filtered by each dimension that it bears, and refuses the others', async () => {
    for (const { key, dimensions } of definitions)
      for (const dimension of allDimensions) {
        const sliced = await kpi(key, `breakdown(by: ${dimension}) { value }`, march2026);
        const code = dimensions.includes(dimension) ? undefined : 'DIMENSION_NOT_AVAILABLE';
        expect([key, dimension, sliced.errors?.[0]?.extensions?.code]).toEqual([key, dimension, code]);
        if (!filters[dimension]) continue;
        const filtered = await kpi(key, 'value', { ...march2026, filter: filters[dimension] });
        expect([key, dimension, filtered.errors?.[0]?.extensions?.code]).toEqual([key, dimension, code]);
      }
  });

  test('has a series whose counts sum to the whole, or that ends with it, by every grain', async () => {
    for (const { key } of definitions)
      for (const grain of ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']) {
        const { data, errors } = await kpi(
          key,
          `numerator sampleSize series(grain: ${grain}) { numerator sampleSize value }`,
          march2026,
        );
        expect([key, grain, errors]).toEqual([key, grain, undefined]);
        if (overlapping.includes(key) || comparing.includes(key)) continue;
        const { sampleSize, series } = data!.workspace.funnel.kpi;
        const counted = states.includes(key)
          ? series.at(-1)!.sampleSize
          : series.reduce((sum, point) => sum + point.sampleSize, 0);
        expect([key, grain, counted]).toEqual([key, grain, sampleSize]);
      }
  });

  test('has a point that says all that the KPI says of the same days: its interval and what was left out, too', async () => {
    const fields = 'value numerator denominator sampleSize interval { low high level } leftOut { reason count } status';
    const found = await Promise.all(
      definitions.map(async ({ key, takesWithinDays }) => {
        const scope = takesWithinDays ? { ...march2026, withinDays: 40 } : march2026;
        const { data, errors } = await kpi(key, `${fields} series(grain: YEAR) { ${fields} }`, scope);
        expect([key, errors]).toEqual([key, undefined]);
        const { series, ...whole } = data!.workspace.funnel.kpi as unknown as { series: object[]; leftOut: object[] };
        expect([key, series]).toEqual([key, [whole]]);
        return whole as { leftOut: { reason: string }[]; interval?: object | null };
      }),
    );
    expect(found.some(({ interval }) => interval)).toBe(true);
    expect(found.some(({ leftOut }) => leftOut.some(({ reason }) => reason === 'IMMATURE'))).toBe(true);
  });

  test.each<[string, string, object, string]>([
    ['an unknown key', 'no_such_kpi', march2026, 'UNKNOWN_KPI'],
    [
      'to before from',
      'new_leads',
      { window: { between: { from: '2026-03-02', to: '2026-03-01' } } },
      'INVALID_WINDOW',
    ],
    ['a week that is none', 'new_leads', { window: { period: '2026-W54' } }, 'INVALID_WINDOW'],
    ['asOf in the future', 'new_leads', { window: { period: '2026' }, asOf: '2999-01-01T00:00:00Z' }, 'INVALID_AS_OF'],
    ['withinDays on a count', 'new_leads', { ...march2026, withinDays: 3 }, 'WITHIN_DAYS_NOT_AVAILABLE'],
    [
      'withinDays under PERIOD',
      'lead_to_won_rate',
      { ...march2026, withinDays: 3, basis: 'PERIOD' },
      'WITHIN_DAYS_NOT_AVAILABLE',
    ],
    ['negative withinDays', 'lead_to_won_rate', { ...march2026, withinDays: -1 }, 'INVALID_WITHIN_DAYS'],
    [
      'a filter of 10,001 values',
      'new_leads',
      { ...march2026, filter: { owners: Array.from({ length: 10_001 }, (_, n) => `o${n}`) } },
      'INVALID_FILTER',
    ],
  ])('%s is a coded error that leaves the rest of the answer alone', async (_, key, scope, code) => {
    const { data, errors } = await kpi(key, 'value', scope);
    expect(errors!.map(({ extensions }) => extensions?.code)).toEqual([code]);
    expect(data!.workspace.funnel.kpi).toBeNull();
  });

  test('four centuries by day are too many points', async () => {
    const { errors } = await kpi('new_leads', 'series(grain: DAY) { value }', {
      window: { between: { from: '1900-01-01', to: '2300-01-01' } },
    });
    expect(errors![0]!.extensions!.code).toBe('TOO_MANY_POINTS');
  });

  test('a filter of 10,000 values is answered', async () => {
    const owners = ['an', ...Array.from({ length: 9_999 }, (_, n) => `o${n}`)];
    const { data, errors } = await kpi('new_leads', 'value', { ...march2026, filter: { owners, tags: owners } });
    expect([errors, data!.workspace.funnel.kpi.value]).toEqual([undefined, 0]);
    const { data: found } = await kpi('new_leads', 'value', { ...march2026, filter: { owners } });
    expect(found!.workspace.funnel.kpi.value).toBe(2);
  });

  test('hostile filter values match nothing and break nothing', async () => {
    const owners = ["'; drop table leads; --", '\u0000', '\ud800', '%', '\\', '"'];
    const { data, errors } = await kpi('new_leads', 'value', {
      ...march2026,
      filter: { owners, tags: owners, channels: owners },
    });
    expect(errors).toBeUndefined();
    expect(data!.workspace.funnel.kpi.value).toBe(0);
  });
});
