import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueRow, definitions } from '../server/kpi/catalogue.ts';
import type { CatalogueRow } from '../server/kpi/catalogue-row.ts';
import { examples } from '../server/kpi/explanation/explanation.ts';
import { askById, codesOf } from './server/embed/embed-client.ts';
import { post, request } from './support/client.ts';
import { startServer } from './support/server.ts';
import { freePort } from './support/server-process.ts';

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const text = readFileSync(file, 'utf8');
  const blocks = (language: string) =>
    [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer({ env: { FUNNEL_WEBHOOK_ALLOW_PRIVATE: '1' } });
  });
  afterAll(() => server.close());

  test('its queries are answered without an error', async () => {
    expect(blocks('graphql').length).toBeGreaterThan(0);
    for (const query of blocks('graphql')) expect((await request(server, query)).errors).toBeUndefined();
  });

  test('its ten lines subscribe to threshold events: one arrives, verified', async () => {
    await post(server, 'leads', [{ id: 'now', createdAt: new Date().toISOString() }]);
    const script = blocks('js').find((block) => block.includes('standardwebhooks'))!;
    expect(script.trim().split('\n')).toHaveLength(10);
    const port = String(await freePort());
    const here = script.replace('http://127.0.0.1:4000', server.url).replaceAll('5000', port);
    const node = spawn(process.execPath, ['--input-type=module', '--eval', here], {
      env: { ...process.env, KEY: server.key },
    });
    let said = '';
    for (const stream of [node.stdout, node.stderr]) stream.on('data', (bytes) => (said += bytes));
    await expect.poll(() => said).toMatch(/type: 'kpi\.breached'[\s\S]*Leads come[\s\S]*value: 1,/);
    node.kill('SIGKILL');
    await once(node, 'close');
    const stop = 'mutation ($id: ID!) { deleteWebhook(id: $id) { __typename } }';
    const { data } = await request<{ workspace: { webhooks: { id: string }[] } }>(
      server,
      '{ workspace { webhooks { id } } }',
    );
    for (const { id } of data!.workspace.webhooks) await request(server, stop, { id });
  });

  test('its server makes tokens that open what it says, and no more', async () => {
    const script = blocks('js').find((block) => block.includes('createEmbedToken'))!;
    const port = String(await freePort());
    const here = script.replace('http://127.0.0.1:4000', server.url).replaceAll('5001', port);
    const node = spawn(process.execPath, ['--input-type=module', '--eval', here], {
      env: { ...process.env, KEY: server.readKey },
    });
    const tokens = () => fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.text());
    await expect.poll(() => tokens().catch(() => '')).toMatch(/^eyJ/);
    const address = { url: server.url, token: await tokens() };
    node.kill('SIGKILL');
    await once(node, 'close');
    const variables = { funnel: 'sales', scope: { window: { last: { unit: 'DAY', count: 30 } } } };
    expect(await askById(address, 'FunnelChart', variables)).toMatchObject({
      data: { workspace: { currency: 'CNY' } },
    });
    expect(codesOf(await askById(address, 'KpiEventFeed', { last: 1 }))).toEqual(['FORBIDDEN']);
    expect(codesOf(await request({ ...address, key: address.token }, '{ workspace { name } }'))).toEqual(['FORBIDDEN']);
  });

  test('its fact is accepted, with the report that it shows', async () => {
    const fact = JSON.parse(/--data-binary '(.*)'/.exec(text)![1]!);
    const shown = JSON.parse(blocks('json')[0]!);
    expect(await post(server, 'leads', [fact])).toMatchObject(shown);
  });

  test('its two ways to wait for events say at once, or when the time is over, how far the log is', async () => {
    const headers = { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' };
    const stream = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...headers, accept: 'text/event-stream' },
      body: /-d '(\{"query":"subscription.*\})'/.exec(text)![1]!,
    });
    let told = '';
    for await (const bytes of stream.body!) {
      told += new TextDecoder().decode(bytes as Uint8Array);
      if (told.includes('data:')) break;
    }
    expect(told).toContain('"__typename":"Heartbeat"');
    const [, query] = /127\.0\.0\.1:4000(\/events\?[^"]+)"/.exec(text)!;
    const polled = await fetch(server.url + query!.replace(/wait=\d+/, 'wait=1'), { headers });
    expect(await polled.text()).toMatch(/^\{"cursor":"[\w-]+","sequence":\d+\}\n$/);
  });

  test('names every KPI of the catalogue', () => {
    for (const { key } of definitions) expect(text).toContain(`\`${key}\``);
  });

  test('the row that it shows is the catalogue’s own, and its sample that of the example', () => {
    const shown = blocks('ts').find((block) => block.includes('category:'))!;
    const row = new Function(`return (${shown})`)() as CatalogueRow;
    expect(row).toEqual(catalogueRow(row.key).row);
    expect(shown.trim().split('\n')).toHaveLength(5);
    const sample = new Function(`return (${/`sample: (\{.*?\})`/.exec(text)![1]})`)() as object;
    expect(sample).toEqual(examples[row.key]!.sample);
  });

  test('its commands exist and its links lead somewhere', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const [, name] of text.matchAll(/npm run ([a-z:]+)/g)) expect(scripts).toHaveProperty([name!]);
    for (const [, target] of text.matchAll(/\]\((?!http)([^)#]+)\)/g))
      expect([target, existsSync(target!)]).toEqual([target, true]);
  });

  test('names nothing of the machine it was written on', () => {
    expect(text).not.toMatch(/\/work|\.\.\/shared|\/tmp|\/root/);
  });
});
