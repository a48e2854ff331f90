import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { settled } from './support/host-page.ts';
import { NOW, postSmallCompany } from './support/small-company.ts';

let server: TestServer;
let closed: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, closed, browser] = await Promise.all([
    startServer({ demo: true, now: () => NOW }),
    startServer({ now: () => NOW }),
    launchBrowser(),
  ]);
  await postSmallCompany(server);
  await postSmallCompany(closed);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await closed?.close();
});

async function open(address: string, options: { colorScheme?: 'light' | 'dark' } = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() !== 'log' && complaints.push(message.text()));
  await page.goto(address);
  return { page, complaints };
}

const title = (page: Page) => page.locator('funnel-chart [part=title]').textContent();

test('shows the widgets on live data, in English and Chinese', async () => {
  const { page, complaints } = await open(`${server.url}/?lang=en`);
  await settled(page);
  expect(await page.locator('h1').textContent()).toBe('Your sales funnel, live on any page.');
  expect(await title(page)).toContain('conversion by stage');
  expect(await page.locator('[part=error]').count()).toBe(0);
  await page.getByRole('link', { name: '中文' }).click();
  await settled(page);
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
  expect(await title(page)).toContain('各阶段转化');
  expect(complaints).toEqual([]);
  await page.close();
});

test('the window, theme and language chosen stand in the address and in the snippets', async () => {
  const { page } = await open(`${server.url}/?lang=en`);
  await settled(page);
  await page.getByRole('radio', { name: '2 years' }).check();
  await page.getByLabel('Light or dark').selectOption('dark');
  const { searchParams } = new URL(page.url());
  expect(Object.fromEntries(searchParams)).toEqual({ lang: 'en', window: '2y', theme: 'dark' });
  expect(await page.locator('.snippet code').first().textContent()).toBe(
    '<funnel-chart funnel="sales" window="2y" lang="en"></funnel-chart>',
  );
  await settled(page);
  const background = await page
    .locator('funnel-chart .widget')
    .evaluate((card) => getComputedStyle(card).backgroundColor);
  expect(background).toBe('rgb(20, 23, 31)');
  await page.close();
});

test('where no workspace is open to it, it asks for a key and says how to get one', async () => {
  const { page, complaints } = await open(`${closed.url}/?lang=en`);
  expect(await page.locator('#key-form').textContent()).toContain('createApiKey');
  await page.getByLabel('API key').fill(closed.readKey);
  await page.getByRole('button', { name: 'Show the widgets' }).click();
  await settled(page);
  expect(await page.locator('[part=error]').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
  for (const { url } of [server, closed]) {
    const { page } = await open(`${url}/?lang=zh-CN`, { colorScheme });
    if (url === server.url) await settled(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      return (await axe.run(document, { resultTypes: ['violations'] })).violations;
    });
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`))).toEqual([]);
    await page.close();
  }
});
