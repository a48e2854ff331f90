import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { post } from '../support/client.ts';
import type { TestServer } from '../support/server.ts';
import { holdBack, isQuestion } from './support/hold-back.ts';
import { allAsked, differentOf, type HostSite, settled } from './support/host-page.ts';
import { MONTH } from './support/small-company.ts';
import { type SmallSite, startSmallSite } from './support/small-site.ts';

let small: SmallSite;
let server: TestServer;
let site: HostSite;
let posted = 0;

beforeAll(async () => {
  small = await startSmallSite();
  ({ server, site } = small);
});
afterAll(() => small?.close());

const chart = `<funnel-chart window="${MONTH}"></funnel-chart>`;

/** One more lead of the month: each call moves the first stage by one. */
async function postLead(): Promise<void> {
  posted += 1;
  await post(server, 'leads', [{ id: `live-${posted}`, createdAt: '2026-03-20T09:00:00+08:00', channel: 'ads' }]);
}

const reached = (page: Page, index = 0) => page.locator('funnel-chart .count').nth(index).textContent();
const leads = () => String(10 + posted);

test('a posted fact shows without a reload, and is announced once for the page', async () => {
  const { page, questions, complaints } = await site.open({
    body: `${chart}<funnel-scorecard window="${MONTH}"></funnel-scorecard>`,
  });
  await settled(page);
  expect(differentOf(questions)).toHaveLength(2);
  await postLead();
  await expect.poll(() => reached(page)).toBe(leads());
  await expect
    .poll(() => page.locator('funnel-scorecard [data-kpi=new_leads] .value').textContent())
    .toContain(leads());
  await expect
    .poll(async () => (await page.locator('[role=status]').allTextContents()).filter((text) => text !== ''))
    .toEqual([expect.stringMatching(/figures updated/)]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('six elements share one stream, and ask the same question once', async () => {
  const scorecard = `<funnel-scorecard window="${MONTH}"></funnel-scorecard>`;
  const table = `<channel-roi-table window="${MONTH}"></channel-roi-table>`;
  // While nothing is answered, who asks the same joins who asked before.
  const held = holdBack('questions and streams');
  const opened = await site.open({
    body: [chart, chart, scorecard, scorecard, table, table].join(''),
    // Each has a provider of its own; it is the key that counts.
    script: `for (const element of document.querySelectorAll('main > :not(h1)')) element.tokenProvider = async () => '${server.readKey}';`,
    prepare: held.prepare,
  });
  const { page, questions, streams } = opened;
  await expect.poll(() => differentOf(questions)).toHaveLength(3);
  // Time enough for all six.
  await page.waitForTimeout(1_000);
  expect(questions).toHaveLength(3);
  held.release();
  const asked = await allAsked(opened);
  expect(streams).toHaveLength(1);
  expect(differentOf(questions)).toHaveLength(3);
  await postLead();
  await expect.poll(() => reached(page, 4)).toBe(leads());
  await expect.poll(() => questions.length).toBe(asked + 3);
  expect(streams).toHaveLength(1);
  await page.close();
});

test('a removed element lets its stream go; put back it shows its figures at once and follows again', async () => {
  const { page, streams } = await site.open({ body: chart });
  await settled(page);
  const closed = page.waitForEvent('requestfailed', (request) => request === streams[0]);
  await page.evaluate(() => {
    const element = document.querySelector('funnel-chart')!;
    (globalThis as unknown as { kept: Element }).kept = element;
    element.remove();
  });
  await closed;
  await postLead();
  const shownAtOnce = await page.evaluate(() => {
    const { kept } = globalThis as unknown as { kept: Element };
    document.querySelector('main')!.append(kept);
    return kept.shadowRoot!.querySelector('.count')!.textContent;
  });
  expect(shownAtOnce).toBe(String(10 + posted - 1));
  await expect.poll(() => reached(page)).toBe(leads());
  await postLead();
  await expect.poll(() => reached(page)).toBe(leads());
  expect(streams).toHaveLength(2);
  await page.close();
});

test('a hidden page lets its stream go, and catches up when it shows again', async () => {
  const opened = await site.open({ body: chart });
  const { page, streams, questions } = opened;
  await settled(page);
  const closed = page.waitForEvent('requestfailed', (request) => request === streams[0]);
  await setVisibility(page, 'hidden');
  await closed;
  await postLead();
  await setVisibility(page, 'visible');
  await expect.poll(() => reached(page)).toBe(leads());
  // Nothing changed meanwhile: nothing to ask.
  const asked = await allAsked(opened);
  await setVisibility(page, 'hidden');
  const reopened = page.waitForResponse((response) => response.request() === streams[2]);
  await setVisibility(page, 'visible');
  await reopened;
  await postLead();
  await expect.poll(() => reached(page)).toBe(leads());
  expect(questions).toHaveLength(asked + 1);
  await page.close();
});

/** Headless pages never hide by themselves. */
function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

test('a broken stream is opened again', async () => {
  let isBroken = true;
  const { page, streams } = await site.open({
    body: chart,
    prepare: (page) =>
      page.route('**/graphql', (route) => (isBroken && !isQuestion(route) ? route.abort() : route.continue())),
  });
  await settled(page);
  await page.locator('funnel-chart .stale').waitFor();
  expect(streams.length).toBeGreaterThan(1);
  isBroken = false;
  await page.locator('funnel-chart .stale').waitFor({ state: 'detached' });
  await postLead();
  await expect.poll(() => reached(page)).toBe(leads());
  await page.close();
});

test('the answer to an earlier question is not waited for, and never shows', async () => {
  let release!: () => void;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { page, questions } = await site.open({
    body: '<funnel-chart window="2026-02"></funnel-chart>',
    prepare: (page) =>
      page.route('**/graphql', async (route) => {
        if (route.request().postData()?.includes('2026-02')) await held;
        await route.continue().catch(() => undefined);
      }),
  });
  await expect.poll(() => questions.length).toBe(1);
  const dropped = page.waitForEvent('requestfailed', (request) => request === questions[0]);
  await page.evaluate((month) => document.querySelector('funnel-chart')!.setAttribute('window', month), MONTH);
  await dropped;
  release();
  await settled(page);
  expect(await reached(page)).toBe(leads());
  await page.close();
});

test('who asks because of a change is not given an answer from before it', async () => {
  let isHolding = false;
  let answered!: () => void;
  let release!: () => void;
  const isAnswered = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const opened = await site.open({
    body: chart,
    prepare: (page) =>
      page.route('**/graphql', async (route) => {
        if (!isHolding || !isQuestion(route)) return route.continue();
        isHolding = false;
        // Answered now, delivered later.
        const response = await route.fetch();
        answered();
        await held;
        return route.fulfill({ response });
      }),
  });
  const { page } = opened;
  await allAsked(opened);
  isHolding = true;
  await page.evaluate((window) => {
    const added = document.createElement('funnel-chart');
    added.setAttribute('window', window);
    document.querySelector('main')!.append(added);
  }, MONTH);
  await isAnswered;
  await postLead();
  // The first chart follows while the second one's answer is still under way.
  await expect.poll(() => reached(page)).toBe(leads());
  release();
  await expect.poll(() => reached(page, 4)).toBe(leads());
  await page.close();
});
