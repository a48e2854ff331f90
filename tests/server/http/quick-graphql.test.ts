import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const known = `query Known($from: Date!, $key: String = "sales") { workspace { name funnel(key: $key) {
  kpis(scope: { window: { between: { from: $from, to: "2026-06-01" } } }) { newLeads { value } } } } }`;

describe.each(engines)('a query that came before, on %s', (engine) => {
  const statements: string[] = [];
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine, observe: (text) => statements.push(text) });
    await post(server, 'leads', [{ id: 'a', createdAt: '2026-05-01T00:00:00Z' }]);
  });
  afterAll(() => server.close());

  interface Given {
    headers?: Record<string, string>;
    key?: string;
    body?: object;
  }
  const send = async ({ headers = {}, key = server.key, body = {} }: Given) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body: JSON.stringify({ query: known, variables: { from: '2026-01-01' }, ...body }),
    });
    const kept = [...response.headers].filter(([name]) => /^(content-type|access-control|vary|www)/.test(name));
    return { status: response.status, headers: Object.fromEntries(kept), body: await response.json() };
  };
  /** The same by a way that is never short: another content type, which means the same. */
  const sendLong = (given: Given) =>
    send({ ...given, headers: { ...given.headers, 'content-type': 'application/json; charset=utf-8' } });

  test.each<[string, Given]>([
    ['an answer', {}],
    ['an origin', { headers: { origin: 'https://intranet.example' } }],
    ['any type of answer', { headers: { accept: '*/*' } }],
    ['a list of types', { headers: { accept: 'application/graphql-response+json, application/json;q=0.9' } }],
    ['null instead of an operation’s name', { body: { operationName: null } }],
    ['a name that is not there', { body: { operationName: 'Unknown' } }],
    ['no variables', { body: { variables: undefined } }],
    ['variables of another type', { body: { variables: [] } }],
    ['a variable that is no date', { body: { variables: { from: 'yesterday' } } }],
    ['a question that cannot be answered', { body: { variables: { from: '2027-01-01' } } }],
    ['a parameter that nobody knows', { body: { batch: true } }],
    ['a key that nobody knows', { key: 'unknown' }],
    ['a document that does not parse', { body: { query: '{' } }],
  ])('is answered the short way as the long one: %s', async (_, given) => {
    const long = await sendLong(given);
    expect(await send(given)).toEqual(long);
    expect(await send(given)).toEqual(long);
  });

  test('sees what was committed just before it, and asks for its key once', async () => {
    for (let count = 2; count < 8; count++) {
      await post(server, 'leads', [{ id: `b${count}`, createdAt: '2026-05-01T00:00:00Z' }]);
      statements.length = 0;
      const { body } = await send({});
      expect(body.data.workspace.funnel.kpis.newLeads.value).toBe(count);
      expect(statements.filter((text) => text.includes('from api_keys k'))).toHaveLength(1);
    }
  });

  test('is not answered for a key that was revoked since, or that opens something else', async () => {
    const tenant = await server.makeTenant('other');
    expect((await send({ key: tenant.key })).body.data.workspace).toMatchObject({ name: 'other' });
    const key = await server.makeKey(['READ']);
    expect((await send({ key })).body.data.workspace.name).toBe('default');
    await server.database.prisma.apiKey.deleteMany({ where: { name: 'READ' } });
    expect((await send({ key })).status).toBe(401);
  });

  test('that lacks its scope is refused as ever', async () => {
    const key = await server.makeKey(['INGEST']);
    const given = { key };
    expect(await send(given)).toEqual(await sendLong(given));
    expect((await send(given)).body.errors[0].extensions.code).toBe('FORBIDDEN');
  });
});
