import { readFileSync } from 'node:fs';
import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from '../graphql/eventually.ts';

const now = new Date('2026-04-01T00:00:00Z');
const scope = { window: { period: '2026-03' }, asOf: now.toISOString() };
const createdAt = '2026-03-01T00:00:00Z';

const define = `mutation ($input: DefineScoringModelInput!) { defineScoringModel(input: $input) {
  __typename ... on Error { code message } ... on InvalidScoringModelError { rule attribute case }
  ... on DefineScoringModelSuccess { model { version status leadsScored leadsTotal } } } }`;
interface Defined {
  defineScoringModel: {
    __typename: string;
    code?: string;
    rule?: number | null;
    case?: number | null;
    model: { version: number; status: string };
  };
}
const given = (attribute: string, points: string) => ({ attribute, cases: [{ test: 'GIVEN', points }] });

interface Explanation {
  model: { version: number };
  base: string;
  lines: { attribute: string; isGiven: boolean; value: string | null; heldCase: object | null; points: string }[];
  sum: string;
  score: number;
  isCut: boolean;
}
interface Leads {
  workspace: {
    leads: {
      edges: {
        node: { externalId: string; qualityScore: number | null; qualityScoreExplanation: Explanation | null };
      }[];
    };
  };
}
const explained = `{ workspace { leads(first: 100) { edges { node { externalId qualityScore qualityScoreExplanation {
  model { version } base sum score isCut lines { attribute isGiven value points heldCase { test values from to points } } } } } } } }`;

/** Defines the rules and waits until scores are by them. */
async function defineAndWait(server: TestServer, input: object): Promise<number> {
  const { defineScoringModel } = await ask<Defined>(server, define, { input });
  expect(defineScoringModel).toMatchObject({ __typename: 'DefineScoringModelSuccess', model: { status: 'SCORING' } });
  const { version } = defineScoringModel.model;
  await eventually(async () => {
    const found = await ask<{ workspace: { scoringModel: { version: number } } }>(
      server,
      '{ workspace { scoringModel { version } } }',
    );
    return found.workspace.scoringModel.version === version;
  });
  return version;
}

async function leadsOf(server: TestServer) {
  const { workspace } = await ask<Leads>(server, explained);
  return new Map(workspace.leads.edges.map(({ node }) => [node.externalId, node]));
}

describe.each(engines)('the quality score’s rules on %s', (engine) => {
  let server: TestServer;
  const statements: string[] = [];
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now, observe: (text) => statements.push(text) });
    await post(server, 'leads', [
      {
        id: 'full',
        createdAt,
        channel: 'ads',
        needMatch: 0.8,
        companySize: 120,
        industry: 'it',
        email: 'an@Corp.example',
        name: 'An',
        tags: ['vip', 'fair'],
      },
      {
        id: 'some',
        createdAt,
        channel: 'web',
        product: 'crm',
        companySize: 500,
        region: 'north',
        attributes: { budget: '12000', tier: 2 },
      },
      { id: 'none', createdAt, channel: 'ads' },
    ]);
  });
  afterAll(() => server.close());

  test('are the default ones as version 1 until others are set; a score says what made it', async () => {
    const { workspace } = await ask<{ workspace: object }>(
      server,
      '{ workspace { scoringModel { version status base activatedAt leadsScored leadsTotal rules { attribute cases { test values from to points } } } scoringModels { version } } }',
    );
    const nothing = { values: null, from: null, to: null };
    expect(workspace).toEqual({
      scoringModel: {
        version: 1,
        status: 'ACTIVE',
        base: '20',
        activatedAt: now.toISOString(),
        leadsScored: 0,
        leadsTotal: 0,
        rules: [
          { attribute: 'needMatch', cases: [{ ...nothing, test: 'LINEAR', points: '40' }] },
          {
            attribute: 'companySize',
            cases: [
              { ...nothing, test: 'AT_LEAST', from: '200', points: '20' },
              { ...nothing, test: 'AT_LEAST', from: '50', points: '10' },
            ],
          },
          { attribute: 'industry', cases: [{ ...nothing, test: 'GIVEN', points: '10' }] },
          { attribute: 'email', cases: [{ ...nothing, test: 'GIVEN', points: '10' }] },
        ],
      },
      scoringModels: [{ version: 1 }],
    });
    const leads = await leadsOf(server);
    expect(leads.get('full')).toEqual({
      externalId: 'full',
      qualityScore: 82,
      qualityScoreExplanation: {
        model: { version: 1 },
        base: '20',
        lines: [
          {
            attribute: 'needMatch',
            isGiven: true,
            value: '0.8',
            points: '32',
            heldCase: expect.objectContaining({ test: 'LINEAR' }),
          },
          {
            attribute: 'companySize',
            isGiven: true,
            value: '120',
            points: '10',
            heldCase: expect.objectContaining({ from: '50' }),
          },
          {
            attribute: 'industry',
            isGiven: true,
            value: 'it',
            points: '10',
            heldCase: expect.objectContaining({ test: 'GIVEN' }),
          },
          // That it is given, and no more.
          {
            attribute: 'email',
            isGiven: true,
            value: null,
            points: '10',
            heldCase: expect.objectContaining({ test: 'GIVEN' }),
          },
        ],
        sum: '82',
        score: 82,
        isCut: false,
      },
    });
    expect(leads.get('none')).toMatchObject({ qualityScore: null, qualityScoreExplanation: null });
  });

  test('are set by a mutation; then scores, KPIs and return on spend are by them and name their version', async () => {
    const kpis = `query ($scope: KpiScopeInput!) { workspace { funnel(key: "sales") {
      kpis(scope: $scope) { leadQualityScore { value scoringModelVersion previous { scoringModelVersion } } qualifiedLeads { value scoringModelVersion } qualifiedLeadRate { value scoringModelVersion } newLeads { scoringModelVersion } }
      empty: kpi(key: "qualified_leads", scope: { window: { period: "2020" } }) { value scoringModelVersion }
      channelRoi(scope: $scope) { channel { key } qualifiedLeads scoringModelVersion } } } }`;
    const before = await ask<{ workspace: { funnel: object } }>(server, kpis, { scope });
    expect(before.workspace.funnel).toEqual({
      kpis: {
        leadQualityScore: { value: 61, scoringModelVersion: 1, previous: { scoringModelVersion: 1 } },
        qualifiedLeads: { value: 1, scoringModelVersion: 1 },
        qualifiedLeadRate: { value: 1 / 3, scoringModelVersion: 1 },
        newLeads: { scoringModelVersion: null },
      },
      empty: { value: 0, scoringModelVersion: 1 },
      channelRoi: [
        { channel: { key: 'ads' }, qualifiedLeads: 1, scoringModelVersion: 1 },
        { channel: { key: 'web' }, qualifiedLeads: 0, scoringModelVersion: 1 },
      ],
    });
    const rules = [
      {
        attribute: 'channel',
        cases: [
          { test: 'ONE_OF', values: ['ads'], points: '40' },
          { test: 'ONE_OF', values: ['web'], points: '10' },
        ],
      },
      { attribute: 'tags', cases: [{ test: 'CONTAINS', values: ['vip'], points: '70.5' }] },
      { attribute: 'tags', cases: [{ test: 'CONTAINS', values: ['fair'], points: '3' }] },
      { attribute: 'emailDomain', cases: [{ test: 'ONE_OF', values: ['corp.example'], points: '5' }] },
      { attribute: 'product', cases: [{ test: 'ONE_OF', values: ['crm'], points: '20' }] },
      { attribute: 'attributes.budget', cases: [{ test: 'LINEAR', points: '0.001' }] },
      { attribute: 'attributes.tier', cases: [{ test: 'BETWEEN', from: '1', to: '2', points: '-4.25' }] },
    ];
    const version = await defineAndWait(server, { base: '0', rules });
    expect(version).toBe(2);
    const leads = await leadsOf(server);
    expect([...leads.values()].map(({ externalId, qualityScore }) => [externalId, qualityScore]).toSorted()).toEqual([
      ['full', 100],
      ['none', 40],
      ['some', 37.75],
    ]);
    expect(leads.get('full')!.qualityScoreExplanation).toMatchObject({ sum: '118.5', score: 100, isCut: true });
    expect(leads.get('some')!.qualityScoreExplanation!.lines.map(({ value, points }) => [value, points])).toEqual([
      ['web', '10'],
      [null, '0'],
      [null, '0'],
      [null, '0'],
      ['crm', '20'],
      ['12000', '12'],
      ['2', '-4.25'],
    ]);
    const after = await ask<{ workspace: { funnel: object } }>(server, kpis, { scope });
    expect(after.workspace.funnel).toMatchObject({
      kpis: {
        leadQualityScore: { value: 59.25, scoringModelVersion: 2 },
        qualifiedLeads: { value: 1, scoringModelVersion: 2 },
      },
      empty: { value: 0, scoringModelVersion: 2 },
      channelRoi: [{ scoringModelVersion: 2 }, { scoringModelVersion: 2 }],
    });
    const { workspace } = await ask<{ workspace: { scoringModels: object[] } }>(
      server,
      '{ workspace { scoringModels { version status leadsScored leadsTotal } one: scoringModels(first: 1) { version } } }',
    );
    expect(workspace).toEqual({
      scoringModels: [
        { version: 2, status: 'ACTIVE', leadsScored: 3, leadsTotal: 3 },
        { version: 1, status: 'SUPERSEDED', leadsScored: 0, leadsTotal: 0 },
      ],
      one: [{ version: 2 }],
    });
  });

  test('follow a lead that changes, and one that moves to another channel', async () => {
    await defineAndWait(server, {
      base: '0',
      rules: [{ attribute: 'channel', cases: [{ test: 'ONE_OF', values: ['new'], points: '9' }] }],
    });
    const scored = () => leadsOf(server).then((leads) => leads.get('none')!.qualityScore);
    expect(await scored()).toBe(0);
    await post(server, 'leads', [{ id: 'none', channel: 'new' }]);
    expect(await scored()).toBe(9);
    await post(server, 'leads', [{ id: 'none', channel: null }]);
    expect(await scored()).toBeNull();
    await post(server, 'leads', [{ id: 'none', channel: 'ads' }]);
  });

  test('look into hostile attributes and see only what was sent', async () => {
    const names = ['__proto__', 'constructor', "x'; drop table leads; --", '"quoted"', '😀 空格', 'a.b'];
    const attributes = `{${names.map((name) => `${JSON.stringify(name)}:"yes"`).join(',')}}`;
    const response = await fetch(`${server.url}/ingest/leads`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${server.key}` },
      body: [
        `{"id":"hostile","createdAt":"${createdAt}","attributes":${attributes}}`,
        `{"id":"odd","createdAt":"${createdAt}","attributes":{"__proto__":{"a":[1,{"b":null}]},"constructor":[[]],"a.b":1e300,"😀 空格":"${'长'.repeat(300)}"}}`,
        `{"id":"plain","createdAt":"${createdAt}","attributes":{}}`,
      ].join('\n'),
    });
    expect(await response.json()).toMatchObject({ accepted: 3, rejected: 0 });
    await defineAndWait(server, { base: '1', rules: names.map((name) => given(`attributes.${name}`, '2')) });
    const leads = await leadsOf(server);
    expect(leads.get('hostile')).toMatchObject({ qualityScore: 13, qualityScoreExplanation: { sum: '13' } });
    expect(leads.get('plain')).toMatchObject({ qualityScore: null, qualityScoreExplanation: null });
    expect(leads.get('odd')!.qualityScore).toBe(9);
    const values = leads.get('odd')!.qualityScoreExplanation!.lines.map(({ value }) => value);
    expect(values).toEqual(['{"a":[1,{"b":null}]}', '[[]]', null, null, '长'.repeat(200), '1e+300']);
    // A number of any size is one, and is kept in bounds.
    await defineAndWait(server, {
      base: '0',
      rules: [{ attribute: 'attributes.a.b', cases: [{ test: 'LINEAR', points: '-7' }] }],
    });
    expect((await leadsOf(server)).get('odd')!.qualityScoreExplanation).toMatchObject({
      sum: '-1000',
      score: 0,
      isCut: true,
    });
    expect((await leadsOf(server)).get('hostile')!.qualityScoreExplanation).toMatchObject({ sum: '0', score: 0 });
  });

  test('explain any number of leads with the same number of statements', async () => {
    await post(
      server,
      'leads',
      Array.from({ length: 60 }, (_, n) => ({ id: `m${n}`, createdAt, channel: 'ads', product: 'p', companySize: n })),
    );
    const count = async (first: number) => {
      statements.length = 0;
      await ask(server, explained.replace('first: 100', `first: ${first}`));
      return statements.length;
    };
    const one = await count(1);
    expect(await count(60)).toBe(one);
  });

  test('tell their progress to whoever watches, until they are active', async () => {
    const client = createClient({
      url: `${server.url}/graphql`,
      headers: { authorization: `Bearer ${server.readKey}` },
      retryAttempts: 0,
    });
    interface Progress {
      scoringProgress: { version: number; status: string; leadsScored: number; leadsTotal: number };
    }
    const events: Progress['scoringProgress'][] = [];
    const stop = client.subscribe<Progress>(
      { query: 'subscription { scoringProgress { version status leadsScored leadsTotal } }' },
      { next: ({ data }) => data && events.push(data.scoringProgress), error: () => {}, complete: () => {} },
    );
    await eventually(() => events.length === 1);
    expect(events[0]).toMatchObject({ status: 'ACTIVE' });
    const version = await defineAndWait(server, { base: '5', rules: [given('companySize', '1')] });
    await eventually(() => events.at(-1)!.version === version && events.at(-1)!.status === 'ACTIVE');
    const { leadsScored, leadsTotal } = events.at(-1)!;
    expect(leadsScored).toBe(leadsTotal);
    expect(leadsTotal).toBeGreaterThan(60);
    stop();
    client.dispose();
    await eventually(() => server.app.services.changes.listenerCount() === 0);
  });

  test('reach a watched KPI with their new version, even where its value stays', async () => {
    const client = createClient({
      url: `${server.url}/graphql`,
      headers: { authorization: `Bearer ${server.readKey}` },
      retryAttempts: 0,
    });
    interface Watched {
      kpi: { value: number; scoringModelVersion: number };
    }
    const events: Watched['kpi'][] = [];
    const stop = client.subscribe<Watched>(
      {
        query:
          'subscription ($scope: KpiScopeInput!) { kpi(funnel: "sales", key: "qualified_leads", scope: $scope) { value scoringModelVersion } }',
        variables: { scope },
      },
      { next: ({ data }) => data && events.push(data.kpi), error: () => {}, complete: () => {} },
    );
    await eventually(() => events.length === 1);
    const version = await defineAndWait(server, { base: '5', rules: [given('companySize', '2')] });
    await eventually(() => events.at(-1)!.scoringModelVersion === version);
    expect(events.map(({ value }) => value)).toEqual([0, 0]);
    stop();
    client.dispose();
  });
});

describe('rules', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ now: () => now });
  });
  afterAll(() => server.close());
  const versions = () => ask<{ workspace: object }>(server, '{ workspace { scoringModels { version } } }');

  test.each([
    ['none', { base: '0', rules: [] }, { code: 'TOO_FEW_RULES', rule: null, case: null }],
    [
      '1,000 of them',
      { base: '0', rules: Array.from({ length: 1_000 }, (_, n) => given(`attributes.${n}`, '1')) },
      { code: 'TOO_MANY_RULES' },
    ],
    [
      'of an attribute that is none',
      { base: '0', rules: [given('email', '1'), given('__proto__', '1')] },
      { code: 'UNKNOWN_ATTRIBUTE', rule: 2, attribute: '__proto__', case: null },
    ],
    [
      'tiers the wrong way round',
      {
        base: '0',
        rules: [
          {
            attribute: 'companySize',
            cases: [
              { test: 'AT_LEAST', from: '50', points: '1' },
              { test: 'AT_LEAST', from: '200', points: '2' },
            ],
          },
        ],
      },
      { code: 'UNREACHABLE_CASE', rule: 1, case: 2 },
    ],
    [
      'huge points',
      { base: '0', rules: [given('email', '999999999999999999')] },
      { code: 'INVALID_POINTS', rule: 1, attribute: 'email', case: 1 },
    ],
  ])('%s are refused as data, and nothing changes', async (_, input, fault) => {
    const { defineScoringModel } = await ask<Defined>(server, define, { input });
    expect(defineScoringModel).toMatchObject({ __typename: 'InvalidScoringModelError', ...fault });
    expect(await versions()).toEqual({ workspace: { scoringModels: [{ version: 1 }] } });
  });

  test.each(['NaN', 'Infinity', '1e9', '', '--1', '9'.repeat(19), '0.0000000000001'])(
    'points of %j are no decimal',
    async (points) => {
      const { errors } = await request(server, define, { input: { base: '0', rules: [given('email', points)] } });
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    },
  );

  test.each(['README.md', 'README.zh-CN.md'])('of %s are taken as they stand', async (file) => {
    const [mutation] = /mutation Score \{[\s\S]*?\n\}/.exec(readFileSync(file, 'utf8'))!;
    const other = await server.makeTenant(file);
    expect(await ask({ url: server.url, key: other.key }, mutation)).toMatchObject({
      defineScoringModel: { __typename: 'DefineScoringModelSuccess', model: { version: 2 } },
    });
  });

  test.each([0, 101, -1])('%i versions cannot be asked for at once', async (first) => {
    const { errors } = await request(server, `{ workspace { scoringModels(first: ${first}) { version } } }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_FIRST']);
  });

  test('are set with ADMIN alone, and seen with READ', async () => {
    const input = { base: '0', rules: [given('email', '1')] };
    for (const key of [server.readKey, await server.makeKey(['INGEST'])]) {
      const { errors } = await request({ url: server.url, key }, define, { input });
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    }
    expect(await ask({ url: server.url, key: server.readKey }, '{ workspace { scoringModel { version } } }')).toEqual({
      workspace: { scoringModel: { version: 1 } },
    });
  });
});
