import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { manyChannels } from '../../../bench/widgets/many-channels.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type HostSite, startHostSite } from '../support/host-page.ts';
import { startWidgetFiles } from '../support/widget-files.ts';
import { focusCell, focused, give, names, openTable, TAG } from './table-page.ts';

const ROWS = 10_000;

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

const scrollTo = (page: Page, top: number) =>
  page.locator(`${TAG} .windowed`).evaluate((scroller, top) => scroller.scrollTo(0, top), top);
const rowsInPage = (page: Page) => page.locator(`${TAG} tbody tr`).count();

/** Names of the channels with most leads first, as the element sorts them. */
const sorted = manyChannels(ROWS)
  .workspace.funnel!.channelRoi.sort((one, other) => other.newLeads - one.newLeads)
  .map(({ channel }) => channel!.name);

test('ten thousand rows: few stand in the page, each can be scrolled to, and says which of how many it is', async () => {
  const { page, complaints } = await openTable(site, ROWS);
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(ROWS + 2));
  expect((await names(page))[0]).toContain(sorted[0]!);
  expect(await rowsInPage(page)).toBeLessThan(60);

  await scrollTo(page, 1e9);
  await page.locator(`${TAG} tbody th`, { hasText: sorted.at(-1)! }).waitFor();
  // Once it rests, the rows stand in the page as they are seen.
  const last = page.locator(`${TAG} tbody tr`).last();
  await expect.poll(() => last.getAttribute('aria-rowindex')).toBe(String(ROWS + 1));
  // Not below the edge, nor under the total that stays in sight.
  const [row, total] = await Promise.all([last.boundingBox(), page.locator(`${TAG} [part=total]`).boundingBox()]);
  expect(row!.y + row!.height).toBeLessThanOrEqual(total!.y + 1);
  expect(await rowsInPage(page)).toBeLessThan(60);

  // Halfway, dragged: rows come within moments, in order and without a gap.
  await scrollTo(page, 250_000);
  await expect
    .poll(() =>
      page.locator(`${TAG} tbody`).evaluate((body) => {
        const scroller = body.closest('.windowed')!.getBoundingClientRect();
        const boxes = [...body.children].map((row) => row.getBoundingClientRect());
        return (
          boxes.every((box, index) => index === 0 || Math.abs(box.top - boxes[index - 1]!.bottom) < 1) &&
          boxes[0]!.top <= scroller.top &&
          boxes.at(-1)!.bottom >= scroller.bottom
        );
      }),
    )
    .toBe(true);
  expect(complaints).toEqual([]);
  await page.close();
});

test('the keyboard reaches both ends, and focus stays when its row is scrolled away, sorted or refreshed', async () => {
  const { page } = await openTable(site, ROWS);
  await focusCell(page, 'td[data-column=won]', 0);
  await page.keyboard.press('Control+End');
  expect(await focused(page)).toBe('All channels roi');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(`${sorted.at(-1)} roi`);
  await page.keyboard.press('PageUp');
  const here = await focused(page);
  expect(here).not.toBe(`${sorted.at(-1)} roi`);
  const cell = page.locator(`${TAG} [tabindex="0"]`);
  await expect.poll(() => isInSight(page)).toBe(true);

  await scrollTo(page, 0);
  await page.locator(`${TAG} tbody th`, { hasText: sorted[0]! }).waitFor();
  expect(await focused(page)).toBe(here);
  expect(await isInSight(page)).toBe(false);
  await page
    .locator(`${TAG} thead button`)
    .nth(6)
    .evaluate((button) => (button as HTMLElement).click());
  expect(await focused(page)).toBe(here);
  await give(page, ROWS - 1);
  expect(await focused(page)).toBe(here);
  expect(await cell.count()).toBe(1);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => isInSight(page)).toBe(true);
  await page.close();
});

function isInSight(page: Page): Promise<boolean> {
  return page.locator(`${TAG} [tabindex="0"]`).evaluate((cell) => {
    const [box, around] = [cell.getBoundingClientRect(), cell.closest('.windowed')!.getBoundingClientRect()];
    const total = cell.getRootNode() as ShadowRoot;
    return box.top >= around.top && box.bottom <= total.querySelector('[part=total]')!.getBoundingClientRect().top;
  });
}

test('sorting begins at the top again', async () => {
  const { page } = await openTable(site, ROWS);
  await scrollTo(page, 100_000);
  await page.locator(`${TAG} thead button`).nth(1).click();
  await expect.poll(async () => (await names(page))[0]).toContain(sorted.at(-1)!.replace(/\d+/, ''));
  expect(await page.locator(`${TAG} .windowed`).evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  await page.close();
});

test('up to 59 rows are plain: all stand in the page, in no scroller of their own', async () => {
  const { page } = await openTable(site, 59);
  expect(await rowsInPage(page)).toBe(59);
  expect(await page.locator(`${TAG} .windowed`).count()).toBe(0);
  await give(page, 60);
  expect(await page.locator(`${TAG} .windowed`).count()).toBe(1);
  await page.close();
});

test('paper gets the first 500 rows and says so; afterwards only those in sight stand in the page', async () => {
  const { page } = await openTable(site, ROWS);
  await expect.poll(() => rowsInPage(page)).toBeGreaterThan(16);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect.poll(() => rowsInPage(page)).toBe(500);
  expect(await page.locator(`${TAG} footer`).textContent()).toContain('The first 500 of 10,000 channels');
  await page.emulateMedia({ media: 'print' });
  const heights = await page
    .locator(`${TAG} tbody tr`)
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().top));
  expect(new Set(heights).size).toBe(500);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect.poll(() => rowsInPage(page)).toBeLessThan(60);
  expect(await page.locator(`${TAG} footer`).textContent()).not.toContain('The first 500');
  await page.close();
});

test.each([1100, 480, 200])('rows do not overlap and nothing is cut off, %d px wide', async (width) => {
  const { page } = await openTable(site, 200, { width: width + 16 });
  await expect.poll(() => rowsInPage(page)).toBeGreaterThan(0);
  const overflow = await page
    .locator(`${TAG} tbody tr`)
    .evaluateAll((rows) => rows.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight));
  expect(Math.max(...overflow)).toBeLessThanOrEqual(0);
  await page.close();
});
