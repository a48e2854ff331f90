import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf, readDocuments } from '../../../server/embed/documents.ts';
import { schema } from '../../../server/schema.ts';
import { post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { documentNamed, mint, send } from './embed-client.ts';

const chart = { funnel: 'sales', scope: { window: { period: '2026-Q2' }, asOf: '2026-07-01T00:00:00Z' } };

test('every document fits the schema, goes by the hash of its text, and is no mutation', () => {
  const documents = [...readDocuments(schema).values()];
  expect(documents.length).toBeGreaterThan(4);
  for (const { id, text } of documents) expect(id).toBe(idOf(text));
  const locked = documents.filter(({ keepsLock }) => keepsLock).map(({ name }) => name);
  expect(locked).toEqual(expect.arrayContaining(['FunnelChart', 'FunnelScorecard', 'ChannelRoiTable', 'DataChanges']));
  expect(locked).not.toContain('KpiEventFeed');
  expect(locked).not.toContain('KpiEvents');
});

describe.each(engines)('a document asked by its id on %s', (engine) => {
  const statements: string[] = [];
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine, observe: (text) => statements.push(text) });
    await post(server, 'leads', [{ id: 'a', createdAt: '2026-05-01T00:00:00Z' }]);
  });
  afterAll(() => server.close());

  const { id, text } = documentNamed('FunnelChart');
  const answer = async (body: object, token = server.readKey, headers: Record<string, string> = {}) => {
    const response = await send({ url: server.url, token, headers }, body);
    const kept = [...response.headers].filter(([name]) => /^(content-type|access-control|vary|www)/.test(name));
    return { status: response.status, headers: Object.fromEntries(kept), body: await response.json() };
  };
  /** By a way that is never short: another content type, which means the same. */
  const long = { 'content-type': 'application/json; charset=utf-8' };

  test.each<[string, object]>([
    ['variables', { variables: chart }],
    ['a locale', { variables: { ...chart, locale: 'zh-CN' } }],
    ['its operation’s name', { variables: chart, operationName: 'FunnelChart' }],
    ['another operation’s name', { variables: chart, operationName: 'Other' }],
    ['a window that is none', { variables: { ...chart, scope: { window: { period: 'never' } } } }],
    ['no variables', {}],
    ['extensions', { variables: chart, extensions: { of: 'somebody' } }],
  ])('is answered as its text is, by key and token, the short way and the long: %s', async (_, rest) => {
    const { token } = await mint({ url: server.url, key: server.readKey });
    const expected = await answer({ query: text, ...rest }, server.readKey, long);
    for (let time = 0; time < 2; time++) {
      expect(await answer({ query: text, ...rest })).toEqual(expected);
      for (const who of [server.readKey, token]) {
        expect(await answer({ documentId: id, ...rest }, who)).toEqual(expected);
        expect(await answer({ documentId: id, ...rest }, who, long)).toEqual(expected);
      }
    }
  });

  test('goes the short way: what came before is neither parsed nor asked again, however it was asked', async () => {
    await answer({ query: text, variables: chart });
    statements.length = 0;
    expect((await answer({ documentId: id, variables: chart })).body.data.workspace.funnel.conversion[0].reached).toBe(
      1,
    );
    expect(statements.filter((each) => !each.includes('from api_keys k'))).toEqual([]);
  });

  test.each<[string, object, string, number]>([
    ['an id that nobody knows', { documentId: `sha256:${'0'.repeat(64)}` }, 'UNKNOWN_DOCUMENT', 200],
    ['the hash without its prefix', { documentId: id.slice('sha256:'.length) }, 'UNKNOWN_DOCUMENT', 200],
    ['a name of every object', { documentId: '__proto__' }, 'UNKNOWN_DOCUMENT', 200],
    ['a number', { documentId: 1 }, 'BAD_REQUEST', 200],
    ['a text beside it', { documentId: id, query: '{ workspace { name } }' }, 'BAD_REQUEST', 200],
  ])('is refused with its code: %s', async (_, body, code, status) => {
    for (const headers of [{}, long]) {
      const refused = await answer(body, server.readKey, headers);
      expect([refused.status, refused.body]).toEqual([
        status,
        { errors: [{ message: expect.any(String), extensions: { code } }] },
      ]);
    }
    const strict = await answer(body, server.readKey, { accept: 'application/graphql-response+json' });
    expect(strict.status).toBe(400);
  });

  test('is watched over SSE', async () => {
    const stream = await send(
      { url: server.url, token: server.readKey, headers: { accept: 'text/event-stream' } },
      { documentId: documentNamed('DataChanges').id },
    );
    let told = '';
    for await (const bytes of stream.body!) {
      told += new TextDecoder().decode(bytes as Uint8Array);
      if (told.includes('data:')) break;
    }
    expect(told).toMatch(/\{"data":\{"dataChanged":\{"version":\d+\}\}\}/);
  });
});
