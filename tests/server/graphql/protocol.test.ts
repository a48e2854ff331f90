import { serverAudits } from 'graphql-http';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { ask, request } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from './eventually.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const newLeads = `subscription ($scope: KpiScopeInput!) { kpi(funnel: "sales", key: "new_leads", scope: $scope) { value series(grain: YEAR) { value } } }`;
const scope = { window: { last: { unit: 'DAY', count: 30 } } };
const createLead = 'mutation { createLead(input: {}) { ... on CreateLeadSuccess { changed } } }';

describe('GraphQL over HTTP, as graphql-http audits it', () => {
  const audits = serverAudits({
    url: () => `${server.url}/graphql`,
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...(init.headers as object), authorization: `Bearer ${server.key}` } }),
  });
  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_, audit) => {
    const result = await audit.fn();
    expect(result.status, JSON.stringify(result, ['reason'])).toBe('ok');
  });
});

/** Both clients give what they receive to a sink; events wait in a list. */
interface Client {
  subscribe(
    payload: { query: string; variables?: Record<string, unknown> },
    sink: { next(value: unknown): void; error(error: unknown): void; complete(): void },
  ): () => void;
  dispose(): void | Promise<void>;
}

const clients: [string, () => Client][] = [
  [
    'graphql-sse, distinct connections',
    () =>
      createSseClient({
        url: `${server.url}/graphql`,
        headers: () => ({ authorization: `Bearer ${server.key}` }),
        retryAttempts: 0,
      }) as Client,
  ],
  [
    'graphql-ws',
    () =>
      createSocketClient({
        url: `${server.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${server.key}` },
        retryAttempts: 0,
      }) as Client,
  ],
];

describe.each(clients)('the client of %s', (_, connect) => {
  test('gets the value now, and again with fresh parts after a change', async () => {
    const client = connect();
    const events: { data: { kpi: { value: number; series: { value: number }[] } } }[] = [];
    const stop = client.subscribe(
      { query: newLeads, variables: { scope } },
      { next: (event) => events.push(event as never), error: console.error, complete: () => {} },
    );
    await eventually(() => events.length === 1);
    const before = events[0]!.data.kpi.value;
    await ask(server, createLead);
    await eventually(() => events.length === 2);
    expect(events[1]!.data.kpi).toEqual({ value: before + 1, series: [{ value: before + 1 }] });
    stop();
    await eventually(() => server.app.services.changes.listenerCount() === 0);
    expect(server.app.services.openKeys.heldCount()).toBe(0);
    expect(server.app.services.streams.count()).toBe(0);
    await client.dispose();
  });

  test('gets queries answered, and errors as errors', async () => {
    const client = connect();
    const once = (query: string) =>
      new Promise<unknown>((resolve) => {
        let answer: unknown;
        client.subscribe(
          { query },
          { next: (value) => (answer = value), error: (error) => resolve({ error }), complete: () => resolve(answer) },
        );
      });
    expect(await once('{ workspace { name } }')).toMatchObject({ data: { workspace: { name: 'default' } } });
    expect(JSON.stringify(await once('{ nope }'))).toContain('Cannot query field');
    await client.dispose();
  });

  test('a question that cannot be answered is null with its error, and ends', async () => {
    const client = connect();
    const events: unknown[] = [];
    await new Promise<void>((resolve) =>
      client.subscribe(
        {
          query: `subscription ($scope: KpiScopeInput!) { kpi(funnel: "sales", key: "nope", scope: $scope) { value } }`,
          variables: { scope },
        },
        { next: (event) => events.push(event), error: () => resolve(), complete: resolve },
      ),
    );
    expect(events).toMatchObject([{ data: { kpi: null }, errors: [{ extensions: { code: 'UNKNOWN_KPI' } }] }]);
    await client.dispose();
  });
});

describe('WebSocket', () => {
  const closeCode = (init?: object, options = {}) =>
    new Promise<number>((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
      socket.on('open', () => init && socket.send(JSON.stringify({ type: 'connection_init', payload: init })));
      socket.on('close', resolve);
      socket.on('error', () => {});
    });

  test('closes with 4403 for a key that is missing or unknown', async () => {
    expect(await closeCode({})).toBe(4403);
    expect(await closeCode({ authorization: 'Bearer fk_nobody' })).toBe(4403);
  });

  test('closes with 4401 for whoever asks before connection_init', async () => {
    const code = await new Promise<number>((resolve) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
      socket.on('open', () =>
        socket.send('{"id":"1","type":"subscribe","payload":{"query":"{ workspace { name } }"}}'),
      );
      socket.on('close', resolve);
    });
    expect(code).toBe(4401);
  });
});

test('queries are not batched', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.key}` },
    body: JSON.stringify([{ query: '{ workspace { name } }' }]),
  });
  expect(response.status).toBe(400);
});

test('dataChanged tells the version at once, bursts as one, and the latest always', async () => {
  const client = clients[1]![1]();
  const versions: number[] = [];
  const stop = client.subscribe(
    { query: 'subscription { dataChanged { version at } }' },
    {
      next: (event) =>
        versions.push((event as { data: { dataChanged: { version: number } } }).data.dataChanged.version),
      error: console.error,
      complete: () => {},
    },
  );
  await eventually(() => versions.length === 1);
  const first = versions[0]!;
  await Promise.all(Array.from({ length: 12 }, () => request(server, createLead)));
  await eventually(() => versions.at(-1) === first + 12);
  expect(versions.length).toBeLessThan(12);
  stop();
  await client.dispose();
});
