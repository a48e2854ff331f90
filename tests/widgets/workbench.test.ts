import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { NOW, postSmallCompany } from './support/small-company.ts';

interface Surface {
  tagName: string;
  attributes: { name: string }[];
  cssParts: { name: string }[];
}

const manifest = JSON.parse(readFileSync(new URL('../../widgets/custom-elements.json', import.meta.url), 'utf8')) as {
  modules: { declarations: Surface[] }[];
};
const surfaces = manifest.modules.flatMap(({ declarations }) => declarations);

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer({ demo: true, now: () => NOW }), launchBrowser()]);
  await postSmallCompany(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(query: string, colorScheme: 'light' | 'dark' = 'light') {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme, reducedMotion: 'reduce' });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() !== 'log' && complaints.push(message.text()));
  await page.goto(`${server.url}/?lang=en&${query}`);
  return { page, complaints };
}

/** What the element shows once it has its answer, good or bad. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('.specimen > *')?.shadowRoot?.querySelector('.widget')?.getAttribute('aria-busy') ===
      'false',
  );
}

const snippet = (page: Page) => page.locator('.panels .snippet code').textContent();
const openPanel = (page: Page, title: string) => page.locator('summary', { hasText: new RegExp(`^${title}$`) }).click();

describe.each(surfaces)('$tagName', ({ tagName, attributes, cssParts }) => {
  test('shows live figures; what it observes and its parts are those of custom-elements.json', async () => {
    const { page, complaints } = await open(`element=${tagName}&a.window=2026-03`);
    await settled(page);
    const specimen = page.locator(`.specimen > ${tagName}`);
    expect(await specimen.locator('[part=error]').count()).toBe(0);
    const told = attributes.map(({ name }) => name);
    const observed = await specimen.evaluate(
      (element) => (element.constructor as unknown as { observedAttributes: string[] }).observedAttributes,
    );
    // Observed to be refused; and one that only styles read.
    expect(new Set([...observed, 'density'])).toEqual(new Set([...told, 'key', 'token']));
    const parts = await specimen.evaluate((element) =>
      [...element.shadowRoot!.querySelectorAll('[part]')].flatMap(({ part }) => [...part]),
    );
    expect(cssParts.map(({ name }) => name)).toEqual(expect.arrayContaining([...new Set(parts)]));
    expect(complaints).toEqual([]);
    await page.close();
  });
});

test('each state is the one that its name says', async () => {
  const { page } = await open('element=channel-roi-table&a.window=2026-03');
  await settled(page);
  const element = page.locator('.specimen > *');
  const enter = (state: string) => page.getByLabel('State').selectOption({ label: state });
  const rows = element.locator('tbody tr');
  expect(await rows.count()).toBeGreaterThan(1);
  await enter('Loading');
  await element.locator('.skeleton').waitFor();
  await enter('Failed');
  await element.locator('[part=error]').waitFor();
  await enter('Empty');
  await element.locator('[part=empty]').waitFor();
  await enter('Stale');
  await element.locator('.stale').waitFor();
  await enter('One row');
  await expect.poll(() => snippet(page)).toContain('.data =');
  await enter('Live');
  await settled(page);
  expect(await snippet(page)).not.toContain('.data =');
  await enter('No key');
  await element.locator('[part=error]').waitFor();
  await openPanel(page, 'Events');
  expect(await page.getByRole('log').textContent()).toContain('"code":"NO_KEY"');
  await page.close();
});

test('attributes, colours and width reach element, snippet and address, and a link brings all back', async () => {
  const { page } = await open('element=funnel-chart&a.window=2026-03');
  await settled(page);
  await page.getByLabel('basis').selectOption('PERIOD');
  await page.getByRole('button', { name: '480' }).click();
  await openPanel(page, 'Custom properties');
  const accent = page.getByRole('textbox', { name: '--funnel-accent', exact: true });
  await accent.fill('#aa3300');
  await accent.press('Enter');
  const said = '<funnel-chart window="2026-03" basis="PERIOD"></funnel-chart>';
  expect(await snippet(page)).toContain(said);
  expect(await snippet(page)).toContain('  --funnel-accent: #aa3300;');
  const link = page.url();
  await page.goto('about:blank');
  await page.goto(link);
  await settled(page);
  expect(await snippet(page)).toContain(said);
  const chart = page.locator('.specimen > funnel-chart');
  expect(await chart.evaluate((element) => element.clientWidth)).toBe(480);
  expect(await chart.evaluate((element) => getComputedStyle(element).getPropertyValue('--funnel-accent'))).toBe(
    '#aa3300',
  );
  await page.close();
});

test('a part that is focused is outlined in the element, and counted for who cannot see it', async () => {
  const { page } = await open('element=funnel-scorecard&a.window=2026-03');
  await settled(page);
  await openPanel(page, 'Parts');
  // Not on the list, where it would point at a part itself.
  await page.mouse.move(0, 0);
  await page.getByRole('button', { name: 'category' }).focus();
  const category = page.locator('.specimen [part=category]').first();
  expect(await category.evaluate((part) => getComputedStyle(part).outlineStyle)).toBe('solid');
  expect(await page.locator('.panels [role=status]').textContent()).toBe('category: 4 in the element');
  await page.getByRole('button', { name: 'card' }).focus();
  expect(await category.evaluate((part) => getComputedStyle(part).outlineStyle)).toBe('none');
  await page.close();
});

test('data that the reader writes is shown, and what is no JSON is said', async () => {
  const { page, complaints } = await open('element=channel-roi-table&a.window=2026-03');
  await settled(page);
  await openPanel(page, 'Properties');
  await page.getByRole('button', { name: 'Take the live answer' }).click();
  const data = page.getByRole('textbox', { name: 'data' });
  await data.fill((await data.inputValue()).replaceAll('Search ads', 'Print ads'));
  await page.locator('.specimen tbody th', { hasText: 'Print ads' }).waitFor();
  await data.fill('{');
  expect(await page.locator('.problem').textContent()).not.toBe('');
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
  const { page } = await open('element=kpi-event-feed&lang=zh-CN', colorScheme);
  await settled(page);
  await page.evaluate(() => {
    for (const panel of document.querySelectorAll('details')) panel.open = true;
  });
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`))).toEqual([]);
  await page.close();
});
