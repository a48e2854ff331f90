import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings } from './support/findings.ts';
import { type HostSite, settled } from './support/host-page.ts';
import { MONTH } from './support/small-company.ts';
import { type SmallSite, startSmallSite } from './support/small-site.ts';

let small: SmallSite;
let site: HostSite;

beforeAll(async () => {
  small = await startSmallSite();
  ({ site } = small);
});
afterAll(() => small?.close());

const all = (attributes: string) =>
  ['funnel-chart', 'funnel-scorecard', 'channel-roi-table'].map((tag) => `<${tag} ${attributes}></${tag}>`).join('');

describe.each(['light', 'dark'] as const)('axe finds nothing, %s', (colorScheme) => {
  test.each([1100, 480, 220])('with figures, %d px wide, in both languages', async (width) => {
    const { page } = await site.open({
      colorScheme,
      width,
      css: 'html { background: Canvas; color: CanvasText }',
      body: `${all(`window="${MONTH}"`)}<div lang="zh">${all(`window="${MONTH}"`)}</div>`,
    });
    await settled(page);
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('as tables', async () => {
    const { page } = await site.open({ colorScheme, body: all(`window="${MONTH}"`) });
    await settled(page);
    for (const button of await page.getByRole('button', { name: 'Table' }).all()) await button.click();
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('loading, for want of a key', async () => {
    const { page } = await site.open({ colorScheme, body: all(''), script: '' });
    await page.locator('.skeleton').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('nothing moves for whoever asks for less motion', async () => {
    const { page } = await site.open({ colorScheme, body: all(''), script: '' });
    await page.locator('.skeleton').nth(2).waitFor();
    const moving = () =>
      page.evaluate(
        () =>
          [...document.querySelectorAll('main > *')].flatMap((each) => each.shadowRoot?.getAnimations() ?? []).length,
      );
    expect(await moving()).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving()).toBe(0);
    await page.close();
  });

  test('empty', async () => {
    const { page } = await site.open({ colorScheme, body: all('window="2024-02"') });
    await settled(page);
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('error', async () => {
    const { page } = await site.open({ colorScheme, body: all('window="soon"') });
    await page.locator('[part=error]').nth(2).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test('stale', async () => {
    const { page } = await site.open({
      colorScheme,
      body: all(`window="${MONTH}"`),
      prepare: (page) =>
        page.route('**/graphql', (route) =>
          route.request().headers().accept === 'text/event-stream' ? route.abort() : route.continue(),
        ),
    });
    await page.locator('.stale').nth(2).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.close();
  });
});

describe('by keyboard', () => {
  test('the chart turns into a table and back, and the focus stays', async () => {
    const { page } = await site.open({ body: `<funnel-chart window="${MONTH}"></funnel-chart>` });
    await settled(page);
    // The overall conversion opens its evidence; the switch comes after it.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const button = page.getByRole('button', { name: 'Table' });
    await expect.poll(() => button.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('funnel-chart .stage').count()).toBe(0);
    expect(await focused(page)).toBe('Table');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('funnel-chart .stage').count()).toBe(4);
    await page.close();
  });

  function focused(page: Page): Promise<string> {
    return page.evaluate(() => document.activeElement!.shadowRoot!.activeElement!.textContent!.trim());
  }
});

test('with forced colours bars keep edges to be told apart by', async () => {
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
    prepare: (page) => page.emulateMedia({ forcedColors: 'active' }),
  });
  await settled(page);
  const strokes = await page
    .locator('funnel-chart .bar .open, funnel-chart .bar .lost')
    .evaluateAll((bars) => bars.map((bar) => getComputedStyle(bar).stroke));
  expect(strokes.length).toBeGreaterThan(0);
  expect(strokes).not.toContain('none');
  await page.close();
});
