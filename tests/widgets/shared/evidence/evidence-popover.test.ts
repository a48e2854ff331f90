import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HostSite, settled } from '../../support/host-page.ts';
import { MONTH, NOW } from '../../support/small-company.ts';
import { type SmallSite, startSmallSite } from '../../support/small-site.ts';

let small: SmallSite;
let site: HostSite;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  small = await startSmallSite();
  ({ site } = small);
  ({ page, complaints } = await site.open({
    body: `<funnel-scorecard window="${MONTH}" kpis="lead_to_won_rate new_leads"></funnel-scorecard><button id="after">After</button>`,
  }));
  await settled(page);
});
afterAll(() => small?.close());

const dialog = () => page.getByRole('dialog');
const rate = () => page.getByRole('button', { name: '20.0%' });

/** What is in the dialog, term by term. */
function lines(): Promise<string[]> {
  return dialog()
    .locator('dl')
    .evaluate((list) => [...list.children].map((each) => `${each.localName} ${each.textContent!.replace(/\s/g, ' ')}`));
}

test('a figure opens its evidence in place, of what the API says', async () => {
  await rate().click();
  expect(await dialog().getAttribute('aria-labelledby')).toBe('evidence-title');
  await expect.poll(() => dialog().ariaSnapshot()).toMatch(/^- dialog "Lead to won rate"/);
  const said = await lines();
  expect(said).toContain('dd 2 / 10');
  expect(said).toContain('dd 5.6682%–50.9838%');
  expect(said).toContain('dd ⚠ Fewer than 30 facts: chance alone may move it a lot');
  expect(said).toContain('dd Mar 1 – 31, 2026 (Asia/Shanghai)');
  await page.keyboard.press('Escape');
  expect(await dialog().count()).toBe(0);
});

describe('by keyboard', () => {
  test('Enter opens it with the focus in it, Escape gives the focus back', async () => {
    await rate().focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    expect(await focused()).toBe('dialog');
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog().count()).toBe(0);
    await expect.poll(focused).toBe('20.0%');
  });

  test('its button closes it too, and whoever tabs on leaves it', async () => {
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('×');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog().count()).toBe(0);
    await expect.poll(focused).toBe('20.0%');
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect.poll(() => dialog().count()).toBe(0);
  });

  function focused(): Promise<string> {
    return page.evaluate(() => {
      const { activeElement } = document.activeElement!.shadowRoot!;
      return activeElement!.role ?? activeElement!.textContent!.trim();
    });
  }
});

test('a click elsewhere closes it, as a second one on the figure does', async () => {
  await rate().click();
  await dialog().waitFor();
  await rate().click();
  await expect.poll(() => dialog().count()).toBe(0);
  await rate().click();
  await dialog().waitFor();
  await page.getByRole('heading', { name: 'Host' }).click();
  await expect.poll(() => dialog().count()).toBe(0);
});

test('a name tells the page first, and opens the evidence where the page does nothing', async () => {
  await page.evaluate(() => {
    const told: unknown[] = [];
    Object.assign(globalThis, { told, isTaken: true });
    document.addEventListener('funnel-drill-down', (event) => {
      told.push(event.detail);
      if ((globalThis as unknown as { isTaken: boolean }).isTaken) event.preventDefault();
    });
  });
  await page.getByRole('button', { name: 'New leads' }).click();
  const told = await page.evaluate(() => (globalThis as unknown as { told: unknown[] }).told);
  expect(told).toEqual([
    {
      element: 'funnel-scorecard',
      funnel: 'sales',
      kpi: 'new_leads',
      filter: undefined,
      window: { from: '2026-03-01', to: '2026-04-01', timeZone: 'Asia/Shanghai', asOf: NOW.toISOString() },
      basis: 'COHORT',
    },
  ]);
  expect(await dialog().count()).toBe(0);
  await page.evaluate(() => Object.assign(globalThis, { isTaken: false }));
  await page.getByRole('button', { name: 'New leads' }).click();
  await dialog().waitFor();
  await page.keyboard.press('Escape');
});

test('it goes with its element, and nothing complained', async () => {
  await rate().click();
  await dialog().waitFor();
  await page.evaluate(() => document.querySelector('funnel-scorecard')!.remove());
  expect(await dialog().count()).toBe(0);
  expect(complaints).toEqual([]);
});
