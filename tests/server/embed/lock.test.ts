import { type GraphQLObjectType, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf } from '../../../server/embed/documents.ts';
import { isWithinLock, keepsLock, named } from '../../../server/embed/reach.ts';
import type { PersistedDocument } from '../../../server/graphql/persisted-documents.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { dimensions } from '../../../server/kpi/types.ts';
import { schema } from '../../../server/schema.ts';
import type { GraphqlResult } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { type Literals, probesOf } from '../access/schema-walk.ts';
import { askById, codesOf, documents, mint, type Sent, send } from './embed-client.ts';
import { addFacts, defineSecondFunnel, filtersOf } from './locked-company.ts';

/** All that moves with the clock stands still, so that answers can be compared. */
const AS_OF = '2026-04-01T00:00:00Z';
const QUARTER = { window: { period: '2026-Q1' }, asOf: AS_OF };
const keys = definitions.map(({ key }) => key);
const ALL_KPIS = `query AllKpis($keys: [String!], $scope: KpiScopeInput!) { workspace { funnel(key: "sales") { kpiValues(keys: $keys, scope: $scope) {
  definition { key } value numerator denominator sampleSize money { amount } median leftOut { reason count } status interval { low high }
  previous { value } series(grain: MONTH) { value sampleSize } } } } }`;

const allKpisBy = (by: string) =>
  `{ workspace { funnel(key: "sales") { kpiValues(keys: ${JSON.stringify(keys)}, scope: { window: { period: "2026-Q1" }, asOf: "${AS_OF}" }) {
    definition { key } breakdown(by: ${by}, first: 1) { key label value numerator denominator sampleSize isRest } } } } }`;

interface Asked {
  workspace: {
    funnel: {
      conversion: { reached: number }[];
      channelRoi: object[];
    } | null;
  };
}

interface Values {
  workspace: { funnel: { kpiValues: ({ definition: { key: string } } | null)[] } };
}

test('what a lock is kept by is there: no field is named that the schema lacks', () => {
  const [types, fields] = [named.filter((name) => !name.includes('.')), named.filter((name) => name.includes('.'))];
  expect(types.filter((name) => !schema.getType(name))).toEqual([]);
  const isField = (name: string) => {
    const [type, field] = name.split('.') as [string, string];
    const found = schema.getType(type);
    return found && 'getFields' in found && field in found.getFields();
  };
  expect(fields.filter((name) => !isField(name))).toEqual([]);
});

describe.each(engines)('a token that is locked, on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine });
    await defineSecondFunnel(server);
    await addFacts(server, 'alpha', 6);
    await addFacts(server, 'beta', 4);
    await addFacts(server, 'beta', 2, 0, 'second');
  });
  afterAll(() => server.close());

  /** As if the widgets asked it. */
  function persist(text: string): string {
    const id = idOf(text);
    const isKept = keepsLock(schema, parse(text));
    const document = { id, name: 'Probe', widgets: [], text, isQuery: true, keepsLock: isKept };
    (server.app.services.documents as Map<string, PersistedDocument>).set(id, document);
    return id;
  }

  async function askWith<Data>(token: string, body: object): Promise<GraphqlResult<Data>> {
    return (await send({ url: server.url, token }, body)).json() as Promise<GraphqlResult<Data>>;
  }

  /** By name. Many at once, as a page asks. */
  async function answersOf(who: string, asked: readonly { name: string; documentId: string }[]) {
    const answers: Record<string, string> = {};
    const waiting = [...asked];
    const askOn = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop())
        answers[next.name] = JSON.stringify(await askWith(who, { documentId: next.documentId }));
    };
    await Promise.all(Array.from({ length: 8 }, askOn));
    return answers;
  }

  const tokenFor = async (input: object) => (await mint({ url: server.url, key: server.readKey }, input)).token;

  /** What depends, for whoever sees all, on facts beyond the filter: a share, and a limit that is what is usual. */
  const ofTheWhole = ['channel_share', 'stalled_opportunities'];

  test.each(Object.entries(filtersOf('alpha')))(
    'by %s has of every KPI the number that a key has with that filter',
    async (list, values) => {
      const filter = { [list]: values };
      const documentId = persist(ALL_KPIS);
      const asked = keys.filter((key) => !ofTheWhole.includes(key));
      const token = await tokenFor({ widgets: ['funnel-chart'], filter });
      const locked = await askWith<Values>(token, { documentId, variables: { keys: asked, scope: QUARTER } });
      const filtered = await askWith<Values>(server.readKey, {
        documentId,
        variables: { keys: asked, scope: { ...QUARTER, filter } },
      });
      expect(locked).toEqual(filtered);
      const known = locked.data!.workspace.funnel.kpiValues.filter((value) => value !== null);
      expect(known.length).toBeGreaterThan(list === 'channels' ? 40 : 20);
      expect(JSON.stringify(known)).toContain('"value":18');
    },
  );

  test('sees the whole as what it may see: shares are shares of that, and what is usual is usual there', async () => {
    const documentId = persist(ALL_KPIS);
    const token = await tokenFor({ filter: { channels: ['alpha'] } });
    const { data } = await askWith<Values>(token, { documentId, variables: { keys: ofTheWhole, scope: QUARTER } });
    expect(data!.workspace.funnel.kpiValues).toMatchObject([{ value: 1, denominator: 18 }, { value: 6 }]);
  });

  const funnelOf = async (sent: Sent, name: string, variables: object) =>
    (await askById<Asked>(sent, name, variables)).data!.workspace.funnel;
  const chart = { funnel: 'sales', scope: QUARTER };
  const both = { ...QUARTER, filter: { channels: ['alpha', 'beta', null] } };
  const others = { ...QUARTER, filter: { channels: ['beta'] } };

  test('asks about others: as if there were none', async () => {
    const token = { url: server.url, token: await tokenFor({ filter: { channels: ['alpha'] } }) };
    const counts = async (scope: object) =>
      (await funnelOf(token, 'FunnelChart', { ...chart, scope }))!.conversion.map(({ reached }) => reached);
    expect(await counts(QUARTER)).toEqual([18, 18, 18, 6]);
    expect(await counts(both)).toEqual([18, 18, 18, 6]);
    expect(await counts(others)).toEqual([0, 0, 0, 0]);
    expect(await counts({ ...QUARTER, filter: { channels: [null] } })).toEqual([0, 0, 0, 0]);
    expect(await counts({ ...QUARTER, filter: { owners: ['beta-owner'] } })).toEqual([0, 0, 0, 0]);
    expect(await counts({ ...QUARTER, filter: { channels: [] } })).toEqual([18, 18, 18, 6]);
    const roi = await funnelOf(token, 'ChannelRoiTable', { ...chart, scope: both });
    expect(roi!.channelRoi).toMatchObject([{ channel: { key: 'alpha' }, newLeads: 18, share: 1 }]);
    expect(JSON.stringify(await askById(token, 'ChannelRoiTable', { ...chart, scope: others }))).not.toContain('beta');
  });

  test('to two tags is asked for a third: leads that bear one of those and that one', async () => {
    const token = { url: server.url, token: await tokenFor({ filter: { tags: ['alpha-tag', 'none'] } }) };
    const scope = { ...QUARTER, filter: { tags: ['every-tag', 'beta-tag'] } };
    expect((await funnelOf(token, 'FunnelChart', { ...chart, scope }))!.conversion[0]!.reached).toBe(18);
  });

  test('is never given what a key was given, nor a key what it was given, however often they ask', async () => {
    const token = await tokenFor({ filter: { channels: ['alpha'] } });
    const another = await tokenFor({ filter: { channels: ['beta'] } });
    const free = await tokenFor({});
    for (let time = 0; time < 3; time++)
      for (const [who, reached] of [
        [server.readKey, 30],
        [token, 18],
        [another, 12],
        [free, 30],
      ] as const) {
        const found = await funnelOf({ url: server.url, token: who }, 'FunnelChart', chart);
        expect(found!.conversion[0]!.reached).toBe(reached);
      }
  });

  test('to a funnel sees no other', async () => {
    const token = { url: server.url, token: await tokenFor({ funnel: 'sales' }) };
    expect((await funnelOf(token, 'FunnelChart', chart))!.conversion[0]!.reached).toBe(30);
    expect(await funnelOf(token, 'FunnelChart', { ...chart, funnel: 'second' })).toBeNull();
    const everything = persist('{ workspace { funnels { key name } } }');
    expect(JSON.stringify(await askWith(token.token, { documentId: everything }))).not.toContain('beta');
    expect(JSON.stringify(await askWith(server.readKey, { documentId: everything }))).toContain('second');
  });

  test('watches a KPI within its lock', async () => {
    const text =
      'subscription Watch($scope: KpiScopeInput!) { kpi(funnel: "sales", key: "new_leads", scope: $scope) { value } }';
    const token = await tokenFor({ filter: { channels: ['alpha'] } });
    const body = { documentId: persist(text), variables: { scope: both } };
    const stream = await send({ url: server.url, token, headers: { accept: 'text/event-stream' } }, body);
    let told = '';
    for await (const bytes of stream.body!) {
      told += new TextDecoder().decode(bytes as Uint8Array);
      if (told.includes('data:')) break;
    }
    expect(told).toContain('{"data":{"kpi":{"value":18}}}');
  });

  test('is refused the threshold log, which cannot be narrowed, though it be for its element', async () => {
    const made = await mint({ url: server.url, key: server.readKey }, { widgets: ['kpi-event-feed'] });
    expect(codesOf(await askById({ url: server.url, token: made.token }, 'KpiEventFeed', { last: 5 }))).toEqual([]);
    const log = persist('{ workspace { kpiEvents { edges { node { id } } } } }');
    expect(codesOf(await askWith(await tokenFor({ filter: { channels: ['alpha'] } }), { documentId: log }))).toEqual([
      'FORBIDDEN',
    ]);
    expect(codesOf(await askWith(await tokenFor({ funnel: 'sales' }), { documentId: log }))).toEqual(['FORBIDDEN']);
  });

  test('has answers that do not change with what lies beyond it, whatever field is asked with whatever arguments', async () => {
    const scope = [
      '',
      ', filter: { channels: ["alpha", "beta", null] }',
      ', filter: { owners: ["beta-owner"] }, withinDays: 20',
      ', basis: PERIOD',
    ].map((rest) => `{ window: { period: "2026-Q1" }, asOf: "${AS_OF}"${rest} }`);
    const isInReach = ({ name }: GraphQLObjectType, field: string) => isWithinLock(name, field);
    const literals: Literals = {
      'funnel(key:)': ['"sales"', '"second"'],
      'kpi(key:)': '"new_leads"',
      keys: ['"new_leads"', '"channel_share"', '"stalled_opportunities"'],
      funnel: ['"sales"', '"second"'],
      locale: '"en"',
      scope,
      grain: 'MONTH',
      'breakdown(by:)': [...dimensions],
      first: ['10', '1'],
    };
    // The statements of both engines are the same; the one that is faster is asked field by field too.
    const fields = engine === 'postgres' ? probesOf(schema, 'query', literals, literals, isInReach) : [];
    const cuts = dimensions.map((by) => ({ name: `every KPI by ${by}`, operation: allKpisBy(by) }));
    const asked = [...fields, ...cuts].map(({ name, operation }) => ({ name, documentId: persist(operation) }));
    expect(asked.length).toBeGreaterThan(engine === 'postgres' ? 250 : 10);
    const locked = await tokenFor({ filter: { channels: ['alpha'] }, funnel: 'sales' });
    const tells = asked.filter(({ name }) => name.startsWith('every KPI'));
    const look = async () => ({
      locked: await answersOf(locked, asked),
      whole: await answersOf(server.readKey, tells),
    });
    const before = await look();
    await addFacts(server, 'beta', 3, 10);
    await addFacts(server, 'gamma', 2);
    const after = await look();
    for (const { name } of asked) {
      expect([name, after.locked[name]]).toEqual([name, before.locked[name]]);
      expect([name, after.locked[name]]).toEqual([name, expect.stringContaining('"data":')]);
      expect([name, after.locked[name]]).toEqual([name, expect.not.stringMatching(/beta|gamma/)]);
    }
    // What is asked would tell: whoever sees all is told of the change.
    const silent = tells.filter(({ name }) => after.whole[name] === before.whole[name]).map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  test('asks every document of the widgets with hostile variables: nothing of the others comes back', async () => {
    const token = { url: server.url, token: await tokenFor({ filter: { channels: ['alpha'] } }) };
    for (const { name, keepsLock: isKept } of documents.filter(({ isQuery }) => isQuery)) {
      if (!isKept) continue;
      for (const scope of [QUARTER, both, others]) {
        const variables = { funnel: 'sales', scope, plain: scope, grain: 'MONTH', keys, hasBasis: true, locale: 'en' };
        const text = JSON.stringify(await askById(token, name, variables));
        expect([name, text]).toEqual([name, expect.not.stringContaining('beta')]);
        expect([name, text]).toEqual([name, expect.stringContaining('"data":{')]);
      }
    }
  });
});
