import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { allLines, linesOf } from '../../support/lines.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { falsify } from '../cells/falsify.ts';
import { leadsOf } from '../facts/many-leads.ts';
import { eventually } from '../graphql/eventually.ts';

const LEADS = 2_500;
const paths = [
  ['POST', '/maintenance/rebuild'],
  ['GET', '/maintenance/check'],
] as const;

interface Line {
  step?: string;
  done?: number;
  total?: number;
  errors?: { message: string; extensions: { code: string } }[];
  wrong?: number;
}

describe.each(engines)('/maintenance on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine });
    await post(server, 'leads', [...leadsOf(LEADS)]);
  });
  afterAll(() => server.close());

  const send = (method: string, path: string, key = server.key, init: RequestInit = {}) =>
    fetch(server.url + path, { method, ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });
  const rebuild = (init?: RequestInit) => send('POST', '/maintenance/rebuild', server.key, init);
  const check = () => send('GET', '/maintenance/check');
  const all = (response: Response) => allLines<Line>(response);
  const refusal = async (response: Response) => [
    response.status,
    ((await response.json()) as { errors: [{ extensions: { code: string } }] }).errors[0].extensions.code,
  ];

  test.each(paths)('%s %s needs a key with the scope ADMIN', async (method, path) => {
    expect(await refusal(await send(method, path, 'nobody'))).toEqual([401, 'UNAUTHENTICATED']);
    for (const scope of ['READ', 'INGEST'] as const)
      expect(await refusal(await send(method, path, await server.makeKey([scope])))).toEqual([403, 'FORBIDDEN']);
  });

  test.each(paths)('only %s %s is possible, from any origin', async (method, path) => {
    const other = await send(method === 'POST' ? 'GET' : 'POST', path);
    expect([other.headers.get('allow'), ...(await refusal(other))]).toEqual([method, 405, 'METHOD_NOT_ALLOWED']);
    const origin = { headers: { origin: 'https://a.example' } };
    const preflight = await send('OPTIONS', path, server.key, origin);
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    const answer = await send(method, path, 'nobody', origin);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('nothing else is there', async () => {
    for (const path of ['/maintenance/', '/maintenance/toString', '/maintenance/check/x'])
      expect(await refusal(await send('GET', path))).toEqual([404, 'NOT_FOUND']);
  });

  test('the check finds what was falsified, the rebuild says its steps and puts it right', async () => {
    await falsify(server.database, server.workspace.id);
    const found = await all(await check());
    expect(found[0]).toEqual({ step: 'sources', done: 0, total: expect.any(Number) });
    expect(found.at(-1)).toMatchObject({ wrong: 4, differences: expect.any(Array), seconds: expect.any(Number) });

    const answer = await rebuild();
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = await all(answer);
    expect(lines.filter(({ step }) => step === 'journeys')).toEqual(
      [0, 1_000, 2_000, LEADS].map((done) => ({ step: 'journeys', done, total: LEADS })),
    );
    const cells = lines.filter(({ step }) => step === 'cells');
    expect(cells.at(-1)!.done).toBe(cells.at(-1)!.total);
    expect(lines.at(-1)).toEqual({ journeys: LEADS, cells: expect.any(Number), seconds: expect.any(Number) });
    expect((await all(await check())).at(-1)).toMatchObject({ wrong: 0, differences: [] });
  });

  test('a second rebuild at the same time is refused and told what to do; another workspace’s is not', async () => {
    const tenant = await server.makeTenant(`other on ${engine}`);
    const first = await rebuild();
    const [second, others] = [await rebuild(), await send('POST', '/maintenance/rebuild', tenant.key)];
    const { errors } = (await second.json()) as Line;
    expect([second.status, errors![0]]).toEqual([
      409,
      { extensions: { code: 'MAINTENANCE_UNDER_WAY' }, message: expect.stringMatching(/wait until it has ended/) },
    ]);
    expect((await all(others)).at(-1)).toMatchObject({ journeys: 0, cells: 0 });
    expect((await all(first)).at(-1)).toMatchObject({ journeys: LEADS });
    expect((await all(await rebuild())).at(-1)).toMatchObject({ journeys: LEADS });
  });

  test('facts that come during a rebuild count once', async () => {
    const posted = [];
    for await (const { step, done } of linesOf<Line>(await rebuild()))
      if (step) posted.push(post(server, 'leads', [{ id: `${step} ${done}`, createdAt: '2026-03-05T00:00:00Z' }]));
    for (const report of await Promise.all(posted)) expect(report).toMatchObject({ accepted: 1, rejected: 0 });
    expect(posted.length).toBeGreaterThan(5);
    expect((await all(await check())).at(-1)).toMatchObject({ wrong: 0 });
    await post(
      server,
      'leads',
      (await leadIds('% %')).map((id) => ({ id, deleted: true })),
    );
  });

  async function leadIds(like: string): Promise<string[]> {
    const rows = await server.database.query<{ id: string }>(
      sql`select external_id as id from leads where workspace_id = ${server.workspace.id} and external_id like ${like}`,
    );
    return rows.map(({ id }) => id);
  }

  test('when its reader leaves, it ends after the batch under way, and another may begin', async () => {
    const leave = new AbortController();
    for await (const { done } of linesOf<Line>(await rebuild({ signal: leave.signal }))) {
      expect(done).toBe(0);
      break;
    }
    leave.abort();
    await eventually(async () => {
      const again = await rebuild();
      if (!again.ok) return false;
      expect((await all(again)).at(-1)).toMatchObject({ journeys: LEADS });
      return true;
    }, 30_000);
    expect(server.app.services.streams.count()).toBe(0);
    expect((await all(await check())).at(-1)).toMatchObject({ wrong: 0 });
  });

  test('a fault in the middle is its last line, with a code and nothing internal', async () => {
    await server.database.query(sql`alter table cell_horizons rename to hidden`);
    for (const answer of [await check(), await rebuild()]) {
      const lines = await all(answer);
      expect(lines.at(-1)).toEqual({
        errors: [{ extensions: { code: 'INTERNAL' }, message: expect.stringMatching(/try again later/) }],
      });
      expect(JSON.stringify(lines)).not.toMatch(/horizon|relation|select/);
    }
    await server.database.query(sql`alter table hidden rename to cell_horizons`);
    expect((await all(await check())).at(-1)).toMatchObject({ wrong: 0 });
  });
});

test('a server that stops ends a rebuild after the batch under way, and says so', async () => {
  const server = await startServer();
  await post(server, 'leads', [...leadsOf(LEADS)]);
  const answer = await fetch(`${server.url}/maintenance/rebuild`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
  });
  const closed = server.close();
  const lines = await allLines<Line>(answer);
  expect(lines.at(-1)).toMatchObject({ errors: [{ extensions: { code: 'STOPPING' } }] });
  await closed;
});
