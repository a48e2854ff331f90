import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '../support/client.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { holdBack, isQuestion } from './support/hold-back.ts';
import { allAsked, chartDrawn, type HostSite, settled, startHostSite } from './support/host-page.ts';
import { MONTH, NOW, postSmallCompany } from './support/small-company.ts';
import { type SmallSite, startSmallSite } from './support/small-site.ts';

const TAGS = ['funnel-chart', 'funnel-scorecard', 'channel-roi-table'] as const;

let small: SmallSite;
let server: TestServer;
let browser: Browser;
let site: HostSite;

beforeAll(async () => {
  small = await startSmallSite();
  ({ server, browser, site } = small);
});
afterAll(() => small?.close());

/** Keeps `funnel-error` events where the test can read them. */
const keepErrors = `globalThis.failures = [];
  document.addEventListener('funnel-error', ({ code, target }) => globalThis.failures.push(target.localName + ' ' + code));`;
const failures = (page: Page) => page.evaluate(() => (globalThis as unknown as { failures: string[] }).failures);

const configured = (key: string, more = '') =>
  `import { configure } from '${server.url}/widgets/funnel-widgets.js'; ${keepErrors} configure({ key: '${key}' ${more} });`;

describe('loading', () => {
  test.each(TAGS)('<%s> keeps the place of its figures, so that nothing jumps', async (tag) => {
    const { release, prepare } = holdBack();
    const { page } = await site.open({ body: `<${tag} window="${MONTH}"></${tag}>`, prepare });
    await page.locator(`${tag} .skeleton`).waitFor();
    expect(await page.locator(`${tag} .widget`).getAttribute('aria-busy')).toBe('true');
    expect(await page.locator(`${tag} .skeleton`).getAttribute('inert')).toBe('');
    const before = await page.locator(tag).boundingBox();
    release();
    await settled(page);
    const after = await page.locator(tag).boundingBox();
    // The table has eight rows while loading, since how many channels there are nobody knows yet.
    if (tag !== 'channel-roi-table') expect(Math.abs(after!.height - before!.height)).toBeLessThan(4);
    expect(after!.width).toBe(before!.width);
    await page.close();
  });

  test('an element without a key waits for one, then says what is missing', async () => {
    const { page } = await site.open({ body: `<funnel-chart window="${MONTH}"></funnel-chart>`, script: keepErrors });
    await page.locator('funnel-chart .skeleton').waitFor();
    await page.getByText('No API key has been given').waitFor();
    expect(await failures(page)).toEqual(['funnel-chart NO_KEY']);
    await page.evaluate((key) => Object.assign(document.querySelector('funnel-chart')!, { key }), server.readKey);
    await chartDrawn(page);
    await page.close();
  });
});

test('empty says why and what to do', async () => {
  const body = TAGS.map((tag) => `<${tag} window="2024-02"></${tag}>`).join('');
  const { page, complaints } = await site.open({ body });
  await settled(page);
  for (const tag of TAGS) {
    const text = (await page.locator(`${tag} [part=empty]`).textContent())!.replace(/\s+/g, ' ');
    expect(text).toContain('Nothing here yet');
    expect(text).toContain('There are no leads for Feb 1');
  }
  expect(complaints).toEqual([]);
  await page.close();
});

describe('error', () => {
  test.each([
    ['a refused key', () => configured('fk_wrong'), '', 'UNAUTHORIZED', 'The API key is not accepted'],
    [
      'an unknown funnel',
      () => configured(server.readKey),
      'funnel="none"',
      'UNKNOWN_FUNNEL',
      'There is no such funnel',
    ],
    ['a window that is none', () => configured(server.readKey), 'window="soon"', 'INVALID_WINDOW', 'attribute window'],
    [
      'a week that does not exist',
      () => configured(server.readKey),
      'window="2026-W60"',
      'INVALID_WINDOW',
      'attribute window',
    ],
    [
      'a filter that is no JSON',
      () => configured(server.readKey),
      'filter="ads"',
      'INVALID_FILTER',
      'attribute filter',
    ],
    [
      'a server that is not there',
      () => configured(server.readKey, ", endpoint: 'http://127.0.0.1:9/graphql'"),
      '',
      'NETWORK',
      'cannot be reached',
    ],
    [
      'a token provider that fails',
      () =>
        `${keepErrors} document.querySelector('funnel-chart').tokenProvider = () => { throw new Error('no session'); };`,
      '',
      'TOKEN_PROVIDER',
      'could not get an API key',
    ],
  ])('%s: says what to do, fires one funnel-error, breaks nothing', async (_, script, attribute, code, advice) => {
    const { page, complaints } = await site.open({
      body: `<funnel-chart ${attribute || `window="${MONTH}"`}></funnel-chart>`,
      script: script(),
    });
    await page.locator('funnel-chart [part=error]').waitFor();
    expect(await page.locator('funnel-chart [part=error]').textContent()).toContain(advice);
    expect(await failures(page)).toEqual([`funnel-chart ${code}`]);
    // The browser itself reports what the network did: a refused connection, a status 401.
    expect(
      complaints.filter((complaint) => !/Failed to load resource|Connecting to|violat|Refused/.test(complaint)),
    ).toEqual([]);
    await page.close();
  });

  test('trying again asks again, and the figures come once the server answers', async () => {
    let isDown = true;
    const { page } = await site.open({
      body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
      script: configured(server.readKey),
      prepare: (page) =>
        page.route('**/graphql', (route) => (isDown && isQuestion(route) ? route.abort() : route.continue())),
    });
    const retry = page.locator('funnel-chart [part=error]').getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    await retry.click();
    await expect.poll(() => failures(page)).toEqual(['funnel-chart NETWORK', 'funnel-chart NETWORK']);
    isDown = false;
    await retry.click();
    await chartDrawn(page);
    await page.close();
  });

  test('trying again says the same where the page itself is at fault, until that is mended', async () => {
    const { page } = await site.open({
      body: '<funnel-chart window="soon"></funnel-chart>',
      script: configured(server.readKey),
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => failures(page)).toEqual(['funnel-chart INVALID_WINDOW', 'funnel-chart INVALID_WINDOW']);
    await page.evaluate((month) => document.querySelector('funnel-chart')!.setAttribute('window', month), MONTH);
    await chartDrawn(page);
    await page.close();
  });

  test('a key in an attribute is ignored, with a warning that explains', async () => {
    const { page, warnings } = await site.open({
      body: `<funnel-chart key="${server.readKey}"></funnel-chart>`,
      script: keepErrors,
    });
    await page.getByText('No API key has been given').waitFor();
    expect(warnings).toEqual([expect.stringContaining("<funnel-chart> ignores the attribute 'key'")]);
    await page.close();
  });

  test('a provider’s token that is refused is asked for anew', async () => {
    const { page } = await site.open({
      body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
      script: `let asked = 0; document.querySelector('funnel-chart').tokenProvider = async () => (++asked === 1 ? 'fk_expired' : '${server.readKey}');`,
    });
    await chartDrawn(page);
    await page.close();
  });
});

describe('stale', () => {
  test('when a refresh fails the last figures stay, marked with their time; trying again clears it', async () => {
    let isBroken = false;
    const { page } = await site.open({
      body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
      script: configured(server.readKey),
      prepare: (page) =>
        page.route('**/graphql', (route) => (isBroken && isQuestion(route) ? route.abort() : route.continue())),
    });
    await settled(page);
    isBroken = true;
    await post(server, 'leads', [{ id: 'stale-1', createdAt: '2026-03-20T09:00:00+08:00', channel: 'ads' }]);
    const stale = page.locator('funnel-chart .stale');
    await stale.waitFor();
    expect((await stale.textContent())!.replace(/\s+/g, ' ')).toMatch(/as of .+ · Could not be refreshed/);
    expect(await page.locator('funnel-chart .count').first().textContent()).toBe('10');
    expect(await failures(page)).toEqual(['funnel-chart NETWORK']);
    isBroken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await stale.waitFor({ state: 'detached' });
    expect(await page.locator('funnel-chart .count').first().textContent()).toBe('11');
    await post(server, 'leads', [{ id: 'stale-1', deleted: true }]);
    await page.close();
  });

  test('figures of another question never stand in for the one asked', async () => {
    let isBroken = false;
    const { page } = await site.open({
      body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
      script: configured(server.readKey),
      prepare: (page) =>
        page.route('**/graphql', (route) => (isBroken && isQuestion(route) ? route.abort() : route.continue())),
    });
    await settled(page);
    isBroken = true;
    await page.evaluate(() => document.querySelector('funnel-chart')!.setAttribute('window', '2026-04'));
    await page.locator('funnel-chart [part=error]').waitFor();
    expect(await page.locator('funnel-chart .stage').count()).toBe(0);
    await page.close();
  });

  test('figures never stay under another workspace’s key, and do under a new function that gives the same one', async () => {
    const tenant = await server.makeTenant('other');
    let hold = false;
    const { page } = await site.open({
      body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
      script: '',
      prepare: (page) =>
        page.route('**/graphql', (route) => (hold && isQuestion(route) ? undefined : route.continue())),
    });
    const useKey = (key: string) =>
      page.evaluate(
        (key) => Object.assign(document.querySelector('funnel-chart')!, { tokenProvider: async () => key }),
        key,
      );
    const asks = () => page.waitForRequest((request) => request.headers().accept === 'application/json');
    await useKey(server.readKey);
    await chartDrawn(page);
    hold = true;
    await Promise.all([asks(), useKey(server.readKey)]);
    expect(await page.locator('funnel-chart .stage:not(.skeleton *)').count()).toBe(4);
    await Promise.all([asks(), useKey(tenant.key)]);
    expect(await page.locator('funnel-chart .stage:not(.skeleton *)').count()).toBe(0);
    await page.close();
  });

  test('when the server goes away the figures stay, and say as of when', async () => {
    const other = await startServer({ now: () => NOW });
    const otherSite = await startHostSite(browser, other);
    await postSmallCompany(other);
    const opened = await otherSite.open({ body: `<funnel-chart window="${MONTH}"></funnel-chart>` });
    const { page } = opened;
    // A question that the server's end cuts off would be told before the stream's.
    await allAsked(opened);
    await other.close();
    const stale = page.locator('funnel-chart .stale');
    await stale.waitFor();
    expect(await stale.textContent()).toContain('Live updates are interrupted');
    expect(await page.locator('funnel-chart .count').allTextContents()).toEqual(['10', '5', '3', '2']);
    await page.close();
    await otherSite.close();
  });
});
