import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revisionId } from '../../../server/events/log/event-id.ts';
import { launchBrowser } from '../../support/browser.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { findings } from '../support/findings.ts';
import { type HostSite, settled, startHostSite } from '../support/host-page.ts';
import { type FeedLog, openFeedLog, visitKept } from './feed-log.ts';

let browser: Browser;
let server: TestServer;
let site: HostSite;
let log: FeedLog;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  site = await startHostSite(browser, server);
  log = await openFeedLog(server);
  const [breach] = await log.append({ severity: 'CRITICAL' });
  await log.append(
    { kind: 'REVISED', id: revisionId(breach!.id), revises: breach!.id, reason: 'FACTS_CHANGED' },
    { kind: 'RECOVERED', severity: 'INFO' },
    { kind: 'NO_DATA', silenced: true },
    { kind: 'WINDOW_TURNED' },
  );
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
});

const feed = '<kpi-event-feed></kpi-event-feed>';
const css = 'html { background: Canvas; color: CanvasText }';

describe.each(['light', 'dark'] as const)('axe finds nothing, %s', (colorScheme) => {
  test.each([1100, 480, 200])('with events, %d px wide, in both languages, new ones among them', async (width) => {
    const { page } = await site.open({ colorScheme, width, css, body: `${feed}<div lang="zh">${feed}</div>` });
    await settled(page);
    await visitKept(page);
    const address = page.url();
    await page.goto('about:blank');
    await log.append({ severity: 'INFO' });
    await page.goto(address);
    await settled(page);
    expect(await page.locator('.divider').count()).toBe(2);
    await page.locator('.say').first().click();
    await page.locator('dl').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('loading, empty, failed and stale', async () => {
    const loading = await site.open({ colorScheme, css, body: feed, script: '' });
    await loading.page.locator('.bone').first().waitFor();
    expect(await findings(loading.page)).toEqual([]);
    await loading.page.close();

    const other = await site.open({
      colorScheme,
      css,
      body: `<kpi-event-feed kpis="revenue"></kpi-event-feed><kpi-event-feed kinds="none"></kpi-event-feed>${feed}`,
      prepare: (page) =>
        page.route('**/graphql', (route) =>
          route.request().headers().accept === 'text/event-stream' ? route.abort() : route.continue(),
        ),
    });
    await other.page.locator('[part=empty]').waitFor();
    await other.page.locator('[part=error]').waitFor();
    await other.page.locator('.stale').nth(1).waitFor();
    expect(await findings(other.page)).toEqual([]);
    await other.page.close();
  });
});

test('to a screen reader the feed is a list, whose lines say everything that is shown', async () => {
  const { page } = await site.open({ body: '<kpi-event-feed kinds="REVISED"></kpi-event-feed>' });
  await settled(page);
  const snapshot = await page.locator('kpi-event-feed').ariaSnapshot();
  expect(snapshot).toContain('combobox "Severity"');
  expect(snapshot).toMatch(/list:\s+- listitem:\s+- 'button "Taken back: New leads: 4, above 3"/);
  expect(snapshot).toContain('Warning');
  expect(snapshot).toContain('facts came late or were corrected');
  await page.close();
});

test('with forced colours the shapes keep lines to be told apart by', async () => {
  const { page } = await site.open({
    body: feed,
    prepare: (page) => page.emulateMedia({ forcedColors: 'active' }),
  });
  await settled(page);
  const text = await page
    .locator('.say')
    .first()
    .evaluate((say) => getComputedStyle(say).color);
  const strokes = await page
    .locator('.severity')
    .evaluateAll((marks) => marks.map((mark) => getComputedStyle(mark).stroke));
  expect(new Set(strokes)).toEqual(new Set([text]));
  // Nothing else takes their room.
  const widths = await page
    .locator('.severity > *')
    .evaluateAll((shapes) => shapes.map((shape) => shape.getBoundingClientRect().width));
  expect(Math.min(...widths)).toBeGreaterThan(12);
  await page.close();
});
