import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await post(server, 'leads', [{ id: 'l', createdAt: '2026-03-01T00:00:00Z', channel: 'c', owner: 'o' }]);
  await post(server, 'customers', [{ id: 'k', lead: 'l', becameAt: '2026-03-01T00:00:00Z' }]);
  await post(server, 'opportunities', [{ id: 'd', lead: 'l', openedAt: '2026-03-01T00:00:00Z' }]);
});
afterAll(() => server.close());

test('everything is fetched again by its id, and the id is base64 of Type:uuid', async () => {
  const found = await ask<object>(
    server,
    `{ workspace { __typename id funnels { __typename id stages { __typename id } } channels { edges { node { __typename id } } } owners { edges { node { __typename id } } }
      leads { edges { node { __typename id } } } opportunities { edges { node { __typename id } } } customers { edges { node { __typename id } } } } }`,
  );
  const pairs = [...JSON.stringify(found).matchAll(/"__typename":"(\w+)","id":"([^"]+)"/g)].map(([, type, id]) => [
    type!,
    id!,
  ]);
  expect(new Set(pairs.map(([type]) => type))).toEqual(
    new Set(['Workspace', 'Funnel', 'Stage', 'Channel', 'Owner', 'Lead', 'Opportunity', 'Customer']),
  );
  for (const [type, id] of pairs) {
    expect(Buffer.from(id!, 'base64').toString()).toMatch(new RegExp(`^${type}:[0-9a-f-]{36}$`));
    expect(await ask(server, 'query ($id: ID!) { node(id: $id) { __typename id } }', { id })).toEqual({
      node: { __typename: type, id },
    });
  }
});

const encoded = (text: string) => Buffer.from(text).toString('base64');
test.each([
  '',
  'x',
  'Lead:1',
  encoded('Lead:1'),
  encoded('Lead:019c0de0-0000-7000-8000-000000000001'),
  encoded('Money:019c0de0-0000-7000-8000-000000000001'),
  encoded('Nothing:019c0de0-0000-7000-8000-000000000001'),
  encoded('Query:019c0de0-0000-7000-8000-000000000001'),
  encoded("Lead:' or 1=1"),
  encoded(':'),
  encoded('\u0000'),
])('the id %j names nothing: null, no error', async (id) => {
  expect(await ask(server, 'query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
});
