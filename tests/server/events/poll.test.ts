import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { logTailsOf } from '../../../server/events/kpi-event.loaders.ts';
import { writeCursor } from '../../../server/events/log/cursor.ts';
import { type Address, ask } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { allLines } from '../../support/lines.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from '../graphql/eventually.ts';
import { type LogWriter, openLog } from './log-writer.ts';
import { upTo } from './reader.ts';

describe.each(engines)('GET /events on %s', (engine) => {
  let server: TestServer;
  let tenant: Address & { id: string };
  let log: LogWriter;
  beforeAll(async () => {
    server = await startServer({ engine });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    const { key, workspace } = await server.makeTenant('one of its own');
    tenant = { url: server.url, key, id: workspace.id };
    log = await openLog(server.database, workspace.id, ['Few leads', 'Slow response']);
  });
  const cursor = (sequence: number) => writeCursor(tenant.id, sequence);
  const get = (query = '', { key = tenant.key, ...init }: RequestInit & { key?: string } = {}) =>
    fetch(`${server.url}/events${query}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
  const lines = async (query: string) => allLines(await get(query));
  const sequences = async (query: string) => (await lines(query)).map(({ sequence }) => sequence);
  const waiting = () => eventually(() => logTailsOf(server.app.services).count() > 0);

  test('gives an event a line, with the fields of GraphQL, and last how far that is', async () => {
    const [first] = await log.append({});
    await log.append({ kind: 'REVISED', revises: first!.id, reason: 'RULE_CHANGED', instance: '' });
    const response = await get();
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    const [line, revision, end, ...rest] = await allLines(response);
    const fields = `id cursor sequence kind severity rule { id name } ruleVersion kpi { key } scope { dimension key } value kpiValue threshold
      window { from to timeZone asOf } sampleSize occurredAt silenced revises { id cursor sequence } reason isRevised`;
    const { workspace } = await ask<{ workspace: { kpiEvents: { edges: { node: object }[] } } }>(
      tenant,
      `{ workspace { kpiEvents { edges { node { ${fields} } } } } }`,
    );
    expect([line, revision]).toEqual(workspace.kpiEvents.edges.map(({ node }) => node));
    expect([end, rest]).toEqual([{ cursor: cursor(2), sequence: 2 }, []]);
  });

  test('goes through the log page by page, from wherever a cursor says', async () => {
    await log.append(...upTo(230).map(() => ({})));
    const seen: unknown[] = [];
    let after = '';
    for (;;) {
      const page = await lines(`?wait=0&limit=100&after=${after}`);
      const end = page.pop()!;
      after = end.cursor as string;
      if (page.length === 0) break;
      seen.push(...page.map(({ sequence }) => sequence));
      expect(end.sequence).toBe(seen.at(-1));
    }
    expect(seen).toEqual(upTo(230));
    expect(await sequences(`?wait=0&after=${cursor(228)}`)).toEqual([229, 230, 230]);
  });

  test('waits for the first event that matches, and says how far it is when none came in time', async () => {
    await log.append({}, {});
    const polled = sequences(`?after=${cursor(2)}&kinds=NO_DATA,RECOVERED&kinds=WINDOW_TURNED&wait=30`);
    await waiting();
    await log.append({}, {});
    await log.append({ kind: 'RECOVERED' });
    expect(await polled).toEqual([5, 5]);

    const began = performance.now();
    const late = sequences(`?after=end&rules=${btoa(`AlertRule:${log.rules[1]}`)}&kpis=new_leads&wait=1`);
    await waiting();
    await log.append({});
    expect(await late).toEqual([6]);
    expect(performance.now() - began).toBeGreaterThan(900);
  });

  test('misses nothing between two polls, however it is asked', async () => {
    const seen: unknown[] = [];
    const appending = (async () => {
      for (let count = 0; count < 60; count++) await log.append(...upTo(1 + (count % 3)).map(() => ({})));
    })();
    for (let after = cursor(0); seen.length < 120; ) {
      const page = await lines(`?wait=5&limit=${1 + (seen.length % 4)}&after=${after}`);
      after = page.pop()!.cursor as string;
      seen.push(...page.map(({ sequence }) => sequence));
    }
    await appending;
    expect(seen).toEqual(upTo(120));
  });

  test('answers 401 when its key is revoked while it waits', async () => {
    const { createApiKey } = await ask<{ createApiKey: { id: string; key: string } }>(
      tenant,
      'mutation { createApiKey(input: { name: "a", scopes: [READ] }) { ... on CreateApiKeySuccess { id key } } }',
    );
    const polled = get('?wait=30', { key: createApiKey.key });
    await waiting();
    await ask(tenant, 'mutation ($id: ID!) { revokeApiKey(id: $id) { __typename } }', { id: createApiKey.id });
    expect((await polled).status).toBe(401);
  });

  test('answers when its server stops, and lets go when its client goes away', async () => {
    const node = await server.startNode();
    const polled = fetch(`${node.url}/events?wait=60`, { headers: { authorization: `Bearer ${tenant.key}` } });
    await eventually(() => logTailsOf(node.app.services).count() > 0);
    await node.close();
    expect(await allLines(await polled)).toEqual([{ cursor: cursor(0), sequence: 0 }]);

    const leaving = new AbortController();
    const left = get('?wait=60', { signal: leaving.signal }).catch(() => 'left');
    await waiting();
    leaving.abort();
    expect(await left).toBe('left');
    await eventually(() => logTailsOf(server.app.services).count() === 0);
    expect(server.app.services.openKeys.heldCount()).toBe(0);
  });

  test.each([
    ['after=nonsense', 'INVALID_CURSOR'],
    ['kinds=nonsense', 'INVALID_FILTER'],
    ['kpis=nonsense', 'INVALID_FILTER'],
    ['rules=nonsense', 'INVALID_FILTER'],
    ['limit=0', 'INVALID_PARAMETER'],
    ['limit=501', 'INVALID_PARAMETER'],
    ['limit=many', 'INVALID_PARAMETER'],
    ['wait=61', 'INVALID_PARAMETER'],
    ['wait=-1', 'INVALID_PARAMETER'],
    ['wait=1&wait=2', 'INVALID_PARAMETER'],
    ['nonsense=1', 'INVALID_PARAMETER'],
  ])('refuses ?%s: 400 %s', async (query, code) => {
    const response = await get(`?${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test('refuses a cursor of another workspace, and gives nothing of its rules', async () => {
    const other = await server.makeTenant('another');
    const theirs = await openLog(server.database, other.workspace.id);
    await theirs.append({});
    expect((await get(`?after=${writeCursor(other.workspace.id, 0)}`)).status).toBe(400);
    expect(await sequences(`?wait=0&rules=${btoa(`AlertRule:${theirs.rules[0]}`)}`)).toEqual([0]);
  });

  test('needs a key with READ; pages of any origin may ask; HEAD and OPTIONS are answered', async () => {
    expect((await fetch(`${server.url}/events`)).status).toBe(401);
    expect((await get('?wait=0', { key: await server.makeKey(['INGEST']) })).status).toBe(403);
    expect((await get('', { method: 'POST' })).status).toBe(405);
    const headers = { origin: 'https://crm.example.com' };
    expect((await get('?wait=0', { headers })).headers.get('access-control-allow-origin')).toBe('*');
    const preflight = await fetch(`${server.url}/events`, { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
    const head = await get('', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
