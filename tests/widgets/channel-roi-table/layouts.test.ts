import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { findings } from '../support/findings.ts';
import { type HostSite, startHostSite } from '../support/host-page.ts';
import { startWidgetFiles } from '../support/widget-files.ts';
import { channelRow, money } from './channel-rows.ts';
import { focusCell, openTable, TAG } from './table-page.ts';

let files: Awaited<ReturnType<typeof startWidgetFiles>>;
let browser: Browser;
let site: HostSite;

beforeAll(async () => {
  [files, browser] = await Promise.all([startWidgetFiles(), launchBrowser()]);
  site = await startHostSite(browser, files);
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await files?.close();
});

const rows = [
  channelRow('Search ads', { newLeads: 1_200, interval: { low: 0.08, high: 0.12 }, spend: money('20000'), roi: 1.2 }),
  channelRow('Trade fair Shanghai 2026', { newLeads: 60, spend: money('9000'), roi: -0.5 }),
  channelRow(null, { newLeads: 5, interval: { low: 0.01, high: 0.9 } }),
];

test.each([
  ['light', 1100],
  ['light', 480],
  ['light', 200],
  ['dark', 1100],
] as const)('axe finds nothing, small and large, with evidence open: %s, %d px wide', async (colorScheme, width) => {
  const look = { colorScheme, css: 'html { background: Canvas; color: CanvasText }', width: width + 16 };
  const small = await openTable(site, rows, look);
  await small.page.locator(`${TAG} td[data-column=roi]`).first().click();
  await small.page.getByRole('dialog').waitFor();
  expect(await findings(small.page)).toEqual([]);
  await small.page.close();
  const large = await openTable(site, 300, look);
  expect(await findings(large.page)).toEqual([]);
  await large.page.close();
});

test.each([1100, 700, 480, 200])(
  'every target is 24 px high or more, and nothing sticks out, %d px wide',
  async (width) => {
    const { page } = await openTable(site, rows, { width: width + 16 });
    const sizes = await page
      .locator(`${TAG} [tabindex]`)
      .evaluateAll((targets) =>
        targets.map((target) => target.getBoundingClientRect()).map(({ width, height }) => [width, height]),
      );
    expect(sizes).toHaveLength(55);
    expect(Math.min(...sizes.flat())).toBeGreaterThanOrEqual(24);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.close();
  },
);

test('sideways the channel stays in sight, and what is focused is not under it', async () => {
  const { page } = await openTable(site, rows, { width: 640 });
  const scroller = page.locator(`${TAG} .scroller`);
  await scroller.evaluate((element) => element.scrollTo(300, 0));
  const [box, name] = await Promise.all([
    scroller.boundingBox(),
    page.locator(`${TAG} tbody th`).first().boundingBox(),
  ]);
  expect(Math.abs(name!.x - box!.x)).toBeLessThan(2);
  await focusCell(page, 'td[data-column=newLeads]', 0);
  await page.keyboard.press('ArrowDown');
  const cell = await page.locator(`${TAG} [tabindex="0"]`).boundingBox();
  const second = await page.locator(`${TAG} tbody th`).nth(1).boundingBox();
  expect(cell!.x).toBeGreaterThanOrEqual(second!.x + second!.width - 1);
  await page.close();
});

test.each([
  ['ltr', 'few', rows],
  ['rtl', 'few', rows],
  ['ltr', 'many', 300],
] as const)('the return is in sight wherever the table is scrolled to: %s, %s rows', async (dir, _, shown) => {
  const body = `<div dir="${dir}"><${TAG}></${TAG}></div>`;
  const { page } = await openTable(site, shown as typeof rows | number, { width: 716, body });
  const scroller = page.locator(`${TAG} .scroller`);
  for (const to of [0, 120, 2_000]) {
    await scroller.evaluate((element, left) => element.scrollTo(left, 0), dir === 'rtl' ? -to : to);
    const box = (await scroller.boundingBox())!;
    for (const cell of ['thead th:last-child', 'tbody td[data-column=roi]', 'tfoot td[data-column=roi]']) {
      const { x, width } = (await page.locator(`${TAG} ${cell}`).first().boundingBox())!;
      const free = dir === 'rtl' ? x - box.x : box.x + box.width - x - width;
      expect([cell, to, Math.round(free)]).toEqual([cell, to, 0]);
    }
  }
  // Nor is what is focused under it.
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  await focusCell(page, 'td[data-column=newLeads]', 0);
  for (let step = 0; step < 8; step += 1) await page.keyboard.press(dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight');
  const focused = (await page.locator(`${TAG} td[tabindex="0"]`).boundingBox())!;
  const edge = (await page.locator(`${TAG} tbody td[data-column=roi]`).first().boundingBox())!;
  expect(dir === 'rtl' ? focused.x - edge.x - edge.width : edge.x - focused.x - focused.width).toBeGreaterThanOrEqual(
    -1,
  );
  await page.close();
});

test('intervals stand on one linear axis from 0, which is said; what goes beyond is marked', async () => {
  const { page } = await openTable(site, rows);
  expect(await page.locator(`${TAG} footer`).textContent()).toContain('linear from 0 to 50%; › goes on beyond');
  const drawn = await page.locator(`${TAG} tbody .range`).evaluateAll((ranges) =>
    ranges.map((range) => {
      const [from, to, tick] = [
        range.getBoundingClientRect(),
        ...[...range.children].map((each) => each.getBoundingClientRect()),
      ];
      const share = (x: number) => Math.round(((x - from.left - 1) / (from.width - 2)) * 100);
      return {
        low: share(to!.left),
        high: share(to!.right),
        tick: share(tick!.left + 1),
        isCut: range.matches('.cut'),
      };
    }),
  );
  // In percent of the axis, which ends at 0.5: 8 % to 12 % with a rate of 10 %; 2 % to 40 %.
  expect(drawn).toEqual([
    { low: 16, high: 24, tick: 20, isCut: false },
    { low: 4, high: 80, tick: 20, isCut: false },
    { low: 2, high: 100, tick: 20, isCut: true },
  ]);
  await page.close();
});

test('with forced colours and on paper bars are drawn by borders, and so stay', async () => {
  const { page } = await openTable(site, rows, { prepare: (page) => page.emulateMedia({ forcedColors: 'active' }) });
  const widths = await page
    .locator(`${TAG} .bar b, ${TAG} .range b`)
    .evaluateAll((bars) =>
      bars.map((bar) => [getComputedStyle(bar).borderBlockEndWidth, getComputedStyle(bar).borderBlockEndStyle]),
    );
  expect(widths.length).toBe(8);
  for (const [width, style] of widths) expect([Number.parseFloat(width!) > 2, style]).toEqual([true, 'solid']);
  await page.close();
});

test('the skeleton shows bars instead of made-up figures', async () => {
  const { page } = await site.open({ body: `<${TAG}></${TAG}>`, script: '' });
  await page.locator(`${TAG} .skeleton td`).first().waitFor();
  const colors = await page
    .locator(`${TAG} .skeleton :is(td, tbody th)`)
    .evaluateAll((cells) => [...new Set(cells.map((cell) => getComputedStyle(cell).color))]);
  expect(colors).toEqual(['rgba(0, 0, 0, 0)']);
  await page.close();
});
