import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { chartDrawn, differentOf, type HostSite, settled } from './support/host-page.ts';
import { MONTH } from './support/small-company.ts';
import { type SmallSite, startSmallSite } from './support/small-site.ts';

let small: SmallSite;
let server: TestServer;
let site: HostSite;

beforeAll(async () => {
  small = await startSmallSite();
  ({ server, site } = small);
});
afterAll(() => small?.close());

test('all three on a page of another origin under a strict policy: no complaint of any kind', async () => {
  const { page, complaints, warnings } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart><funnel-scorecard window="${MONTH}"></funnel-scorecard>
      <channel-roi-table window="${MONTH}"></channel-roi-table>`,
  });
  await settled(page);
  await page.getByRole('button', { name: 'Table' }).first().click();
  await page.locator('channel-roi-table').getByRole('button', { name: 'Leads' }).click();
  expect(await page.locator('[part=error]').count()).toBe(0);
  expect([...complaints, ...warnings]).toEqual([]);
  await page.close();
});

test('English and Chinese stand on one page, each by its nearest lang, and follow a change', async () => {
  const { page, questions } = await site.open({
    lang: 'en-GB',
    body: `<funnel-chart window="${MONTH}"></funnel-chart>
      <div lang="zh-Hans"><funnel-chart window="${MONTH}"></funnel-chart></div>
      <div lang="zh"><funnel-chart window="${MONTH}" lang="en"></funnel-chart></div>`,
  });
  await settled(page);
  const names = () => page.locator('funnel-chart .stage:first-child .name').allTextContents();
  expect(await names()).toEqual(['Lead', '线索获取', 'Lead']);
  // The two English ones ask the same and were asked once.
  expect(differentOf(questions)).toHaveLength(2);
  await page.evaluate(() => {
    document.documentElement.lang = 'zh-CN';
  });
  await expect.poll(names).toEqual(['线索获取', '线索获取', 'Lead']);
  await page.close();
});

test('a second load of the script changes nothing, and its configure reaches the elements', async () => {
  const { page, complaints } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
    script: `const { configure } = await import('${server.url}/widgets/funnel-widgets.js?again');
      configure({ tokenProvider: () => '${server.readKey}' });`,
  });
  await chartDrawn(page);
  expect(complaints).toEqual([]);
  await page.close();
});

/** The built script as an older release would have it: from another address, with what it keeps for the page in a shape of its own. */
const withOlderRelease = (page: Page) =>
  page.route(`${server.url}/older/**`, async (route) => {
    const answer = await fetch(route.request().url().replace('/older/', '/widgets/'));
    const text = (await answer.text()).replaceAll('funnelgraph.widgets.', 'funnelgraph.widgets.older.');
    await route.fulfill({
      body: text,
      headers: { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' },
    });
  });

test.each([
  ['the older release first', ['older/funnel-chart.js', 'widgets/funnel-widgets.js?newer']],
  ['the older release last', ['widgets/funnel-chart.js', 'older/funnel-widgets.js']],
])('two releases of the script on one page, %s: each serves the elements that it registered', async (_, scripts) => {
  const { page, complaints, streams } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart><channel-roi-table window="${MONTH}"></channel-roi-table>`,
    prepare: async (page) => {
      await withOlderRelease(page);
      // Else the page's own tag would come before both.
      await page.route('**/widgets/funnel-widgets.js', (route) => route.fulfill({ contentType: 'text/javascript' }));
    },
    script: `for (const path of ${JSON.stringify(scripts)}) await import('${server.url}/' + path);
      for (const element of document.querySelectorAll('main > :not(h1)')) element.tokenProvider = () => '${server.readKey}';`,
  });
  await chartDrawn(page);
  await page.locator('channel-roi-table tbody tr:not(.skeleton *)').first().waitFor();
  expect(await page.locator('funnel-chart .count').first().textContent()).toBe('10');
  expect(complaints).toEqual([]);
  await expect.poll(() => streams.length).toBe(2);
  await page.close();
});

test('properties set before the script came are taken over', async () => {
  const { page } = await site.open({
    body: `<funnel-chart></funnel-chart>`,
    script: '',
    prepare: (page) =>
      page.addInitScript(
        ([key, window]) => {
          // As a framework does, which renders before the module has loaded.
          new MutationObserver((_, observer) => {
            const element = document.querySelector('funnel-chart');
            if (!element) return;
            Object.assign(element, { key, window });
            observer.disconnect();
          }).observe(document, { childList: true, subtree: true });
        },
        [server.readKey, MONTH],
      ),
  });
  await chartDrawn(page);
  expect(await page.locator('funnel-chart .count').first().textContent()).toBe('10');
  await page.close();
});

test('compact takes less room, with the same figures', async () => {
  const elements = ['funnel-chart', 'funnel-scorecard', 'channel-roi-table', 'kpi-trend'];
  const opened = await Promise.all(
    ['', 'density="compact"'].map((density) =>
      site.open({
        body: elements.map((tag) => `<${tag} window="${MONTH}" kpi="new_leads" ${density}></${tag}>`).join(''),
      }),
    ),
  );
  const heights = await Promise.all(
    opened.map(async ({ page }) => {
      await settled(page);
      return Promise.all(elements.map(async (tag) => (await page.locator(tag).boundingBox())!.height));
    }),
  );
  const [usual, compact] = heights as [number[], number[]];
  for (const [index, tag] of elements.entries()) expect(compact[index], tag).toBeLessThan(0.95 * usual[index]!);
  const figures = opened.map(({ page }) => page.locator('.figure').allTextContents());
  expect(await figures[1]).toEqual(await figures[0]);
  for (const { page } of opened) await page.close();
});

test('what stands inside shows until the script has run', async () => {
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}"><p>Figures need JavaScript.</p></funnel-chart>`,
    prepare: (page) => page.route('**/widgets/funnel-widgets.js', (route) => route.abort()),
  });
  expect(await page.getByText('Figures need JavaScript.').isVisible()).toBe(true);
  await page.close();
});

test('a host that unsets everything leaves the widgets readable', async () => {
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart><channel-roi-table window="${MONTH}"></channel-roi-table>`,
    css: `* { all: unset !important } body { text-transform: uppercase; letter-spacing: 1em; line-height: 5; color: white; font: 40px serif }`,
  });
  await settled(page);
  const chart = page.locator('funnel-chart');
  expect((await chart.boundingBox())!.width).toBeGreaterThan(1000);
  const styles = await page
    .locator('funnel-chart .name')
    .first()
    .evaluate((element) => {
      const { fontSize, textTransform, letterSpacing, color } = getComputedStyle(element);
      return { fontSize, textTransform, letterSpacing, color };
    });
  expect(styles).toEqual({
    fontSize: '14px',
    textTransform: 'none',
    letterSpacing: 'normal',
    color: 'rgb(19, 23, 34)',
  });
  expect(await page.locator('channel-roi-table table').evaluate((table) => getComputedStyle(table).display)).toBe(
    'table',
  );
  await page.close();
});

test('colours, radius and font come from custom properties; parts can be styled', async () => {
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
    css: `funnel-chart { --funnel-accent: rgb(1, 2, 3); --funnel-radius: 0px } funnel-chart::part(title) { font-size: 30px }`,
  });
  await settled(page);
  const looks = await page.evaluate(() => {
    const root = document.querySelector('funnel-chart')!.shadowRoot!;
    return [
      getComputedStyle(root.querySelector('.bar .advanced')!).fill,
      getComputedStyle(root.querySelector('.widget')!).borderRadius,
      getComputedStyle(root.querySelector('.title')!).fontSize,
    ];
  });
  expect(looks).toEqual(['rgb(1, 2, 3)', '0px', '30px']);
  await page.close();
});

test.each([1100, 480, 220])('at %d px nothing sticks out', async (width) => {
  const { page } = await site.open({
    width,
    css: 'body { margin: 0 }',
    body: `<funnel-chart window="${MONTH}"></funnel-chart><funnel-scorecard window="${MONTH}"></funnel-scorecard>
      <channel-roi-table window="${MONTH}"></channel-roi-table>`,
  });
  await settled(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await page.close();
});
