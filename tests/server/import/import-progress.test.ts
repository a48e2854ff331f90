import { createClient } from 'graphql-sse';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../server/database/open.ts';
import { type Address, ask, post, request } from '../../support/client.ts';
import { engines, freshHome } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { leadsOf } from '../facts/many-leads.ts';
import { eventually } from '../graphql/eventually.ts';

interface Import {
  id: string;
  kind: string;
  status: string;
  accepted: number;
  unchanged: number;
  rejected: number;
  deferred: number;
  linesRead: number;
  lastProgressAt: string | null;
  endedAt: string | null;
}

const fields = 'id kind status accepted unchanged rejected deferred linesRead lastProgressAt endedAt';
const lines = (facts: Iterable<object>) => [...facts].map((fact) => `${JSON.stringify(fact)}\n`);

/** A request whose body is sent piece by piece. */
function upload({ url, key }: Address, kind: string, query = '') {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
  });
  const answer = fetch(`${url}/ingest/${kind}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
    body,
    duplex: 'half',
  } as RequestInit).then(
    (response) => response.json() as Promise<Record<string, unknown>>,
    () => 'broken off',
  );
  return {
    answer,
    send: (text: readonly string[]) => controller.enqueue(new TextEncoder().encode(text.join(''))),
    end: () => controller.close(),
    breakOff: () => controller.error(new Error('broken off')),
  };
}

/** Every event as it comes. */
function watch({ url, key }: Address) {
  const client = createClient({ url: `${url}/graphql`, headers: { authorization: `Bearer ${key}` } });
  const events: Import[][] = [];
  const stop = client.subscribe<{ importProgress: Import[] }>(
    { query: `subscription { importProgress { ${fields} } }` },
    { next: ({ data }) => void events.push(data!.importProgress), error: () => {}, complete: () => {} },
  );
  const sees = (expected: Partial<Import>) =>
    eventually(
      () =>
        events.flat().some((each) => Object.entries(expected).every(([name, value]) => each[name as 'id'] === value)),
      30_000,
    );
  return { events, sees, stop };
}

const listed = async (address: Address) =>
  (await ask<{ workspace: { imports: Import[] } }>(address, `{ workspace { imports { ${fields} } } }`)).workspace
    .imports;

describe.each(engines)('imports on %s', (engine) => {
  let server: TestServer;
  let tenant: Address;
  let watching: ReturnType<typeof watch>;
  beforeAll(async () => {
    server = await startServer({ engine });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    tenant = { url: server.url, key: (await server.makeTenant('one of its own')).key };
    watching = watch(tenant);
    await eventually(() => watching.events.length === 1);
    expect(watching.events).toEqual([[]]);
  });
  afterEach(() => watching.stop());

  test('are told as they come, go on and end, with what is committed', async () => {
    const all = lines(leadsOf(2_500));
    const { answer, send, end } = upload(tenant, 'leads');
    send([...all.slice(0, 1_000), 'no JSON\n']);
    await watching.sees({ kind: 'leads', status: 'RUNNING', accepted: 1_000 });
    const late = watch(tenant);
    await eventually(() => late.events.length === 1);
    expect(late.events[0]).toMatchObject([{ status: 'RUNNING', accepted: 1_000, endedAt: null }]);
    late.stop();
    send(all.slice(1_000, 2_000));
    await watching.sees({ status: 'RUNNING', accepted: 2_000, rejected: 1 });
    send(all.slice(2_000));
    end();
    const { accepted, rejected } = (await answer) as { accepted: number; rejected: number };
    expect([accepted, rejected]).toEqual([2_500, 1]);
    await watching.sees({ status: 'DONE', accepted: 2_500, rejected: 1, linesRead: 2_501 });
    expect(new Set(watching.events.flat().map(({ id }) => id)).size).toBe(1);
    expect(await listed(tenant)).toEqual([watching.events.at(-1)![0]]);
    expect(watching.events.at(-1)![0]!.endedAt).not.toBeNull();
  });

  test('are told though they change nothing', async () => {
    const facts = [...leadsOf(1_500)];
    await post(tenant, 'leads', facts);
    await post(tenant, 'leads', facts);
    await watching.sees({ status: 'DONE', accepted: 1_500, unchanged: 0 });
    await watching.sees({ status: 'DONE', accepted: 0, unchanged: 1_500 });
    expect((await listed(tenant)).map(({ unchanged }) => unchanged)).toEqual([1_500, 0]);
  });

  test('that break off have failed, and count what is in', async () => {
    const { answer, send, breakOff } = upload(tenant, 'leads');
    send(lines(leadsOf(1_000)));
    await watching.sees({ status: 'RUNNING', accepted: 1_000 });
    breakOff();
    expect(await answer).toBe('broken off');
    await watching.sees({ status: 'FAILED', accepted: 1_000 });
  });

  test('of all or nothing count when all is in, or nothing', async () => {
    const good = upload(tenant, 'leads', '?onError=abort');
    good.send(lines(leadsOf(1)));
    await watching.sees({ status: 'RUNNING', accepted: 0, lastProgressAt: null });
    good.send(lines(leadsOf(1_001)));
    good.end();
    expect(await good.answer).toMatchObject({ accepted: 1_001 });
    await watching.sees({ status: 'DONE', accepted: 1_001 });
    expect(watching.events.flat().every(({ accepted }) => accepted === 0 || accepted === 1_001)).toBe(true);

    const bad = upload(tenant, 'leads', '?onError=abort');
    bad.send([...lines([{ id: 'x', createdAt: '2026-03-01T00:00:00Z' }]), '{"id":"y"}\n']);
    await eventually(async () => (await listed(tenant)).length === 2, 30_000);
    bad.end();
    expect(await bad.answer).toMatchObject({ accepted: 0, rejected: 1 });
    await watching.sees({ status: 'ABORTED', accepted: 0, rejected: 1, lastProgressAt: null });
  });

  test('that wait for their sender are told, too; short ones leave no record', async () => {
    await post(tenant, 'leads', [...leadsOf(10)]);
    expect(await listed(tenant)).toEqual([]);
    const { answer, send, end } = upload(tenant, 'leads');
    send(lines(leadsOf(10)));
    await watching.sees({ status: 'RUNNING', accepted: 0, lastProgressAt: null });
    end();
    expect(await answer).toMatchObject({ unchanged: 10 });
    await watching.sees({ status: 'DONE', unchanged: 10 });
  });

  test('need a key with the scope READ', async () => {
    const key = await server.makeKey(['INGEST']);
    const { errors } = await request({ url: server.url, key }, '{ workspace { imports { id } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const refused = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: 'subscription { importProgress { id } }' }),
    });
    expect(await refused.text()).toContain('FORBIDDEN');
  });

  test.each([0, 101])('first: %i is refused', async (first) => {
    const { errors } = await request(tenant, `{ workspace { imports(first: ${first}) { id } } }`);
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_FIRST' } }]);
  });
});

test.each(engines)(
  'an import whose server was killed (-9) on %s has failed as soon as nobody has heard of it for a minute, and counts what is in',
  { timeout: 240_000 },
  async (engine) => {
    const home = await freshHome(engine);
    let server = await startServerProcess(home);
    // On PostgreSQL the watcher sits on another node.
    const other = engine === 'postgres' ? await startServerProcess(home) : server;
    const watching = watch(other);
    const { answer, send } = upload(server, 'leads');
    const all = lines(leadsOf(2_300));
    send(all.slice(0, 1_000));
    await watching.sees({ status: 'RUNNING', accepted: 1_000 });
    send(all.slice(1_000, 2_000));
    await watching.sees({ status: 'RUNNING', accepted: 2_000 });
    send(all.slice(2_000));
    watching.stop();
    await server.kill();
    expect(await answer).toBe('broken off');
    if (other !== server) await other.kill();

    const database = await openDatabase(home);
    await database.query(sql`update imports set alive_at = alive_at - interval '1 minute'`);
    const [row] = await database.query<{ leads: number }>(sql`select count(*) as leads from leads`);
    await database.close();
    server = await startServerProcess(home);
    expect(await listed(server)).toMatchObject([{ status: 'FAILED', accepted: row!.leads, endedAt: null }]);
    const after = watch(server);
    await eventually(() => after.events.length === 1);
    expect(after.events).toEqual([[]]);
    after.stop();
    await server.kill();
    await home.remove();
  },
);
