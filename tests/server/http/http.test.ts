import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { openGallery } from '../../../server/workspace/gallery.ts';
import { ask, post } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let widgets: string;
const page = '<!doctype html><script type="application/json" id="funnel-config">__FUNNEL_CONFIG__</script>';
beforeAll(async () => {
  const home = await mkdtemp(join(tmpdir(), 'funnel-widgets-'));
  widgets = join(home, 'dist');
  await mkdir(join(widgets, 'inner'), { recursive: true });
  await writeFile(join(widgets, 'funnel-widgets.js'), `export const text = "${'x'.repeat(2_000)}";`);
  await writeFile(join(widgets, 'gallery.html'), page);
  await writeFile(join(widgets, '.hidden'), 'hidden');
  await writeFile(join(home, 'secret.txt'), 'secret');
  server = await startServer({ widgetsDirectory: widgets });
});
afterAll(async () => {
  await server.close();
  await rm(join(widgets, '..'), { recursive: true });
});

/** A request whose path nobody tidies up. */
function raw(path: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = rawRequest({ hostname, port, path, method: 'GET' }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode!, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('/widgets/*', () => {
  const url = () => `${server.url}/widgets/funnel-widgets.js`;

  test('is there for pages of any origin, compressed, with its type', async () => {
    const response = await fetch(url(), { headers: { origin: 'https://crm.example.com' } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^".+"$/),
    });
    expect(await response.text()).toContain('xxx');
  });

  test('is not sent again to whoever has it', async () => {
    const etag = (await fetch(url())).headers.get('etag')!;
    expect((await fetch(url(), { headers: { 'if-none-match': etag } })).status).toBe(304);
    await writeFile(join(widgets, 'funnel-widgets.js'), 'export const text = "new";');
    const changed = await fetch(url(), { headers: { 'if-none-match': etag } });
    expect([changed.status, await changed.text()]).toEqual([200, 'export const text = "new";']);
  });

  test.each([
    '/widgets/../secret.txt',
    '/widgets/%2e%2e/secret.txt',
    '/widgets/..%2fsecret.txt',
    '/widgets/inner/../../secret.txt',
    '/widgets/%2e%2e%5csecret.txt',
    '/widgets//etc/passwd',
    '/widgets/.hidden',
    '/widgets/inner',
    '/widgets/',
    '/widgets/%00',
    '/widgets/%',
    '/widgets/none.js',
    '//evil.example/widgets/x',
    '/nowhere',
  ])('%s leads nowhere', async (path) => {
    const { status, text } = await raw(path);
    expect([path, status]).toEqual([path, 404]);
    expect(text).not.toMatch(/secret|hidden/);
  });

  test('HEAD has the headers and no body', async () => {
    const response = await fetch(url(), { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('pages', () => {
  test('the gallery knows no key until a workspace is open to it, then one that only reads', async () => {
    const config = async () => {
      const response = await fetch(server.url);
      expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self';/);
      return JSON.parse(/funnel-config">(.*)<\/script>/.exec(await response.text())![1]!);
    };
    expect(await config()).toEqual({ endpoint: '/graphql', key: null, workspaceName: null });
    await server.database.prisma.workspace.update({
      where: { id: server.workspace.id },
      data: { name: '</script><b>' },
    });
    await openGallery(server.database, server.workspace.id, new Date());
    const { key, workspaceName } = await config();
    expect(workspaceName).toBe('</script><b>');
    expect(await ask({ url: server.url, key }, '{ workspace { name } }')).toEqual({
      workspace: { name: '</script><b>' },
    });
    expect((await post({ url: server.url, key }, 'leads', [])) as object).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('says what to run where the widgets are not built', async () => {
    await rm(join(widgets, 'gallery.html'));
    const response = await fetch(server.url);
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    await writeFile(join(widgets, 'gallery.html'), page);
  });

  test('GraphiQL is public, needs nothing from elsewhere, and its first query is good', async () => {
    const response = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toMatch(/(src|href)="?https?:/);
    expect(text).toContain('FirstLook');
    const { defaultQuery, headers } = JSON.parse(/querySelector\('#root'\),\s*(\{.*\}),$/m.exec(text)![1]!);
    const { key } = /Bearer (?<key>[^"]+)/.exec(headers)!.groups as { key: string };
    expect(await ask({ url: server.url, key }, defaultQuery)).toMatchObject({
      workspace: { funnel: { conversion: expect.any(Array) } },
    });
  });
});

describe('CORS', () => {
  const from = (url: string, origin: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as object), origin } });
  const preflight = {
    method: 'OPTIONS',
    headers: {
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  };

  test('any origin may ask, with a key and without cookies', async () => {
    for (const path of ['/graphql', '/ingest/leads']) {
      const { status, headers } = await from(server.url + path, 'https://a.example', preflight);
      expect(status).toBe(204);
      expect(headers.get('access-control-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-headers')).toMatch(/Authorization, Content-Type/);
      expect(headers.get('access-control-allow-methods')).toContain('POST');
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      // A page must be able to read why it was refused.
      expect(
        (await from(server.url + path, 'https://a.example', { method: 'POST' })).headers.get(
          'access-control-allow-origin',
        ),
      ).toBe('*');
    }
  });

  test('FUNNEL_ORIGINS narrows it: others get no CORS headers, and no WebSocket', async () => {
    const narrowed = await startServer({ env: { FUNNEL_ORIGINS: 'https://crm.example.com, https://b.example' } });
    const allowed = (headers: Headers) => headers.get('access-control-allow-origin');
    for (const origin of ['https://crm.example.com', 'https://b.example']) {
      const { headers } = await from(`${narrowed.url}/graphql`, origin, preflight);
      expect([allowed(headers), headers.get('vary')]).toEqual([origin, 'Origin']);
    }
    for (const origin of ['https://evil.example', 'https://crm.example.com.evil.example', 'null']) {
      expect(allowed((await from(`${narrowed.url}/graphql`, origin, preflight)).headers)).toBeNull();
      expect(allowed((await from(`${narrowed.url}/graphql`, origin, { method: 'POST' })).headers)).toBeNull();
    }
    const status = (origin?: string) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${narrowed.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
          origin,
        });
        socket.on('open', () => resolve(101));
        socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode!));
        socket.on('error', () => {});
      });
    expect([await status('https://evil.example'), await status('https://b.example'), await status()]).toEqual([
      403, 101, 101,
    ]);
    await narrowed.close();
  });
});

test('/ingest takes facts, and KPIs have them at once', async () => {
  expect(await post(server, 'leads', [{ id: 'l1', createdAt: '2026-03-01T00:00:00Z' }])).toMatchObject({
    accepted: 1,
    rejected: 0,
  });
  const query =
    '{ workspace { funnel(key: "sales") { kpis(scope: { window: { period: "2026-03" } }) { newLeads { value } } } } }';
  expect(await ask(server, query)).toEqual({ workspace: { funnel: { kpis: { newLeads: { value: 1 } } } } });
});

test('methods that a path does not know are refused with what it does', async () => {
  for (const [path, method, allow] of [
    ['/ingest/leads', 'GET', 'POST'],
    ['/', 'POST', 'GET'],
    ['/livez', 'DELETE', 'GET'],
  ] as const) {
    const { status, headers } = await fetch(server.url + path, { method });
    expect([path, status, headers.get('allow')]).toEqual([path, 405, allow]);
  }
});

test('a fault of ours is masked: no SQL, no stack, no path', async () => {
  const broken = await startServer();
  await broken.database.query((await import('kysely')).sql`drop table leads cascade`);
  const response = await fetch(`${broken.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${broken.key}` },
    body: JSON.stringify({ query: '{ workspace { name leads { totalCount } } }' }),
  });
  const text = await response.text();
  expect(JSON.parse(text).errors).toEqual([
    {
      message: expect.stringContaining('Something went wrong here'),
      path: ['workspace', 'leads'],
      locations: expect.anything(),
      extensions: { code: 'INTERNAL' },
    },
  ]);
  expect(text).not.toMatch(/relation|prisma|select|\.ts|node_modules/i);
  await broken.close();
});

test('/readyz says no once the database is gone, while /livez still answers', async () => {
  const gone = await startServer();
  await gone.database.close();
  expect((await fetch(`${gone.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${gone.url}/livez`)).status).toBe(200);
  await gone.close().catch(() => {});
});

test('a server that stops ends its streams and lets requests finish', async () => {
  const stopping = await startServer();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${stopping.key}` };
  const stream = await fetch(`${stopping.url}/graphql`, {
    method: 'POST',
    headers: { ...headers, accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { dataChanged { version } }' }),
  });
  const socket = new WebSocket(`${stopping.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await new Promise((resolve) => socket.on('open', resolve));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  const streamed = stream.text();
  const answer = ask(stopping, '{ workspace { leads { totalCount } } }');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const started = performance.now();
  await stopping.close();
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(await answer).toEqual({ workspace: { leads: { totalCount: 0 } } });
  expect(await streamed).toContain('event: complete');
  await closed;
});
