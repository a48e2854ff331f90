import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { camelCase } from '../../../server/graphql/kpi-set.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const scope = '{ window: { period: "2026" }, asOf: "2026-06-01T00:00:00Z" }';

describe.each(engines)('statements of an operation on %s', (engine) => {
  const statements: string[] = [];
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine, observe: (text) => statements.push(text) });
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    await post(
      server,
      'leads',
      numbers.map((n) => ({ id: `l${n}`, createdAt: '2026-03-01T00:00:00Z', channel: `c${n}`, owner: `o${n % 9}` })),
    );
    await post(
      server,
      'opportunities',
      numbers.map((n) => ({
        id: `d${n}`,
        lead: `l${n}`,
        openedAt: '2026-03-02T00:00:00Z',
        wonAt: '2026-03-09T00:00:00Z',
        amount: n,
      })),
    );
    await post(
      server,
      'customers',
      numbers.map((n) => ({ id: `k${n}`, lead: `l${n}`, becameAt: '2026-03-09T00:00:00Z' })),
    );
  });
  afterAll(() => server.close());

  let days = 0;
  /** A change, so that nothing is shared with what was asked before. */
  async function change(): Promise<void> {
    const date = new Date(Date.UTC(2020, 0, ++days)).toISOString().slice(0, 10);
    await post(server, 'rates', [{ currency: 'USD', date, perUnit: 7 }]);
    statements.length = 0;
  }

  async function count(selection: string): Promise<number> {
    const query = `{ workspace { ${selection} } }`;
    await ask(server, query);
    await change();
    await ask(server, query);
    return statements.length;
  }

  test('are as many for 1 as for 100 channels with their KPIs', async () => {
    const channels = (first: number) =>
      `channels(first: ${first}) { totalCount edges { node { name kpis(scope: ${scope}) { newLeads { value previous { value } } channelRoi { value } costPerLead { value } } } } }`;
    const one = await count(channels(1));
    expect(await count(channels(100))).toBe(one);
    expect(one).toBeLessThan(10);
  });

  test('are as many for 1 as for 9 owners with their KPIs', async () => {
    const owners = (first: number) =>
      `owners(first: ${first}) { edges { node { name kpis(scope: ${scope}) { salesCycle { median } firstResponseTime { value } } } } }`;
    expect(await count(owners(9))).toBe(await count(owners(1)));
  });

  test('are as many for 1 as for 4 stages with their KPIs', async () => {
    const funnel = (stages: string) => `funnel(key: "sales") { ${stages} }`;
    const kpis = `kpis(scope: ${scope}) { timeInStage { value } stageConversionRate { value } }`;
    const all = await count(funnel(`stages { ${kpis} }`));
    const [{ id }] = (
      await ask<{ workspace: { funnel: { stages: [{ id: string }] } } }>(
        server,
        '{ workspace { funnel(key: "sales") { stages { id } } } }',
      )
    ).workspace.funnel.stages;
    await change();
    await ask(server, `{ node(id: "${id}") { ... on Stage { ${kpis} } } }`);
    expect(statements.length).toBe(all);
  });

  test('of the funnel chart are one more with the window before', async () => {
    const chart = (fields: string) => count(`funnel(key: "sales") { conversion(scope: ${scope}) { ${fields} } }`);
    const counts = await chart('reached rate');
    expect(await chart('reached rate previous { reached }')).toBe(counts + 1);
    expect(await chart('reached rate medianTime previous { reached rate interval { low } cumulativeRate }')).toBe(
      (await chart('reached rate medianTime')) + 1,
    );
  });

  test('are as many for 1 as for all KPIs of one scope', async () => {
    const kpis = (keys: readonly string[]) =>
      `funnel(key: "sales") { kpis(scope: ${scope}) { ${keys.map((key) => `${camelCase(key)} { value interval { low } }`).join(' ')} } }`;
    const keys = definitions.map(({ key }) => key);
    expect(keys.length).toBeGreaterThanOrEqual(20);
    expect(await count(kpis(keys))).toBe(await count(kpis(keys.slice(0, 1))));
  });

  test('are as many for 1 as for all KPIs with previous, series and breakdown', async () => {
    const kpis = (keys: readonly string[]) =>
      `funnel(key: "sales") { kpiValues(keys: ${JSON.stringify(keys)}, scope: ${scope}) { value previous { value } change relativeChange series(grain: MONTH) { value interval { low } leftOut { count } } breakdown(by: CHANNEL) { value } } }`;
    const keys = definitions.filter(({ dimensions }) => dimensions.includes('CHANNEL')).map(({ key }) => key);
    expect(await count(kpis(keys))).toBe(await count(kpis(['time_in_stage'])));
  });

  test('are as many for 1 as for 50 leads with all that belongs to them', async () => {
    const leads = (first: number) =>
      `leads(first: ${first}, filter: { stages: ["won"], channels: ["c1", "c2", null, ${Array.from({ length: 100 }, (_, n) => `"c${n}"`)}] }) { totalCount edges { node { externalId stage { name } qualityScore channel { name } owner { name } funnel { key } opportunities { amount { amount } lead { externalId } owner { key } } } } }`;
    const one = await count(leads(1));
    expect(await count(leads(50))).toBe(one);
  });

  test('are as many for 1 as for 50 customers with lead, orders and revenue', async () => {
    const customers = (first: number) =>
      `customers(first: ${first}) { edges { node { orderCount revenue { amount } lead { externalId stage { key } channel { key } } } } }`;
    expect(await count(customers(50))).toBe(await count(customers(1)));
  });

  test('do not count what was not asked for', async () => {
    await count('leads(first: 1) { edges { node { externalId } } }');
    expect(statements.filter((text) => /count\(/i.test(text))).toEqual([]);
  });

  test('all name their workspace', async () => {
    await count(
      `leads { totalCount edges { node { stage { key } channel { key } opportunities { id } } } } funnels { kpis(scope: ${scope}) { newLeads { value } revenue { value } } channelRoi(scope: ${scope}) { channel { name } } }`,
    );
    const looksUpKey = (text: string) => text.includes('from api_keys k join workspaces');
    for (const text of statements.filter((each) => !looksUpKey(each) && !/^(begin|commit|rollback)/i.test(each)))
      expect(text).toMatch(/workspace_id/);
  });
});
