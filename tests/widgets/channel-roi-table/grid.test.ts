import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type HostSite, startHostSite } from '../support/host-page.ts';
import { startWidgetFiles } from '../support/widget-files.ts';
import { channelRow, money } from './channel-rows.ts';
import { focusCell, focused, give, names, openTable, TAG } from './table-page.ts';

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

const ads = channelRow('Ads', { newLeads: 60, spend: money('100'), costPerLead: money('1.67') });
const fair = channelRow('Fair', { newLeads: 40, spend: money('900'), costPerLead: money('22.5') });
const mail = channelRow('Mail', { newLeads: 20, spend: money('50'), costPerLead: money('2.5') });
const three = [ads, fair, mail];

test('one tab stop; arrows, Home, End and Page keys walk headings, rows and total', async () => {
  const { page, complaints } = await openTable(site, three);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
    return focused(page);
  };
  await page.locator('button').first().focus();
  expect(await press('Tab')).toBe('heading Channel');
  // The first key finds what follows the keys still on its way.
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toBe('heading Leads');
  await page.keyboard.press('ArrowLeft');
  expect(await press('ArrowRight')).toBe('heading Leads');
  expect(await press('ArrowDown')).toBe('Ads newLeads');
  expect(await press('ArrowDown', 'ArrowRight', 'ArrowRight')).toBe('Fair qualifiedLeadRate');
  expect(await press('Home')).toBe('Fair');
  expect(await press('End')).toBe('Fair roi');
  expect(await press('ArrowRight')).toBe('Fair roi');
  expect(await press('PageDown')).toBe('All channels roi');
  expect(await press('PageUp')).toBe('heading ROI');
  expect(await press('Control+End')).toBe('All channels roi');
  expect(await press('Control+Home')).toBe('heading Channel');
  expect(await press('ArrowDown', 'ArrowDown', 'ArrowRight')).toBe('Fair newLeads');
  expect(await page.locator(`${TAG} [role=grid] [tabindex="0"]`).count()).toBe(1);
  expect(await press('Tab')).toBe('Export');
  // Tab comes back to where it left.
  expect(await press('Shift+Tab')).toBe('Fair newLeads');
  expect(complaints).toEqual([]);
  await page.close();
});

test('from right to left the arrows go where they point', async () => {
  const { page } = await openTable(site, three, { body: `<div dir="rtl"><${TAG}></${TAG}></div>` });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focused(page)).toBe('heading Leads');
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toBe('heading Channel');
  await page.close();
});

describe('sorting', () => {
  test('Enter and Space on a heading sort, are announced, and keep the focus', async () => {
    const { page } = await openTable(site, three);
    await focusCell(page, 'thead button', 6);
    await page.keyboard.press('Enter');
    expect(await names(page)).toEqual(['Fair', 'Ads', 'Mail few leads']);
    expect(await page.locator(`${TAG} th[aria-sort=descending]`).innerText()).toBe('Spend');
    expect(await page.locator(`${TAG} p[role=status]`).textContent()).toBe('Sorted by Spend, descending');
    await page.keyboard.press('Space');
    expect((await names(page))[0]).toContain('Mail');
    expect(await page.locator(`${TAG} th[aria-sort]`).count()).toBe(1);
    expect(await focused(page)).toBe('heading Spend');
    await page.close();
  });

  test('a focused figure stays focused where its row goes', async () => {
    const { page } = await openTable(site, three);
    await focusCell(page, 'td[data-column=costPerLead]', 1);
    expect(await focused(page)).toBe('Fair costPerLead');
    // As a touch screen sorts, which moves no focus.
    await page
      .locator(`${TAG} thead button`)
      .nth(6)
      .evaluate((button) => (button as HTMLElement).click());
    expect((await names(page))[0]).toBe('Fair');
    expect(await focused(page)).toBe('Fair costPerLead');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('heading CPL');
    await page.close();
  });
});

describe('newer figures', () => {
  test('the focus stays with its channel, wherever that stands now', async () => {
    const { page } = await openTable(site, three);
    await focusCell(page, 'td[data-column=spend]', 0);
    await give(page, [channelRow('New', { newLeads: 900 }), fair, { ...ads, newLeads: 39 }, mail]);
    expect((await names(page)).slice(0, 3)).toEqual(['New', 'Fair', 'Ads']);
    expect(await focused(page)).toBe('Ads spend');
    await page.close();
  });

  test('where the channel is gone, what took its place has the focus', async () => {
    const { page } = await openTable(site, three);
    await focusCell(page, 'td[data-column=spend]', 1);
    await give(page, [ads, mail]);
    expect(await focused(page)).toContain('Mail');
    await page.close();
  });

  test('whoever is elsewhere is not disturbed', async () => {
    const { page } = await openTable(site, three);
    await page.getByText('After').focus();
    await give(page, [mail, ads]);
    expect(await focused(page)).toBe('After');
    await page.close();
  });
});

describe('evidence and drill-down', () => {
  test('Enter on a figure opens its evidence, Escape leads back', async () => {
    const { page, complaints } = await openTable(site, three);
    await focusCell(page, 'td[data-column=costPerLead]', 1);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Fair: CPL' });
    const text = (await dialog.textContent())!;
    for (const part of ['CN¥22.50', 'spend / new leads', 'CN¥900 / 40', '2026']) expect(text).toContain(part);
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('Fair costPerLead');
    expect(await dialog.count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each([false, true])('a channel’s name tells the page; taken care of: %s', async (isTaken) => {
    const { page } = await openTable(site, three, { body: `<${TAG} filter='{"regions":["north"]}'></${TAG}>` });
    await page.evaluate((isTaken) => {
      document.addEventListener('funnel-drill-down', (event) => {
        Object.assign(globalThis, { told: event.detail });
        if (isTaken) event.preventDefault();
      });
    }, isTaken);
    await page.locator(`${TAG} tbody th`).nth(1).click();
    const told = () => page.evaluate(() => (globalThis as { told?: unknown }).told);
    await expect.poll(told).toMatchObject({
      element: TAG,
      channel: 'fair',
      filter: { regions: ['north'] },
      window: { from: '2026-01-01', to: '2026-04-01' },
    });
    if (isTaken) expect(await page.getByRole('dialog').count()).toBe(0);
    else await page.getByRole('dialog', { name: 'Fair: Leads' }).waitFor();
    await page.close();
  });
});

test('a screen reader hears a grid with its sizes, names and reasons', async () => {
  const { page } = await openTable(site, [ads, channelRow(null, { newLeads: 5 })]);
  const grid = page.getByRole('grid', { name: 'Sales: channels' });
  expect(await grid.getAttribute('aria-rowcount')).toBe('4');
  expect(await grid.getAttribute('aria-colcount')).toBe('11');
  const snapshot = await grid.ariaSnapshot();
  expect(snapshot).toContain('rowheader "No channel few leads"');
  expect(snapshot).toContain('gridcell "– no spend is known; unknown is not 0"');
  expect(snapshot).toContain('gridcell "10.00% 2.0%–40.0%"');
  expect(snapshot).toContain('rowheader "All channels"');
  expect(await page.locator(`${TAG} footer`).textContent()).toContain('few leads: fewer than 30');
  await page.close();
});
