import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilMidnight } from '../../../server/funnel/kpi.subscription.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { orphanedRows } from '../journeys/orphans.ts';

const scope = { window: { period: '2026-03' }, asOf: '2026-04-01T00:00:00Z' };
const define = `mutation ($input: DefineFunnelInput!) { defineFunnel(input: $input) {
  __typename ... on Error { code message } ... on InvalidFunnelError { stage }
  ... on DefineFunnelSuccess { funnel { id key name qualifiedThreshold stages { id key position } } } } }`;
interface Defined {
  defineFunnel: {
    __typename: string;
    code?: string;
    stage?: string | null;
    funnel: { id: string; qualifiedThreshold: number; stages: { id: string; key: string; position: number }[] };
  };
}
const stage = (key: string, category = 'ACQUISITION') => ({ key, name: { en: key }, category });
const conversion = `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { conversion(scope: $scope) { stage { key } reached } } } }`;

describe.each(engines)('funnels on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine });
    await post(
      server,
      'leads',
      ['a', 'b', 'c'].map((id) => ({ id, createdAt: '2026-03-01T00:00:00Z' })),
    );
    await post(server, 'transitions', [
      { lead: 'a', at: '2026-03-02T00:00:00Z', to: 'nurturing' },
      { lead: 'b', at: '2026-03-03T00:00:00Z', to: 'opportunity' },
    ]);
  });
  afterAll(() => server.close());

  const reached = async () =>
    (
      await ask<{ workspace: { funnel: { conversion: { stage: { key: string }; reached: number }[] } } }>(
        server,
        conversion,
        { scope },
      )
    ).workspace.funnel.conversion.map(({ stage, reached }) => [stage.key, reached]);

  test('KPIs follow new stages in the same change, and old facts come back with old stages', async () => {
    const before = [
      ['lead', 3],
      ['nurturing', 2],
      ['opportunity', 1],
      ['won', 0],
    ];
    expect(await reached()).toEqual(before);
    const sales = (stages: object[]) =>
      ask<Defined>(server, define, { input: { key: 'sales', name: { en: 'Sales' }, stages } });
    const ends = [stage('lead'), stage('won', 'RETENTION')] as const;
    const without = await sales([ends[0], stage('nurturing', 'NURTURING'), ends[1]]);
    expect(await reached()).toEqual([
      ['lead', 3],
      ['nurturing', 1],
      ['won', 0],
    ]);
    expect(await orphanedRows(server.database)).toEqual({});
    const again = await sales([ends[0], stage('opportunity', 'OPPORTUNITY'), stage('nurturing', 'NURTURING'), ends[1]]);
    // Swapped: b entered opportunity, now second; a entered nurturing, now third, and so passed it.
    expect(await reached()).toEqual([
      ['lead', 3],
      ['opportunity', 2],
      ['nurturing', 1],
      ['won', 0],
    ]);
    const id = (defined: Defined, key: string) =>
      defined.defineFunnel.funnel.stages.find((each) => each.key === key)!.id;
    expect(id(again, 'nurturing')).toBe(id(without, 'nurturing'));
    await sales([ends[0], stage('nurturing', 'NURTURING'), stage('opportunity', 'OPPORTUNITY'), ends[1]]);
    expect(await reached()).toEqual(before);
  });

  test('a new threshold changes who is qualified, at once; absent it stays', async () => {
    const stages = [
      stage('lead'),
      stage('nurturing', 'NURTURING'),
      stage('opportunity', 'OPPORTUNITY'),
      stage('won', 'RETENTION'),
    ];
    const sales = (more: object) =>
      ask<Defined>(server, define, { input: { key: 'sales', name: { en: 'Sales', zh: '销售' }, stages, ...more } });
    expect((await sales({ qualifiedThreshold: 30 })).defineFunnel.funnel.qualifiedThreshold).toBe(30);
    expect((await sales({})).defineFunnel.funnel.qualifiedThreshold).toBe(30);
  });

  test('a second funnel stands beside the default one, and leads may name it', async () => {
    const stages = [stage('in'), stage('done', 'RETENTION')];
    const { defineFunnel } = await ask<Defined>(server, define, {
      input: { key: 'partners', name: { zh: '伙伴' }, stages },
    });
    expect(defineFunnel.funnel).toMatchObject({ key: 'partners', name: '伙伴', qualifiedThreshold: 60 });
    await post(server, 'leads', [{ id: 'p', createdAt: '2026-03-01T00:00:00Z', funnel: 'partners' }]);
    await post(server, 'transitions', [{ lead: 'p', at: '2026-03-02T00:00:00Z', to: 'done' }]);
    const { workspace } = await ask<{ workspace: object }>(
      server,
      `query ($scope: KpiScopeInput!) { workspace { funnels { key isDefault kpis(scope: $scope) { newLeads { value } leadToWonRate { value } } } none: funnel(key: "none") { id } } }`,
      { scope },
    );
    expect(workspace).toEqual({
      funnels: [
        { key: 'sales', isDefault: true, kpis: { newLeads: { value: 3 }, leadToWonRate: { value: 0 } } },
        { key: 'partners', isDefault: false, kpis: { newLeads: { value: 1 }, leadToWonRate: { value: 1 } } },
      ],
      none: null,
    });
  });
});

describe('a funnel', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ now: () => new Date('2026-04-01T00:00:00Z') });
  });
  afterAll(() => server.close());

  const good = { key: 'f', name: { en: 'F' }, stages: [stage('a'), stage('b')] };
  test.each([
    ['an empty key', { key: ' ' }, 'INVALID_KEY', null],
    ['a name in no language', { name: {} }, 'INVALID_NAME', null],
    ['an empty name', { name: { en: '' } }, 'INVALID_NAME', null],
    ['one stage', { stages: [stage('a')] }, 'TOO_FEW_STAGES', null],
    ['51 stages', { stages: Array.from({ length: 51 }, (_, n) => stage(`s${n}`)) }, 'TOO_MANY_STAGES', null],
    ['two stages of one key', { stages: [stage('a'), stage('a')] }, 'DUPLICATE_STAGE', 'a'],
    ['a stage called lost', { stages: [stage('a'), stage('lost')] }, 'RESERVED_STAGE', 'lost'],
    ['a stage without a name', { stages: [stage('a'), { ...stage('b'), name: {} }] }, 'INVALID_NAME', 'b'],
    ['a threshold over 100', { qualifiedThreshold: 101 }, 'INVALID_THRESHOLD', null],
  ])('with %s is refused as data', async (_, fault, code, at) => {
    const { defineFunnel } = await ask<Defined>(server, define, { input: { ...good, ...fault } });
    expect(defineFunnel).toMatchObject({ __typename: 'InvalidFunnelError', code, stage: at });
    expect(await ask(server, '{ workspace { funnels { key } } }')).toEqual({
      workspace: { funnels: [{ key: 'sales' }] },
    });
  });

  test('has names in Chinese and English, and stages of all four categories', async () => {
    const query =
      '{ workspace { funnel(key: "sales") { en: name zh: name(locale: "zh-CN") fr: name(locale: "fr") stages { key position category name(locale: "zh") } } } }';
    expect(await ask(server, query)).toEqual({
      workspace: {
        funnel: {
          en: 'Sales',
          zh: '销售漏斗',
          fr: 'Sales',
          stages: [
            { key: 'lead', position: 1, category: 'ACQUISITION', name: '线索获取' },
            { key: 'nurturing', position: 2, category: 'NURTURING', name: '线索培育' },
            { key: 'opportunity', position: 3, category: 'OPPORTUNITY', name: '机会管理' },
            { key: 'won', position: 4, category: 'RETENTION', name: '成交与复购' },
          ],
        },
      },
    });
  });

  const kpiValues = (args: string) =>
    `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpiValues(${args}, scope: $scope) { definition { key } } } } }`;
  interface Values {
    workspace: { funnel: { kpiValues: ({ definition: { key: string } } | null)[] } };
  }
  const keysOf = (data: Values | null | undefined) =>
    data?.workspace.funnel.kpiValues.map((each) => each?.definition.key ?? null);

  test('answers KPIs in the order asked, each failing alone', async () => {
    const { data, errors } = await request<Values>(
      server,
      kpiValues('keys: ["revenue", "nope", "new_leads", "revenue"]'),
      { scope },
    );
    expect(keysOf(data)).toEqual(['revenue', null, 'new_leads', 'revenue']);
    expect(errors).toMatchObject([
      { path: ['workspace', 'funnel', 'kpiValues', 1], extensions: { code: 'UNKNOWN_KPI' } },
    ]);
  });

  test('without keys answers the headline KPIs, one or two a category', async () => {
    for (const category of ['ACQUISITION', 'NURTURING', 'OPPORTUNITY', 'RETENTION']) {
      const { data } = await request<Values>(server, kpiValues(`category: ${category}`), { scope });
      expect(keysOf(data)!.length).toBeGreaterThanOrEqual(1);
      expect(keysOf(data)!.length).toBeLessThanOrEqual(2);
    }
  });

  test('answers every KPI of the groups that are asked for whole, and the headlines of the others', async () => {
    const { data } = await request<Values>(server, kpiValues('allOf: [RETENTION]'), { scope });
    const expected = definitions.filter(({ category, headline }) => category === 'RETENTION' || headline);
    expect(keysOf(data)).toEqual(expected.map(({ key }) => key));
    expect(expected.length).toBeGreaterThan(10);
    const none = await request<Values>(server, kpiValues('allOf: []'), { scope });
    expect(keysOf(none.data)).toEqual(definitions.filter(({ headline }) => headline).map(({ key }) => key));
  });

  test.each([
    [{ window: { period: '2026-13' } }, 'INVALID_WINDOW'],
    [{ window: { between: { from: '2026-03-02', to: '2026-03-01' } } }, 'INVALID_WINDOW'],
    [{ window: { period: '2026' }, asOf: '2026-04-01T00:00:01Z' }, 'INVALID_AS_OF'],
    [{ window: { period: '2026' }, withinDays: 3 }, 'WITHIN_DAYS_NOT_AVAILABLE'],
    [{ window: { period: '2026', last: { unit: 'DAY', count: 1 } } }, 'BAD_USER_INPUT'],
    [{}, 'BAD_USER_INPUT'],
  ])('a scope %j is refused with %s', async (bad, code) => {
    const { errors } = await request(
      server,
      'query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpi(key: "new_leads", scope: $scope) { value } } } }',
      { scope: bad },
    );
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
    expect(errors![0]!.message).not.toMatch(/select|at .*\.ts/);
  });

  test('previous has no previous of its own; change is null without data', async () => {
    const query =
      'query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpis(scope: $scope) { revenue { money { amount currency } change relativeChange previous { value window { from to } previous { value } change } } leadToWonRate { change status } } } } }';
    expect(await ask(server, query, { scope })).toEqual({
      workspace: {
        funnel: {
          kpis: {
            revenue: {
              money: { amount: '0.00', currency: 'CNY' },
              change: 0,
              relativeChange: null,
              previous: { value: 0, window: { from: '2026-02-01', to: '2026-03-01' }, previous: null, change: null },
            },
            leadToWonRate: { change: null, status: 'NO_DATA' },
          },
        },
      },
    });
  });

  test('the dictionary can be asked for, in both languages', async () => {
    const { kpiDefinitions } = await ask<{ kpiDefinitions: { key: string; name: string; formula: string }[] }>(
      server,
      '{ kpiDefinitions(category: RETENTION) { key name(locale: "zh") formula } }',
    );
    expect(kpiDefinitions.map(({ key }) => key)).toContain('repurchase_rate');
    expect(kpiDefinitions.find(({ key }) => key === 'repurchase_rate')!.name).toBe('复购率');
  });
});

test('the workspace’s midnight is found across a change of clocks', () => {
  const hours = (now: string, zone: string) => untilMidnight(new Date(now), zone) / 3_600_000;
  expect(hours('2026-03-01T00:00:00Z', 'Asia/Shanghai')).toBe(16);
  expect(hours('2026-03-08T05:00:00Z', 'America/New_York')).toBe(23);
  expect(hours('2026-11-01T04:00:00Z', 'America/New_York')).toBe(25);
});
