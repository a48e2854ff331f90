import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serve } from '../../../server/http/node-adapter.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
/** Serves as the server's own port does, and tells when a request came, its connection closed, and it was dealt with. */
let http: Server;
let came: Promise<unknown>;
let closed: Promise<unknown>;
let served: Promise<void>;
let logged: string[];
beforeAll(async () => {
  server = await startServer({
    engine: 'postgres',
    logger: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
  });
  http = createServer((incoming, outgoing) => {
    closed = once(outgoing, 'close');
    served = serve(server.app, incoming, outgoing).catch(() => {});
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterAll(async () => {
  http.close();
  await server.close();
});
beforeEach(() => {
  logged = [];
  came = once(http, 'request');
});

const json = { 'content-type': 'application/json' };
const question = JSON.stringify({ query: '{ workspace { leads { edges { node { id } } } } }' });
const chunked = { ...json, 'transfer-encoding': 'chunked' };
const whole = { ...json, 'content-length': question.length };

function send(path: string, headers: OutgoingHttpHeaders) {
  const { port } = http.address() as AddressInfo;
  const authorization = `Bearer ${server.key}`;
  const sent = request({ port, path, method: 'POST', headers: { authorization, ...headers } });
  // That it was cut off is what we want.
  sent.on('error', () => {});
  return sent;
}

/** What is done while the server waits for leads, as if for long: their table is locked. */
async function whileLeadsAreLocked(work: () => Promise<unknown>): Promise<void> {
  await server.database.transaction(async (transaction) => {
    await transaction.query(sql`lock table leads in access exclusive mode`);
    await work();
  });
}

/** Leaves when the server has begun to answer; it has noticed when this ends. */
async function askAndLeave(headers: OutgoingHttpHeaders): Promise<void> {
  const sent = send('/graphql', headers);
  sent.end(question);
  await came;
  await expect.poll(waiting).toBe(1);
  sent.destroy();
  await closed;
}

async function waiting(): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    sql`select count(*)::int as count from pg_locks where not granted and relation = 'leads'::regclass`,
  );
  return row!.count;
}

describe('a client that leaves is no fault of the server', () => {
  test.each([
    ['in one piece', whole],
    ['in chunks', chunked],
  ])('while it waits for the answer to what it sent %s', async (_, headers) => {
    await whileLeadsAreLocked(() => askAndLeave(headers));
    await served;
    expect(logged).toEqual([]);
  });

  test.each([
    ['a plain question', '/graphql', whole],
    ['a question in chunks', '/graphql', chunked],
    ['a question that asks for a stream', '/graphql', { ...whole, accept: 'text/event-stream' }],
    ['facts', '/ingest/leads', { 'content-type': 'application/x-ndjson' }],
  ])('before the end of %s', async (_, path, headers) => {
    const sent = send(path, headers);
    sent.write(question.slice(0, 10));
    await came;
    sent.destroy();
    await closed;
    await served;
    expect(logged).toEqual([]);
  });
});

test('a fault of ours is logged, whether or not somebody still waits', async () => {
  await whileLeadsAreLocked(async () => {
    await askAndLeave(chunked);
    await server.database.query(sql`
      select pg_terminate_backend(pid) from pg_locks where not granted and relation = 'leads'::regclass
    `);
  });
  await expect
    .poll(() => logged.map((line) => JSON.parse(line)))
    .toEqual([expect.objectContaining({ level: 50, msg: 'an operation failed' })]);
});
