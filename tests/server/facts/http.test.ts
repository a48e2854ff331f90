import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { handleIngest } from '../../../server/facts/http.ts';
import type { IngestReport } from '../../../server/facts/ingest.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { dataVersion, makeWorkspace } from './workspace.ts';

describe.each(engines)('POST /ingest/{kind} on %s', (engine) => {
  let database: Database;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  beforeEach(async () => {
    workspace = await makeWorkspace(database);
  });
  afterAll(() => database.close());

  const ndjson = { 'content-type': 'application/x-ndjson' };
  const lead = (id: string) => `${JSON.stringify({ id, createdAt: '2026-03-01' })}\n`;
  const send = (path: string, init: RequestInit & { duplex?: 'half' }) =>
    handleIngest(new Request(`http://127.0.0.1/ingest/${path}`, { method: 'POST', ...init }), {
      database,
      workspace,
      kind: path.split('?')[0]!,
    });
  const count = async (table = 'leads') => {
    const [row] = await database.query<{ n: number }>(
      sql`select count(*) as n from ${sql.table(table)} where workspace_id = ${workspace.id}`,
    );
    return row!.n;
  };
  const codeOf = async (response: Response) => {
    const body = (await response.json()) as {
      errors: { code: string; message: string; extensions: { code: string } }[];
    };
    expect(body.errors[0]!.extensions.code).toBe(body.errors[0]!.code);
    return [response.status, body.errors[0]!.code];
  };

  test('answers 200 with the report, also when lines were rejected', async () => {
    const response = await send('leads', { headers: ndjson, body: `${lead('a')}{"id":"b"}\n` });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      accepted: 1,
      rejected: 1,
      errors: [{ line: 2, field: 'createdAt', code: 'REQUIRED' }],
    });
  });

  test('takes CSV and gzip', async () => {
    const body = gzipSync('id,createdAt,tags,attributes.page\nc1,2026-03-01,a;b,x\n');
    const response = await send('leads', {
      headers: { 'content-type': 'text/csv; charset=utf-8', 'content-encoding': 'gzip' },
      body,
    });
    expect(await response.json()).toMatchObject({ accepted: 1, warnings: [] });
  });

  test.each([
    ['nothing', { headers: ndjson, body: '' }, [404, 'UNKNOWN_KIND']],
    ['toString', { headers: ndjson, body: '' }, [404, 'UNKNOWN_KIND']],
    ['leads', { headers: ndjson, method: 'PUT', body: '' }, [405, 'METHOD_NOT_ALLOWED']],
    ['leads', { headers: { 'content-type': 'application/json' }, body: '[]' }, [415, 'UNSUPPORTED_MEDIA_TYPE']],
    ['leads', { headers: { 'content-type': 'text/csv;charset=ebcdic' }, body: '' }, [415, 'UNSUPPORTED_MEDIA_TYPE']],
    ['leads', { headers: { ...ndjson, 'content-encoding': 'br' }, body: '' }, [415, 'UNSUPPORTED_ENCODING']],
    ['leads', { headers: { ...ndjson, 'content-encoding': 'gzip' }, body: 'not gzip' }, [400, 'INVALID_BODY']],
    ['leads?onError=maybe', { headers: ndjson, body: '' }, [400, 'INVALID_PARAMETER']],
    ['leads?refrences=defer', { headers: ndjson, body: '' }, [400, 'INVALID_PARAMETER']],
    ['leads', { headers: { 'content-type': 'text/csv' }, body: 'id,id\n' }, [400, 'INVALID_HEADER']],
    [
      'leads',
      { headers: { ...ndjson, 'idempotency-key': 'x'.repeat(201) }, body: '' },
      [400, 'INVALID_IDEMPOTENCY_KEY'],
    ],
  ])('refuses POST %s %o with %o', async (path, init, expected) => {
    expect(await codeOf(await send(path, init))).toEqual(expected);
  });

  test('onError=abort takes all or nothing and answers 422 with the first error', async () => {
    const bad = await send('leads?onError=abort', { headers: ndjson, body: `${lead('a')}nonsense\n${lead('b')}` });
    expect(bad.status).toBe(422);
    expect(await bad.json()).toMatchObject({
      accepted: 0,
      unchanged: 0,
      rejected: 1,
      errors: [{ line: 2, code: 'INVALID_JSON' }],
    });
    expect(await count()).toBe(0);
    expect(await dataVersion(database, workspace)).toBe(0);
    const good = await send('leads?onError=abort', { headers: ndjson, body: lead('a') + lead('b') });
    expect([good.status, await good.json()]).toMatchObject([200, { accepted: 2 }]);
  });

  test('an Idempotency-Key replays the first answer, for the same path and parameters only', async () => {
    const headers = { ...ndjson, 'idempotency-key': 'k1' };
    const first = await (await send('leads', { headers, body: lead('a') })).json();
    expect(first).toMatchObject({ accepted: 1 });
    expect(await (await send('leads', { headers, body: lead('a') })).json()).toEqual(first);
    expect(await (await send('leads?onError=continue', { headers, body: lead('a') })).json()).toEqual(first);
    expect(await codeOf(await send('leads?onError=abort', { headers, body: lead('a') }))).toEqual([
      409,
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    expect(await codeOf(await send('owners', { headers, body: lead('a') }))).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('of two concurrent requests with one Idempotency-Key only one does the work', async () => {
    const headers = { ...ndjson, 'idempotency-key': 'k2' };
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await (await send('leads', { headers, body: lead('a') })).json()) as IngestReport),
    );
    expect(answers.map((answer) => answer.accepted)).toEqual([1, 1, 1]);
    expect(await dataVersion(database, workspace)).toBe(1);
  });

  test('a body that breaks off keeps what had gone in', async () => {
    const lines = Array.from({ length: 1_900 }, (_, index) => lead(`l${index}`));
    async function* broken() {
      yield Buffer.from(lines.join(''));
      throw new Error('the client went away');
    }
    const iterator = broken();
    const body = new ReadableStream({
      async pull(controller) {
        const { value } = await iterator.next();
        controller.enqueue(value);
      },
    });
    const response = await send('leads', { headers: ndjson, body, duplex: 'half' });
    expect(await codeOf(response)).toEqual([400, 'INVALID_BODY']);
    // The first chunk: what came after it was not yet one.
    expect(await count()).toBe(1_000);
    const again = await send('leads', { headers: ndjson, body: lines.join('') });
    expect(await again.json()).toMatchObject({ accepted: 900, unchanged: 1_000 });
  });

  test('two concurrent requests on the same ids end in one version of each', async () => {
    const body = (name: string) =>
      Array.from({ length: 1_500 }, (_, index) =>
        JSON.stringify({ id: `l${index}`, createdAt: '2026-03-01', name, channel: `c${index % 7}` }),
      ).join('\n');
    const [one, two] = await Promise.all(
      ['one', 'two'].map(
        async (name) => (await (await send('leads', { headers: ndjson, body: body(name) })).json()) as IngestReport,
      ),
    );
    expect([one!.accepted, two!.accepted, one!.rejected, two!.rejected]).toEqual([1_500, 1_500, 0, 0]);
    expect([await count(), await count('channels')]).toEqual([1_500, 7]);
  });
});
