import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

let site: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  // Types are checked in it, too.
  execFileSync(process.execPath, ['examples/build.mjs'], { cwd: root, stdio: 'pipe' });
  site = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const path = join(root, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    const content = await readFile(path).catch(() => undefined);
    response.writeHead(content ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(content);
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
});

test.each([
  ['plain HTML', '/examples/html/'],
  ['React', '/examples/dist/react/'],
  ['Vue', '/examples/dist/vue/'],
])('%s: figures appear without a server, a property changes them, an event reaches the page', async (_, path) => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  const asked: string[] = [];
  page.on('request', (request) => request.method() !== 'GET' && asked.push(request.url()));
  await page.route('**/favicon.ico', (route) => route.fulfill({ body: '' }));
  await page.goto(`${origin}${path}`);
  const chart = page.locator('funnel-chart');
  await chart.locator('.count', { hasText: '1,820' }).waitFor();
  await page.getByLabel('Quarter').selectOption('2026-Q2');
  await chart.locator('.count', { hasText: '1,640' }).waitFor();
  await chart.locator('[part~=drill-down]', { hasText: 'Nurturing' }).click();
  await expect.poll(() => page.locator('output').textContent()).toBe('Chosen: nurturing');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(asked).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('the package has Lit and nothing else, and no module of it twice', async () => {
  const { dependencies, exports } = JSON.parse(await readFile(join(root, 'widgets/dist/npm/package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    exports: Record<string, { default: string } | string>;
  };
  expect(Object.keys(dependencies)).toEqual(['lit']);
  const paths = Object.values(exports).flatMap((each) => (typeof each === 'string' ? [] : [each.default]));
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: join(root, 'widgets/dist/npm'), encoding: 'utf8' }),
  ) as { files: { path: string }[] }[];
  const files = packed[0]!.files.map(({ path }) => path);
  expect(files).toEqual(expect.arrayContaining(paths.map((path) => path.slice(2))));
  for (const file of files.filter((path) => path.endsWith('.js'))) {
    const text = await readFile(join(root, 'widgets/dist/npm', file), 'utf8');
    for (const [, from] of text.matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g))
      expect(from).toMatch(/^(\.{1,2}\/|lit(\/|$))/);
  }
});
