import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HostSite, settled } from '../support/host-page.ts';
import { MONTH } from '../support/small-company.ts';
import { type SmallSite, startSmallSite } from '../support/small-site.ts';

let small: SmallSite;
let site: HostSite;

beforeAll(async () => {
  small = await startSmallSite();
  ({ site } = small);
});
afterAll(() => small?.close());

async function download(page: Page, tag: string, format: string): Promise<{ name: string; content: Buffer }> {
  const element = page.locator(tag);
  const open = element.getByRole('button', { name: 'Export', exact: true });
  if ((await open.getAttribute('aria-expanded')) === 'false') await open.click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    element.getByRole('button', { name: `Export as ${format}` }).click(),
  ]);
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) };
}

test.each(['funnel-chart', 'funnel-scorecard', 'channel-roi-table', 'kpi-trend'])(
  '%s is taken away as PNG, SVG and CSV under a strict policy',
  async (tag) => {
    const { page, complaints } = await site.open({ body: `<${tag} kpi="new_leads" window="${MONTH}"></${tag}>` });
    await settled(page);
    const png = await download(page, tag, 'PNG');
    expect(png.name).toBe(`${tag}-sales-2026-03-01-2026-04-01.png`);
    expect(png.content.subarray(1, 4).toString()).toBe('PNG');
    // Twice as fine as 800 px.
    expect(png.content.readUInt32BE(16)).toBe(1_600);
    const svg = (await download(page, tag, 'SVG')).content.toString();
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('Mar 1 – 31, 2026');
    const csv = (await download(page, tag, 'CSV')).content.toString();
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv).toMatch(/as of .*2026/);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('a host may take the file itself, ask for one, and leave the button out', async () => {
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart><funnel-chart id="bare" no-export window="${MONTH}"></funnel-chart>`,
  });
  await settled(page);
  const taken = page.evaluate(
    () =>
      new Promise<string[]>((resolve) =>
        document.addEventListener('funnel-export', (event) => {
          event.preventDefault();
          event.file.text().then((text) => resolve([event.format, event.file.type, text.slice(0, 20)]));
        }),
      ),
  );
  const chart = page.locator('funnel-chart').first();
  await chart.getByRole('button', { name: 'Export', exact: true }).click();
  await chart.getByRole('button', { name: 'Export as CSV' }).click();
  expect(await taken).toEqual(['csv', 'text/csv', expect.stringContaining('Stage,Reached')]);
  const asked = await page.evaluate(async () => {
    const element = document.querySelector('#bare') as unknown as { exportAs(format: string): Promise<File> };
    return (await element.exportAs('svg')).size;
  });
  expect(asked).toBeGreaterThan(1_000);
  expect(await page.locator('#bare').getByRole('button', { name: 'Export' }).count()).toBe(0);
  await page.close();
});

test('without figures there is nothing to export, and the page is told so', async () => {
  const { page } = await site.open({ body: '<funnel-chart></funnel-chart>', script: '' });
  await page.waitForFunction(() => customElements.get('funnel-chart'));
  const code = await page.evaluate(() =>
    (document.querySelector('funnel-chart') as unknown as { exportAs(format: string): Promise<File> })
      .exportAs('png')
      .catch((failure: { code: string }) => failure.code),
  );
  expect(code).toBe('NOTHING_TO_EXPORT');
  await page.close();
});
