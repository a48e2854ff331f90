import { type GraphQLObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOfData } from '../../../server/graphql/of-data.ts';
import { schema } from '../../../server/schema.ts';
import { ask, post, request } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';

/** A type or a field is added here once it is certain that whatever changes it raises the data version. */
test('of what results are shared is known', () => {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const marked = (name: string) =>
    Object.values((schema.getType(name) as GraphQLObjectType).getFields())
      .filter((field) => isOfData(schema.getType(name) as GraphQLObjectType, field))
      .map((field) => field.name)
      .join(' ');
  expect(types.filter(({ extensions }) => extensions.ofData).map(({ name }) => name)).toEqual([
    ...['ActivityWeight', 'Channel', 'ChannelKpis', 'ChannelRoi', 'Funnel', 'FunnelKpis', 'Interval'],
    ...[
      'KpiDefinition',
      'KpiPoint',
      'KpiSlice',
      'KpiValue',
      'LeftOut',
      'Money',
      'OwnerKpis',
      'Stage',
      'StageConversion',
    ],
    ...['StageKpis', 'Window'],
  ]);
  expect(marked('Query')).toBe('kpiDefinitions workspace');
  expect(marked('Workspace')).toBe('currency funnel funnels name timeZone');
  // Other slices could add fields to these.
  expect(marked('Channel')).toBe('id key kind kpis name');
  expect(marked('Stage')).toBe('category id key kpis name position');
  expect(marked('Funnel')).toBe(
    'activityWeights channelRoi conversion customerChurnDays followUpEffectDays id isDefault key kpi kpiValues kpis leadChurnDays name qualifiedThreshold skipPolicy stages stalledAfterDays',
  );
});

describe('the result of a whole operation', () => {
  const statements: string[] = [];
  const now = () => new Date('2026-06-01T00:00:00Z');
  let server: TestServer;
  beforeAll(async () => {
    // The clock stands still, so that all operations have one moment.
    server = await startServer({ now, observe: (text) => statements.push(text) });
    await post(server, 'channels', [{ key: 'ads', name: 'Ads' }]);
    await post(server, 'leads', [{ id: 'a', createdAt: '2026-05-01T00:00:00Z', channel: 'ads' }]);
  });
  afterAll(() => server.close());

  const roi = `query Roi($key: String! = "sales") { workspace { currency funnel(key: $key) {
    channelRoi(scope: { window: { period: "2026" } }) { channel { name } newLeads } } } }`;
  const countOf = async (work: () => Promise<unknown>) => {
    statements.length = 0;
    await work();
    return statements.length;
  };

  test('is shared, with what only its resolvers would have asked for, and told apart by variables', async () => {
    const first = await ask(server, roi);
    expect(await countOf(async () => expect(await ask(server, roi)).toEqual(first))).toBe(1);
    expect(await ask(server, roi, { key: 'none' })).toEqual({ workspace: { currency: 'CNY', funnel: null } });
  });

  test('is shared by keys of the same scopes only', async () => {
    await ask(server, roi);
    const reader = await server.makeKey(['READ']);
    const poster = await server.makeKey(['INGEST']);
    expect(await ask({ url: server.url, key: reader }, roi)).toEqual(await ask(server, roi));
    expect(await request({ url: server.url, key: poster }, roi)).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('is not shared where it says more than data: leads, keys', async () => {
    for (const selection of ['leads(first: 1) { totalCount }', 'apiKeys { name }']) {
      const query = `{ workspace { ${selection} } }`;
      const first = await countOf(() => ask(server, query));
      expect(await countOf(() => ask(server, query))).toBe(first);
    }
  });

  test('with errors is each operation’s own', async () => {
    const query = `{ workspace { funnel(key: "sales") { kpi(key: "nope", scope: { window: { period: "2026" } }) { value } } } }`;
    const together = await Promise.all(Array.from({ length: 5 }, () => request(server, query)));
    for (const result of together)
      expect(result).toMatchObject({
        data: { workspace: { funnel: { kpi: null } } },
        errors: [{ path: ['workspace', 'funnel', 'kpi'], extensions: { code: 'UNKNOWN_KPI' } }],
      });
  });

  test('is read anew after a change', async () => {
    await ask(server, roi);
    await post(server, 'channels', [{ key: 'ads', name: 'Search ads' }]);
    expect(JSON.stringify(await ask(server, roi))).toContain('Search ads');
  });
});
