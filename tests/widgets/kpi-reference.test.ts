import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitions } from '../../server/kpi/catalogue.ts';
import { launchBrowser } from '../support/browser.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(path: string, options: BrowserContextOptions = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() !== 'log' && complaints.push(message.text()));
  await page.goto(server.url + path);
  return { page, complaints };
}

const shown = (page: Page) => page.locator('.kpi:visible').evaluateAll((kpis) => kpis.map(({ id }) => id));
const widest = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

test.each([
  ['en', 'light'],
  ['en', 'dark'],
  ['zh', 'light'],
  ['zh', 'dark'],
] as const)('axe finds nothing, %s, %s', async (language, colorScheme) => {
  for (const width of [1280, 390]) {
    const { page, complaints } = await open(`/kpis?lang=${language}#channel_roi`, {
      colorScheme,
      viewport: { width, height: 900 },
    });
    await page
      .locator('details')
      .first()
      .evaluate((details) => details.setAttribute('open', ''));
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      return (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations;
    });
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  }
});

test.each([320, 390, 768, 1000, 1280])('nothing is wider than a window of %i px', async (width) => {
  for (const language of ['en', 'zh']) {
    const { page } = await open(`/kpis?lang=${language}`, { viewport: { width, height: 800 } });
    for (const details of await page.locator('details').all())
      await details.evaluate((each) => each.setAttribute('open', ''));
    expect(await widest(page)).toBeLessThanOrEqual(0);
    await page.close();
  }
});

test('is whole without JavaScript, and offers nothing then that would not work', async () => {
  const { page } = await open('/kpis?lang=en', { javaScriptEnabled: false });
  expect(await page.locator('.kpi').count()).toBe(definitions.length);
  expect(await page.locator('.kpi:visible').count()).toBe(definitions.length);
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await page.getByRole('searchbox').count()).toBe(0);
  await page.getByRole('link', { name: 'Repurchase rate', exact: true }).first().click();
  expect(new URL(page.url()).hash).toBe('#repurchase_rate');
  await page.getByRole('link', { name: '中文' }).click();
  expect(await page.locator('h1').textContent()).toBe('每个指标，都有确切的含义。');
  await page.close();
});

test('finds by name in either language, by key and by field; says how many; keeps it in the address', async () => {
  const { page } = await open('/kpis?lang=en');
  const box = page.getByRole('searchbox', { name: 'Find a KPI' });
  await box.fill('churn');
  expect(await shown(page)).toEqual(['lead_churn_rate', 'customer_churn_rate']);
  expect(await page.locator('#found').textContent()).toBe(`2 of ${definitions.length} KPIs`);
  expect(await page.locator('.list li:visible').allTextContents()).toEqual(['Lead churn rate', 'Customer churn rate']);
  await box.fill('复购');
  expect(await shown(page)).toEqual(['repurchase_rate']);
  await box.fill('costPerLead');
  expect(await shown(page)).toEqual(['cost_per_lead']);
  await box.fill('rate lead');
  expect(await shown(page)).toContain('lead_to_won_rate');
  await box.fill('nothing of the kind');
  expect(await shown(page)).toEqual([]);
  expect(await page.getByText('No KPI matches.').isVisible()).toBe(true);
  await box.fill('nps');
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('nps');
  await page.reload();
  expect(await shown(page)).toEqual(['nps']);
  await box.fill('');
  expect((await shown(page)).length).toBe(definitions.length);
  await page.close();
});

test('a link to a KPI that the search hides shows it', async () => {
  const { page } = await open('/kpis?lang=en&q=nps');
  await page.evaluate(() => {
    location.hash = '#channel_roi';
  });
  await page.locator('#channel_roi').waitFor({ state: 'visible' });
  await expect
    .poll(() => page.locator('#channel_roi').evaluate((kpi) => Math.round(kpi.getBoundingClientRect().top)))
    .toBeLessThan(40);
  await page.close();
});

test('a link from outside lands on its KPI, marked there and in the contents', async () => {
  const { page } = await open('/kpis?lang=en#sales_cycle');
  const top = await page.locator('#sales_cycle').evaluate((kpi) => kpi.getBoundingClientRect().top);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(top).toBeLessThan(60);
  const mark = page.locator('.list a[aria-current]');
  await mark.waitFor();
  expect(await mark.getAttribute('href')).toBe('#sales_cycle');
  expect(await mark.isVisible()).toBe(true);
  await page.close();
});

test('copies a query, and says so', async () => {
  const { page } = await open('/kpis?lang=zh#new_leads', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('#new_leads summary').click();
  await page.locator('#new_leads').getByRole('button', { name: '复制' }).click();
  await page.locator('#said', { hasText: '已复制' }).waitFor({ state: 'attached' });
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await page.locator('#new_leads code').last().textContent());
  expect(copied).toContain('newLeads {');
  await page.close();
});

test('is used by keyboard: the first stop skips to the KPIs, every stop shows its focus', async () => {
  const { page } = await open('/kpis?lang=en');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('Skip to the KPIs');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('New leads');
  const outline = await page.locator(':focus').evaluate((link) => getComputedStyle(link).outlineStyle);
  expect(outline).toBe('solid');
  await page.close();
});

test('does not shift while it loads', async () => {
  const { page } = await open('/kpis?lang=en');
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 500);
      }),
  );
  expect(shift).toBe(0);
  await page.close();
});

test('prints every KPI, without what only a screen can use', async () => {
  const { page } = await open('/kpis?lang=en');
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.contents, details, .top nav').filter({ visible: true }).count()).toBe(0);
  expect(await page.locator('.kpi:visible').count()).toBe(definitions.length);
  await page.close();
});
