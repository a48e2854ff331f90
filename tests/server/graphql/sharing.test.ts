import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from './eventually.ts';

const isAboutKpis = (text: string) => text.includes('jsonb_build_object');
const newLeads = (asOf = '') => `{ workspace { funnel(key: "sales") {
  kpis(scope: { window: { last: { unit: YEAR, count: 1 } } ${asOf && `, asOf: "${asOf}"`} }) {
    newLeads { value window { asOf } previous { window { asOf } } series(grain: YEAR) { value } } } } } }`;

interface NewLeads {
  workspace: {
    funnel: {
      kpis: { newLeads: { value: number; window: { asOf: string }; previous: { window: { asOf: string } } } };
    };
  };
}

describe.each(engines)('answers are shared on %s', (engine) => {
  const statements: string[] = [];
  let server: TestServer;
  let node: Awaited<ReturnType<TestServer['startNode']>>;
  beforeAll(async () => {
    server = await startServer({ engine, observe: (text) => statements.push(text) });
    node = await server.startNode();
    await addLead();
  });
  afterAll(async () => {
    await node.close();
    await server.close();
  });

  let leads = 0;
  const addLead = () =>
    post(server, 'leads', [{ id: `l${++leads}`, createdAt: new Date(Date.now() - 60_000).toISOString() }]);
  const valueAt = async (address: { url: string; key: string }, asOf?: string) =>
    (await ask<NewLeads>(address, newLeads(asOf))).workspace.funnel.kpis.newLeads;

  test('fifty that ask the same at once cost one statement about KPIs, and who asks it again only the look-up of the key', async () => {
    await addLead();
    const asOf = new Date().toISOString();
    const question = `{ workspace { funnel(key: "sales") { kpis(scope: { window: { period: "2026" }, asOf: "${asOf}" }) {
      newLeads { value } leadToWonRate { value numerator } revenue { money { amount } } } } } }`;
    statements.length = 0;
    const together = await Promise.all(Array.from({ length: 50 }, () => ask(server, question)));
    expect(new Set(together.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(statements.filter(isAboutKpis)).toHaveLength(1);
    statements.length = 0;
    expect(await ask(server, question)).toEqual(together[0]);
    expect(statements).toEqual([expect.stringContaining('from api_keys')]);
  });

  test('without asOf they speak of one moment, for a second or until something changes', async () => {
    await addLead();
    const first = await valueAt(server);
    const second = await valueAt(server);
    // A machine that was held up for a second between the two would find another moment.
    if (Date.now() - Date.parse(first.window.asOf) < 1_000) expect(second).toEqual(first);
    await addLead();
    const third = await valueAt(server);
    expect(third.value).toBe(first.value + 1);
    expect(Date.parse(third.window.asOf)).toBeGreaterThan(Date.parse(first.window.asOf));
    const sinceThen = Date.parse(third.window.asOf) - Date.parse(third.previous.window.asOf);
    expect(sinceThen).toBe(Date.parse(first.window.asOf) - Date.parse(first.previous.window.asOf));
    await eventually(async () => (await valueAt(server)).window.asOf !== third.window.asOf);
  });

  test('an asOf between the shared moment and now is no future', async () => {
    await valueAt(server);
    for (let count = 0; count < 20; count++)
      expect(await request(server, newLeads(new Date().toISOString()))).not.toHaveProperty('errors');
  });

  test('a commit on one node is seen on the other by the next request, whether it was told or not', async () => {
    const asOf = new Date().toISOString();
    for (let count = 0; count < 10; count++) {
      const before = await valueAt(node, asOf);
      await addLead();
      expect((await valueAt(node, asOf)).value).toBe(before.value + 1);
      expect((await valueAt(node)).value).toBe(before.value + 1);
    }
  });

  test('a request whose body comes late is not answered from before it came', async () => {
    const asOf = new Date().toISOString();
    const before = await valueAt(server, asOf);
    const body = JSON.stringify({ query: newLeads(asOf) });
    let resolve: (answer: string) => void = () => {};
    const promise = new Promise<string>((settle) => {
      resolve = settle;
    });
    const slow = httpRequest(
      `${server.url}/graphql`,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${server.key}`,
          'content-length': body.length,
        },
      },
      (response) => void text(response).then(resolve),
    );
    slow.write(body.slice(0, 10));
    // The headers have come, and the key has been looked up.
    await new Promise((done) => setTimeout(done, 200));
    await addLead();
    slow.end(body.slice(10));
    expect(JSON.parse(await promise).data.workspace.funnel.kpis.newLeads.value).toBe(before.value + 1);
  });

  test('an operation reads its own writes, one after another', async () => {
    const before = await valueAt(server);
    const create = (alias: string) => `${alias}: createLead(input: {}) { ... on CreateLeadSuccess { lead { funnel {
      kpis(scope: { window: { last: { unit: YEAR, count: 1 } } }) { newLeads { value } } } } } }`;
    const value = (count: number) => ({ lead: { funnel: { kpis: { newLeads: { value: before.value + count } } } } });
    expect(await ask(server, `mutation { ${create('a')} ${create('b')} }`)).toEqual({ a: value(1), b: value(2) });
  });

  test('never across workspaces', async () => {
    const asOf = new Date().toISOString();
    await valueAt(server, asOf);
    const tenant = await server.makeTenant('other');
    expect((await valueAt({ url: server.url, key: tenant.key }, asOf)).value).toBe(0);
  });

  test('a key that was revoked gets nothing, though the answer is there', async () => {
    const { createApiKey } = await ask<{ createApiKey: { key: string; id: string } }>(
      server,
      'mutation { createApiKey(input: { name: "x", scopes: [READ] }) { ... on CreateApiKeySuccess { key id } } }',
    );
    const reader = { url: server.url, key: createApiKey.key };
    const asOf = new Date().toISOString();
    await valueAt(reader, asOf);
    await ask(server, `mutation { revokeApiKey(id: "${createApiKey.id}") { __typename } }`);
    expect((await request(reader, newLeads(asOf))).data ?? null).toBeNull();
  });
});

describe.each(engines)('whatever changes an answer is seen at once on another node on %s:', (engine) => {
  let server: TestServer;
  let node: Awaited<ReturnType<TestServer['startNode']>>;
  let asOf: string;
  beforeAll(async () => {
    server = await startServer({ engine });
    node = await server.startNode();
    await post(server, 'channels', [{ key: 'ads', name: 'Ads' }]);
    await post(server, 'rates', [{ currency: 'USD', date: '2026-03-05', perUnit: 7 }]);
    for (const id of ['a', 'b', 'c'])
      await post(server, 'leads', [
        { id, createdAt: '2026-03-02T00:00:00Z', channel: 'ads', owner: 'an', needMatch: 0.5, companySize: 60 },
      ]);
    asOf = new Date().toISOString();
  });
  afterAll(async () => {
    await node.close();
    await server.close();
  });

  const scope = () => `scope: { window: { period: "2026-03" }, asOf: "${asOf}" }`;
  const keys = JSON.stringify(definitions.map(({ key }) => key));
  const everything = async (address: { url: string; key: string }) =>
    JSON.stringify(
      await ask(
        address,
        `{ workspace { funnel(key: "sales") {
          kpiValues(keys: ${keys}, ${scope()}) { value numerator denominator sampleSize status median leftOut { reason count } scoringModelVersion }
          conversion(${scope()}) { stage { key } reached advanced lost medianTime }
          channelRoi(${scope()}) { channel { name } newLeads qualifiedLeads spend { amount } wonAmount { amount } }
          kpis(${scope()}) { newLeads { breakdown(by: CHANNEL) { label value } } } } } }`,
      ),
    );
  const defineFunnel = (rest: string, stages = ['lead', 'nurturing', 'opportunity', 'won']) =>
    `mutation { defineFunnel(input: { key: "sales", name: { en: "Sales" } ${rest} stages: [${stages.map(
      (key) => `{ key: "${key}", name: { en: "${key}" }, category: NURTURING }`,
    )}] }) { ... on Error { message } } }`;
  const writes = (kind: string, ...facts: object[]) =>
    [`${kind} ${JSON.stringify(facts)}`, () => post(server, kind, facts)] as const;
  const mutation = (text: string) => [text, () => ask(server, text)] as const;

  const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
    writes('channels', { key: 'ads', name: 'Search ads' }),
    writes('leads', { id: 'd', createdAt: '2026-03-03T00:00:00Z' }),
    writes('transitions', { lead: 'a', at: '2026-03-04T00:00:00Z', to: 'nurturing' }),
    writes('activities', { id: 'o', lead: 'a', kind: 'CALL', direction: 'OUTBOUND', at: '2026-03-04T01:00:00Z' }),
    writes('activities', { id: 'i', lead: 'a', kind: 'CALL', direction: 'INBOUND', at: '2026-03-05T01:00:00Z' }),
    writes('opportunities', { id: 'p', lead: 'a', openedAt: '2026-03-05T00:00:00Z', amount: 10, currency: 'USD' }),
    writes('rates', { currency: 'USD', date: '2026-03-05', perUnit: 8 }),
    writes('quotes', { id: 'q', opportunity: 'p', sentAt: '2026-03-06T00:00:00Z' }),
    writes('opportunities', { id: 'p', wonAt: '2026-03-20T00:00:00Z' }),
    writes('customers', { id: 'k', lead: 'a', becameAt: '2026-03-20T00:00:00Z' }),
    writes('orders', { id: 'r', customer: 'k', at: '2026-03-21T00:00:00Z', amount: 5 }),
    writes('surveys', { id: 's', customer: 'k', at: '2026-03-22T00:00:00Z', score: 9 }),
    writes('spend', { channel: 'ads', date: '2026-03-02', amount: 3 }),
    mutation(defineFunnel('qualifiedThreshold: 10')),
    mutation(defineFunnel('skipPolicy: STRICT')),
    mutation(defineFunnel('', ['lead', 'nurturing', 'talk', 'won'])),
    mutation('mutation { deleteFact(input: { survey: "s" }) { __typename } }'),
    mutation('mutation { eraseLead(input: { externalId: "b" }) { __typename } }'),
  ];

  test.each(changes)('%s', async (_, change) => {
    const before = await everything(node);
    await change();
    const after = await everything(node);
    expect(after).not.toBe(before);
    const fresh = await server.startNode();
    expect(after).toBe(await everything(fresh));
    await fresh.close();
  });

  test('new rules of scoring, when they take effect', async () => {
    const before = await everything(node);
    await ask(
      server,
      'mutation { defineScoringModel(input: { base: "1", rules: [{ attribute: "needMatch", cases: [{ test: LINEAR, points: "5" }] }] }) { ... on Error { message } } }',
    );
    await eventually(async () => (await everything(node)) !== before);
    expect(await everything(node)).toContain('"scoringModelVersion":2');
    const fresh = await server.startNode();
    expect(await everything(node)).toBe(await everything(fresh));
    await fresh.close();
  });
});
