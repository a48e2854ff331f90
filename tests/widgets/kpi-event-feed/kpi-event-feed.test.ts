import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { revisionId } from '../../../server/events/log/event-id.ts';
import { launchBrowser } from '../../support/browser.ts';
import { post } from '../../support/client.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { holdBack } from '../support/hold-back.ts';
import { allAsked, differentOf, type HostSite, settled, startHostSite } from '../support/host-page.ts';
import { defineRule, type FeedLog, openFeedLog, visitKept } from './feed-log.ts';

let browser: Browser;
let server: TestServer;
let site: HostSite;
let log: FeedLog;

const hostile = '<img src=x onerror="document.title=1">\u202e"\'&lt;';

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  site = await startHostSite(browser, server);
  await post(server, 'channels', [{ key: 'web', name: `Web ${hostile}${'x'.repeat(300)}` }]);
  log = await openFeedLog(server, `Many leads ${hostile}`);
  const [breach] = await log.append({ severity: 'CRITICAL' });
  await log.append(
    { kind: 'REVISED', id: revisionId(breach!.id), revises: breach!.id, reason: 'FACTS_CHANGED', severity: 'CRITICAL' },
    { kind: 'RECOVERED', value: 1, severity: 'INFO' },
    { silenced: true, instance: 'CHANNEL=web' },
  );
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await server?.close();
});

const feed = '<kpi-event-feed></kpi-event-feed>';
const sentences = (page: Page) => page.locator('kpi-event-feed').first().locator('.say').allTextContents();
const status = (page: Page) => page.locator('kpi-event-feed header .muted').first().textContent();
const said = (page: Page) => page.locator('kpi-event-feed [role=status]').first().textContent();
const count = (page: Page) => page.locator('kpi-event-feed .say').count();

/** Headless pages never hide by themselves. */
function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test('shows what happened, the newest first, with severity in words, what is silenced and what was taken back', async () => {
  const { page, complaints, warnings } = await site.open({ body: feed });
  await settled(page);
  const lines = (await page.locator('kpi-event-feed .event').allTextContents()).map((text) =>
    text.replace(/\s+/g, ' '),
  );
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^ New leads: 4, above 3 · Web .* Warning · Breached Silenced Many leads /);
  expect(lines[1]).toContain('New leads: 1, no longer above 3 Info · Recovered');
  expect(lines[2]).toContain(
    'Taken back: New leads: 4, above 3 facts came late or were corrected Critical · Taken back',
  );
  expect(lines[3]).toContain('Taken back · facts came late or were corrected');
  expect(await page.locator('kpi-event-feed s').allTextContents()).toEqual(['New leads: 4, above 3']);
  expect(await page.locator('kpi-event-feed time').first().getAttribute('datetime')).toBe('2026-03-30T04:00:00.000Z');
  expect([...complaints, ...warnings]).toEqual([]);
  await page.close();
});

test('names of any content are text, and nothing sticks out', async () => {
  const { page, complaints } = await site.open({ body: feed, width: 200, css: 'body { margin: 0 }' });
  await settled(page);
  expect(await page.locator('kpi-event-feed .meta').first().textContent()).toContain(hostile);
  expect(await page.locator('kpi-event-feed img').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(200);
  const scroller = page.locator('kpi-event-feed .scroller');
  expect(await scroller.evaluate((list) => list.scrollWidth - list.clientWidth)).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test('is as tall as its events, up to where it scrolls; of one height where the page says which', async () => {
  const { page } = await site.open({
    body: feed.repeat(4),
    css: `kpi-event-feed:nth-of-type(2)::part(event) { min-block-size: 200px }
      kpi-event-feed:nth-of-type(3) { --funnel-feed-height: 40rem }
      kpi-event-feed:nth-of-type(4) { --funnel-feed-height: 9rem }`,
  });
  await settled(page);
  const [few, much, tall, short] = await page
    .locator('kpi-event-feed .scroller')
    .evaluateAll((lists) => lists.map((list) => [list.clientHeight, list.querySelector('ol')!.offsetHeight] as const));
  expect(few![1]).toBeGreaterThan(100);
  expect(few![0]).toBe(few![1]);
  expect([much, tall, short].map((list) => list![0])).toEqual([416, 640, 144]);
  await page.close();
});

test('speaks the language of its place, and keeps a height that it was given from loading on', async () => {
  const { prepare, release } = holdBack();
  const { page, questions } = await site.open({
    body: `${feed}<div lang="zh">${feed}</div>`,
    css: ':root { --funnel-feed-height: 26rem }',
    prepare,
  });
  await page.locator('.skeleton .bone').first().waitFor();
  const before = await page.locator('kpi-event-feed').first().boundingBox();
  release();
  await settled(page);
  expect(await page.locator('kpi-event-feed').first().boundingBox()).toEqual(before);
  expect((await page.locator('kpi-event-feed').nth(1).locator('.say').allTextContents())[1]).toBe(
    '新增线索数 1，不再高于 3',
  );
  // One question for both.
  expect(differentOf(questions)).toHaveLength(1);
  await page.close();
});

test('an event shows without a reload and is announced; two feeds and what they filter share one stream', async () => {
  await defineRule(server, { name: 'Live' });
  const opened = await site.open({ body: `${feed}<kpi-event-feed min-severity="CRITICAL"></kpi-event-feed>` });
  const { page, streams, questions } = opened;
  const asked = await allAsked(opened);
  expect(await page.locator('kpi-event-feed').nth(1).locator('.say').count()).toBe(2);
  const createdAt = new Date().toISOString();
  await post(
    server,
    'leads',
    [1, 2, 3, 4, 5].map((number) => ({ id: `live-${number}`, createdAt })),
  );
  await expect.poll(() => sentences(page)).toHaveLength(5);
  expect((await sentences(page))[0]).toBe('New leads: 5, above 3');
  await expect.poll(() => said(page)).toBe('New: New leads: 5, above 3');
  expect(await page.locator('kpi-event-feed').nth(1).locator('.say').count()).toBe(2);
  // Whoever saw it come in was not away.
  expect(await status(page)).toBe('Nothing new since you were away');
  expect(streams).toHaveLength(1);
  expect(questions).toHaveLength(asked);
  await page.close();
});

test('a reader chooses kind and severity by keyboard; attributes say what there is to choose', async () => {
  const { page, questions } = await site.open({ body: feed });
  await settled(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('R');
  await expect.poll(() => sentences(page)).toEqual(['New leads: 1, no longer above 3']);
  expect(JSON.parse(questions.at(-1)!.postData()!).variables.filter).toEqual({ kinds: ['RECOVERED'] });
  await page.getByLabel('Kind').selectOption('All kinds');
  await page.getByLabel('Severity').selectOption('Critical');
  await expect.poll(() => count(page)).toBe(2);
  await page.evaluate(() => document.querySelector('kpi-event-feed')!.setAttribute('kinds', 'breached, recovered'));
  await expect.poll(() => count(page)).toBe(1);
  expect(await page.getByLabel('Kind').locator('option').allTextContents()).toEqual([
    'All kinds',
    'Breached',
    'Recovered',
  ]);
  await page.evaluate(() => document.querySelector('kpi-event-feed')!.setAttribute('kpis', 'revenue'));
  await page.getByText('Nothing matches this filter.').waitFor();
  await page.close();
});

describe('since you were away', () => {
  test('what came meanwhile is counted and set apart until it is marked as read', async () => {
    const { page } = await site.open({ body: feed });
    await settled(page);
    const { length } = await sentences(page);
    // At the first visit nothing is new.
    expect(await status(page)).toBe('Nothing new since you were away');
    await visitKept(page);
    const address = page.url();
    await page.goto('about:blank');
    await log.append({}, { kind: 'RECOVERED' });
    await page.goto(address);
    await settled(page);
    expect(await status(page)).toBe('2 new since you were away');
    const items = await page
      .locator('kpi-event-feed ol > li')
      .evaluateAll((all) => all.map((item) => item.className.split(' ').includes('divider')));
    expect(items.indexOf(true)).toBe(2);
    expect(items).toHaveLength(length + 3);
    // What comes on top of unread ones is unread.
    await log.append({});
    await expect.poll(() => status(page)).toBe('3 new since you were away');
    await page.getByRole('button', { name: 'Mark as read' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => status(page)).toBe('Nothing new since you were away');
    expect(await page.locator('kpi-event-feed .divider').count()).toBe(0);
    await page.reload();
    await settled(page);
    expect(await status(page)).toBe('Nothing new since you were away');
    await page.close();
  });

  test('where storage is not allowed the feed works all the same', async () => {
    const { page, complaints } = await site.open({
      body: feed,
      prepare: (page) =>
        page.addInitScript(() => {
          Object.defineProperty(globalThis, 'localStorage', {
            get() {
              throw new DOMException('not here', 'SecurityError');
            },
          });
        }),
    });
    await settled(page);
    expect(await count(page)).toBeGreaterThan(4);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

test('a lost connection is taken up from the cursor: nothing missing, nothing twice', async () => {
  const opened = await site.open({ body: feed });
  const { page, streams, questions } = opened;
  const asked = await allAsked(opened);
  expect(streams).toHaveLength(1);
  const before = await sentences(page);
  await setVisibility(page, 'hidden');
  await log.append({ value: 41 }, { value: 42 });
  await setVisibility(page, 'visible');
  await expect.poll(async () => (await sentences(page)).length).toBe(before.length + 2);
  await log.append({ value: 43 });
  await expect
    .poll(() => sentences(page))
    .toEqual([43, 42, 41].map((value) => `New leads: ${value}, above 3`).concat(before));
  expect(JSON.parse(streams[0]!.postData()!).variables).toEqual({});
  expect(JSON.parse(streams[1]!.postData()!).variables.after).toMatch(/^[\w-]+$/);
  expect(questions).toHaveLength(asked);
  expect(await status(page)).toBe('3 new since you were away');
  await page.close();
});

test('a line is chosen by keyboard; the event goes through shadow roots and can be cancelled', async () => {
  const { page } = await site.open({ body: feed });
  await settled(page);
  await page.evaluate(() => {
    const chosen: unknown[] = [];
    Object.assign(globalThis, { chosen });
    document.addEventListener('funnel-event-select', (event) => {
      chosen.push((event as unknown as CustomEvent).detail.sequence, event.composed);
      if (chosen.length > 2) event.preventDefault();
    });
  });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(
    await page
      .locator('kpi-event-feed .say')
      .evaluateAll((says) => says.findIndex((say) => say.ariaExpanded === 'true')),
  ).toBe(1);
  expect((await page.locator('kpi-event-feed dl').textContent())!.replace(/\s+/g, ' ')).toMatch(
    /Value ?4 ?n ?3 ?# ?\d+/,
  );
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  expect(await page.locator('kpi-event-feed .say').last().getAttribute('aria-expanded')).toBe('false');
  expect(await page.evaluate(() => (globalThis as unknown as { chosen: unknown[] }).chosen)).toEqual([
    expect.any(Number),
    true,
    1,
    true,
  ]);
  await page.close();
});

test('a focused line keeps the focus when others come in above it', async () => {
  const { page } = await site.open({ body: feed });
  await settled(page);
  const first = page.locator('kpi-event-feed .say').first();
  await first.focus();
  const held = await page.evaluateHandle(() => document.activeElement!.shadowRoot!.activeElement);
  const before = await count(page);
  await log.append({ value: 77 });
  await expect.poll(() => count(page)).toBe(before + 1);
  expect(
    await held.evaluate((button) => [...button!.closest('ol')!.querySelectorAll('.say')].indexOf(button as Element)),
  ).toBe(1);
  expect(await held.evaluate((button) => (button!.getRootNode() as ShadowRoot).activeElement === button)).toBe(true);
  await page.close();
});

describe('what keeps it from showing events', () => {
  test.each([
    ['a refused key', '', 'fk_wrong', 'UNAUTHORIZED', 'The API key is not accepted'],
    ['a kind that is none', 'kinds="ALARM"', '', 'INVALID_ATTRIBUTE', 'An attribute is not understood: kinds="ALARM"'],
    ['a severity that is none', 'min-severity="bad"', '', 'INVALID_ATTRIBUTE', 'min-severity="bad"'],
    ['a KPI that is none', 'kpis="nothing"', '', 'INVALID_FILTER', 'nothing'],
  ])('%s: says what to do, and fires one funnel-error', async (_, attributes, key, code, advice) => {
    const { page } = await site.open({
      body: `<kpi-event-feed ${attributes}></kpi-event-feed>`,
      script: `import { configure } from '${server.url}/widgets/funnel-widgets.js';
        globalThis.codes = []; document.addEventListener('funnel-error', ({ code }) => globalThis.codes.push(code));
        configure({ key: '${key || server.readKey}' });`,
    });
    const error = page.locator('kpi-event-feed [part=error]');
    await error.waitFor();
    expect(await error.textContent()).toContain(advice);
    expect(await page.evaluate(() => (globalThis as unknown as { codes: string[] }).codes)).toEqual([code]);
    await page.close();
  });
});

test('events of one company never stay under the key of another', async () => {
  const tenant = await server.makeTenant('other');
  const { page } = await site.open({ body: feed });
  await settled(page);
  await log.append({ value: 99 });
  await expect.poll(async () => (await sentences(page))[0]).toContain('99');
  await page.evaluate((key) => Object.assign(document.querySelector('kpi-event-feed')!, { key }), tenant.key);
  await page.getByText('No events yet').waitFor();
  expect(await count(page)).toBe(0);
  await page.close();
});

test('500 lines stand; what a stream cannot replay any more is asked for', async () => {
  await log.append(...Array.from({ length: 500 }, () => ({})));
  const opened = await site.open({ body: '<kpi-event-feed limit="500"></kpi-event-feed>' });
  const { page, questions, complaints } = opened;
  const asked = await allAsked(opened);
  expect(await count(page)).toBe(500);
  expect(await page.locator('kpi-event-feed footer').textContent()).toContain('The newest 500 are shown');
  await setVisibility(page, 'hidden');
  await log.append(...Array.from({ length: 10_001 }, (_, index) => ({ value: 1_000 + index })));
  await setVisibility(page, 'visible');
  await expect.poll(async () => (await sentences(page))[0]).toBe('New leads: 11K, above 3');
  expect(questions).toHaveLength(asked + 1);
  expect(await count(page)).toBe(500);
  expect(await status(page)).toBe('500+ new since you were away');
  expect(complaints).toEqual([]);
  await page.close();
});
