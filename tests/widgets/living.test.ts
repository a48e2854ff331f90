import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mint } from '../server/embed/embed-client.ts';
import type { TestServer } from '../support/server.ts';
import { type HostSite, settled } from './support/host-page.ts';
import { MONTH, postSmallCompany } from './support/small-company.ts';
import { type SmallSite, startSmallSite } from './support/small-site.ts';

const TAGS = ['funnel-chart', 'funnel-scorecard', 'channel-roi-table', 'kpi-trend'];
const HOUR = 3_600_000;

let small: SmallSite;
let server: TestServer;
let site: HostSite;
/** How far the server's clock is ahead: tokens end sooner then. */
let ahead = 0;

beforeAll(async () => {
  small = await startSmallSite({ now: () => new Date(Date.now() + ahead), checkKeysEveryMs: 200 });
  ({ server, site } = small);
});
afterAll(() => small?.close());

const all = TAGS.map(
  (tag) => `<${tag} window="${MONTH}"${tag === 'kpi-trend' ? ' kpi="new_leads"' : ''}></${tag}>`,
).join('');

/** Every text that is shown, through shadow roots. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate((tags) => {
    const texts: string[] = [];
    const walk = (node: Node): void => {
      if (node instanceof HTMLStyleElement) return;
      if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
      if (node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim()) texts.push(node.nodeValue.trim());
      for (const child of node.childNodes) walk(child);
    };
    for (const element of document.querySelectorAll(tags.join())) walk(element.shadowRoot!);
    return texts;
  }, TAGS);
}

describe('embed tokens', () => {
  async function openWithTokens(browserAheadMs: number) {
    const minted: string[] = [];
    const opened = await site.open({
      body: all.replaceAll(' window', ' token-endpoint="/funnel-token" window'),
      script: '',
      connect: "'self'",
      prepare: async (page) => {
        await page.addInitScript((offset) => {
          const real = Date.now;
          Date.now = () => real() + offset;
        }, browserAheadMs);
        await page.route('**/funnel-token', async (route) => {
          const { token } = await mint({ url: server.url, key: server.readKey }, { widgets: TAGS });
          minted.push(token);
          await route.fulfill({ json: { token } });
        });
      },
    });
    await settled(opened.page);
    return { ...opened, minted };
  }

  test.each([2 * HOUR, -2 * HOUR])(
    'a token that ends is replaced once for all elements, without a word, by a browser whose clock is %i ms off',
    async (offset) => {
      const { page, minted, complaints } = await openWithTokens(offset);
      expect(await page.locator('[part=error]').count()).toBe(0);
      expect(minted).toHaveLength(1);
      const states = await page.evaluateHandle((tags) => {
        const seen: string[] = [];
        for (const { shadowRoot } of document.querySelectorAll(tags.join()))
          new MutationObserver(() => {
            if (shadowRoot!.querySelector('[part=error], .skeleton, [part~=stale]')) seen.push('not the figures');
          }).observe(shadowRoot!, { subtree: true, childList: true, attributes: true });
        return seen;
      }, TAGS);
      ahead += HOUR;
      await expect.poll(() => minted.length, { timeout: 20_000 }).toBe(2);
      await postSmallCompany(server);
      await settled(page);
      expect(await states.jsonValue()).toEqual([]);
      expect(minted).toHaveLength(2);
      // A refused request is all that the console has of it.
      expect(complaints.filter((each) => !each.includes('401'))).toEqual([]);
      await page.close();
    },
  );

  test('a page that wakes without a network keeps its figures with their time, and catches up', async () => {
    const { page, minted } = await openWithTokens(0);
    await page.context().setOffline(true);
    ahead += HOUR;
    await page.locator('funnel-chart [part~=stale]').waitFor({ timeout: 30_000 });
    expect(await page.locator('funnel-chart .stage').count()).toBe(4);
    expect(await page.locator('funnel-chart [part~=stale]').textContent()).toMatch(/as of .*\d/);
    await page.context().setOffline(false);
    await page.locator('funnel-chart [part=as-of]').waitFor({ timeout: 30_000 });
    expect(minted.length).toBeLessThanOrEqual(3);
    await page.close();
  });
});

describe('somebody else’s page', () => {
  test('a pseudo language reaches every word that the elements say themselves', async () => {
    const chunk = readdirSync('widgets/dist/chunks').find((name) => name.startsWith('en-'));
    const answers: string[] = [];
    const { page, complaints } = await site.open({
      lang: 'en-XA',
      body: all,
      prepare: async (page) => {
        page.on('response', async (response) => {
          if (response.url().endsWith('/graphql')) answers.push(await response.text().catch(() => ''));
        });
      },
      script: `import { configure } from '${server.url}/widgets/funnel-widgets.js';
        const bracket = (value) => typeof value === 'string' ? '⟦' + value + 'ẋẋẋẋ⟧'
          : typeof value === 'function' ? (...args) => bracket(value(...args))
          : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, bracket(each)]));
        configure({
          languages: { 'en-XA': async () => ({ texts: bracket((await import('${server.url}/widgets/chunks/${chunk}')).texts) }) },
          tokenProvider: () => '${server.readKey}',
        });`,
    });
    await settled(page);
    const said = await textsOf(page);
    expect(said.filter((text) => text.includes('⟦')).length).toBeGreaterThan(50);
    const fromTheApi = answers.join();
    const formatted =
      /^[\d\s.,:%–+\-~≥≤()/]*((Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|AM|PM|days?|hr|min|sec|CN¥|¥|K|M|PNG|SVG|CSV|[\d\s.,:%–+\-·()/])*$/;
    const hardCoded = said.filter(
      (text) => /\p{L}/u.test(text) && !text.includes('⟦') && !fromTheApi.includes(text) && !formatted.test(text),
    );
    expect(hardCoded).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a host says a word its own way', async () => {
    const { page } = await site.open({
      body: all,
      script: `import { configure } from '${server.url}/widgets/funnel-widgets.js';
        configure({ tokenProvider: () => '${server.readKey}', texts: { en: { chart: { advanced: 'Moved on' } } } });`,
    });
    await settled(page);
    const said = (await textsOf(page)).join(' ');
    expect(said).toContain('Moved on');
    expect(said).not.toContain('Advanced');
    expect(said).toContain('Lost');
    await page.close();
  });

  test.each([
    [
      'hostile rules',
      '* { all: unset !important; font-size: 60px !important } div, span, td, button, p { display: none !important }',
    ],
    ['a giant root, from right to left', 'html { font-size: 60px; direction: rtl; letter-spacing: 0.5em }'],
    [
      'all caps, tall lines, no breaks',
      'body { text-transform: uppercase; line-height: 4; white-space: nowrap; word-spacing: 2em }',
    ],
  ])('%s leave them as they are', async (_, css) => {
    const sizes = async (extra: string) => {
      const { page } = await site.open({ body: `<div id="room">${all}</div>`, css: `#room { width: 800px } ${extra}` });
      await settled(page);
      const measured = await page.evaluate(
        (tags) =>
          tags.map((tag) => {
            const card = document.querySelector(tag)!.shadowRoot!.querySelector('.widget')!;
            const title = card.querySelector('.title')!;
            return [
              getComputedStyle(title).fontSize,
              getComputedStyle(title).display,
              card.scrollWidth > card.clientWidth + 1,
            ];
          }),
        TAGS,
      );
      await page.close();
      return measured;
    };
    expect(await sizes(css)).toEqual(TAGS.map(() => ['16px', 'block', false]));
  });

  test('whatever data a host gives, it hears of it by event and not by an exception', async () => {
    const { page, complaints } = await site.open({ body: all, script: 'globalThis.failures = [];' });
    await page.waitForFunction(() => customElements.get('kpi-trend'));
    const survived = await page.evaluate(async (tags) => {
      const bad: unknown[] = [
        {},
        [],
        42,
        'text',
        { workspace: null },
        { workspace: { currency: 'CNY', funnel: null } },
        { workspace: { currency: 'no currency', funnel: { name: '<img src=x onerror=alert(1)>', frame: [null] } } },
        {
          workspace: {
            currency: 'CNY',
            funnel: { name: 'x', frame: [{ window: { from: 'never', to: 1 }, basis: 'Z' }] },
          },
        },
        {
          workspace: {
            currency: 'CNY',
            funnel: {
              name: '<b>x</b>',
              frame: [
                {
                  window: { from: '2026-01-01', to: '2026-02-01', timeZone: 'Nowhere/Land', asOf: 'then' },
                  basis: 'COHORT',
                },
              ],
              conversion: [{ stage: null }],
              channelRoi: [{ channel: { key: 1 } }, null],
              values: [{ definition: {} }, null],
              kpis: [{}],
            },
          },
        },
      ];
      let heard = 0;
      document.addEventListener('funnel-error', () => {
        heard += 1;
      });
      for (const data of bad)
        for (const tag of tags) {
          const element = document.querySelector(tag) as HTMLElement & {
            data: unknown;
            updateComplete: Promise<unknown>;
          };
          element.data = data;
          await element.updateComplete;
        }
      return { heard, image: document.querySelector('img') !== null };
    }, TAGS);
    expect(survived.heard).toBeGreaterThan(0);
    expect(survived.image).toBe(false);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the script of one element beside that of all, twice: one stream, and no complaint', async () => {
    const { page, complaints, streams } = await site.open({
      body: all,
      script: `import '${server.url}/widgets/funnel-chart.js';
        import '${server.url}/widgets/kpi-trend.js';
        const { configure } = await import('${server.url}/widgets/funnel-widgets.js?another');
        configure({ tokenProvider: () => '${server.readKey}' });`,
    });
    await settled(page);
    expect(await page.locator('[part=error]').count()).toBe(0);
    expect(streams.filter((each) => each.postData()?.includes('sha256'))).toHaveLength(1);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('over a slow line nothing jumps once there is a place for it', async () => {
    const { page } = await site.open({
      body: all,
      prepare: async (page) => {
        const session = await page.context().newCDPSession(page);
        await session.send('Network.enable');
        await session.send('Network.emulateNetworkConditions', {
          offline: false,
          latency: 150,
          downloadThroughput: 200_000,
          uploadThroughput: 90_000,
        });
        await page.addInitScript(() => {
          Object.assign(globalThis, { shifts: 0 });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              Object.assign(globalThis, { shifts: Reflect.get(globalThis, 'shifts') + Reflect.get(entry, 'value') });
          }).observe({ type: 'layout-shift', buffered: true });
        });
      },
    });
    await page.locator('funnel-chart .skeleton').waitFor({ state: 'attached' });
    await page.waitForFunction(
      (tags) => tags.every((tag) => document.querySelector(tag)?.shadowRoot?.querySelector('.widget')),
      TAGS,
    );
    await page.evaluate(() => Object.assign(globalThis, { shifts: 0 }));
    await settled(page);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'shifts'))).toBeLessThan(0.02);
    await page.close();
  });

  test('on paper stand the figures, and no buttons', async () => {
    const { page } = await site.open({ body: all });
    await settled(page);
    await page.emulateMedia({ media: 'print' });
    for (const tag of TAGS) {
      expect(await page.locator(tag).getByRole('button', { name: 'Export' }).count(), tag).toBe(0);
      expect(await page.locator(tag).getByRole('button', { name: 'Table' }).count(), tag).toBe(0);
    }
    expect((await textsOf(page)).join(' ')).toContain('10');
    expect((await page.pdf()).subarray(0, 4).toString()).toBe('%PDF');
    await page.close();
  });
});

test('the built script makes no style element and evaluates nothing', () => {
  const script = readFileSync('widgets/dist/funnel-widgets.js', 'utf8');
  expect(script).not.toMatch(/\beval\(|new Function\(|innerHTML\s*=\s*[^`]*location|document\.write/);
});
