import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../support/client.ts';
import type { TestServer } from '../support/server.ts';
import { type HostSite, settled, tableTexts } from './support/host-page.ts';
import { MONTH } from './support/small-company.ts';
import { type SmallSite, startSmallSite } from './support/small-site.ts';

let small: SmallSite;
let server: TestServer;
let site: HostSite;

beforeAll(async () => {
  small = await startSmallSite();
  ({ server, site } = small);
});
afterAll(() => small?.close());

/** What a widget shows next to what the API says, both as plain numbers. */
function number(text: string | undefined): number | null {
  return text?.startsWith('–') ? null : Number(text?.replace(/[^\d.-]/g, ''));
}

test('the chart shows the small March, 10 → 5 → 3 → 2, as the API answers it', async () => {
  const { page, complaints } = await site.open({ body: `<funnel-chart window="${MONTH}"></funnel-chart>` });
  await settled(page);
  await page.getByRole('button', { name: 'Table' }).click();
  const [, ...rows] = await tableTexts(page, 'funnel-chart');
  // Stage, reached, of the first stage, advanced, open, lost, conversion, interval, median time.
  expect(rows.map((row) => row.slice(1, 6))).toEqual([
    ['10', '100%', '5', '4', '1'],
    ['5', '50.0%', '3', '1', '1'],
    ['3', '30.0%', '2', '1', '0'],
    ['2', '20.0%', ...Array(3).fill('– the last stage leads nowhere further')],
  ]);
  expect(rows.map((row) => row[6])).toEqual(['50.0%', '60.0%', '66.7%', '– the last stage leads nowhere further']);
  // To nurturing all took one day, to opportunity two; to won 10 and 20, so 15.
  expect(rows.map((row) => row[8]).slice(0, 3)).toEqual(['24 hr', '2 days', '15 days']);

  const { workspace } = await ask<{ workspace: { funnel: { conversion: Record<string, number | null>[] } } }>(
    server,
    `{ workspace { funnel(key: "sales") { conversion(scope: { window: { period: "${MONTH}" } }) { reached advanced open lost } } } }`,
  );
  expect(rows.map((row) => [1, 3, 4, 5].map((column) => number(row[column])))).toEqual(
    workspace.funnel.conversion.map(({ reached, advanced, open, lost }) => [reached, advanced, open, lost]),
  );
  expect(complaints).toEqual([]);
  await page.close();
});

test('the chart’s drawing says the same as its table', async () => {
  const { page } = await site.open({ body: `<funnel-chart window="${MONTH}"></funnel-chart>` });
  await settled(page);
  const stages = await page.locator('funnel-chart .stage').evaluateAll((items) =>
    items.map((item) => ({
      text: [...item.querySelectorAll('.ink')].map((each) => each.textContent!.trim()).join(' '),
      widths: [...item.querySelectorAll('.bar rect')].map((rect) => rect.getAttribute('width')),
    })),
  );
  expect(stages[0]!.text.replace(/\s+/g, ' ')).toBe(
    'Lead 10 Advanced 5 Open 4 Lost 1 Conversion 50.0% 95% interval 23.7%–76.3% median 24 hr Small sample',
  );
  expect(stages.map(({ widths }) => widths)).toEqual([
    ['50%', '40%', '10%'],
    ['30%', '10%', '10%'],
    ['20%', '10%', '0%'],
    ['20%'],
  ]);
  await page.close();
});

test('the scorecard shows each KPI as the API answers it', async () => {
  const { page, complaints } = await site.open({
    body: `<funnel-scorecard window="${MONTH}" kpis="new_leads lead_to_won_rate sales_cycle revenue cost_per_lead"></funnel-scorecard>`,
  });
  await settled(page);
  const cards = await page
    .locator('funnel-scorecard .card')
    .evaluateAll((items) =>
      items.map((item) => [(item as HTMLElement).dataset.kpi, item.querySelector('.value')!.textContent!.trim()]),
    );
  expect(cards).toEqual(
    [
      ['new_leads', '10'],
      ['cost_per_lead', 'CN¥300 Small sample: n = 10'],
      ['sales_cycle', '15 days Small sample: n = 2'],
      ['revenue', 'CN¥15K'],
      ['lead_to_won_rate', '20.0% Small sample: n = 10'],
    ].sort((one, other) => order(one[0]) - order(other[0])),
  );
  const { workspace } = await ask<{ workspace: { funnel: { kpiValues: { value: number }[] } } }>(
    server,
    `{ workspace { funnel(key: "sales") { kpiValues(keys: ["new_leads", "lead_to_won_rate", "sales_cycle", "revenue", "cost_per_lead"],
      scope: { window: { period: "${MONTH}" } }) { value } } } }`,
  );
  expect(workspace.funnel.kpiValues.map(({ value }) => value)).toEqual([10, 0.2, 15 * 86_400, 15_000, 300]);
  expect(complaints).toEqual([]);
  await page.close();
});

/** Cards stand by category, within one in the order asked. */
function order(key: unknown): number {
  return ['new_leads', 'cost_per_lead', 'sales_cycle', 'lead_to_won_rate', 'revenue'].indexOf(String(key));
}

test('without keys the scorecard shows the headline KPIs in four groups', async () => {
  const { page } = await site.open({ body: `<funnel-scorecard window="${MONTH}" lang="zh-CN"></funnel-scorecard>` });
  await settled(page);
  expect(await page.locator('funnel-scorecard .category').allInnerTexts()).toEqual([
    '线索获取',
    '线索培育',
    '机会管理',
    '成交与复购',
  ]);
  await page.close();
});

test('a basis reaches the KPIs that take one and leaves the others standing', async () => {
  const { page } = await site.open({
    body: `<funnel-scorecard window="${MONTH}" basis="PERIOD" kpis="new_leads,lead_to_won_rate"></funnel-scorecard>`,
  });
  await settled(page);
  expect(await page.locator('funnel-scorecard .card').count()).toBe(2);
  expect(await page.locator('funnel-scorecard [part=problem]').count()).toBe(0);
  await page.close();
});

test('the channel table shows each channel as the API answers it, and why a figure is missing', async () => {
  const { page, complaints } = await site.open({ body: `<channel-roi-table window="${MONTH}"></channel-roi-table>` });
  await settled(page);
  const rows = await page
    .locator('channel-roi-table tbody tr')
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector('th')!.textContent!.trim(),
        ...[...item.querySelectorAll('td')].map((cell) => cell.innerText.replace(/\s+/g, ' ').trim()),
      ]),
    );
  const unknown = '– no spend is known; unknown is not 0';
  const [ads, referral] = ['16.67% 3.0%–56.4%', '25.00% 4.6%–69.9%'];
  // Leads, share, qualified, won, conversion with its interval, spend, CPL, CAC, won amount, ROI = (10000 − 3000) / 3000.
  expect(rows).toEqual([
    ['Search ads few leads', '6', '60.0%', '0.0%', '1', ads, 'CN¥3,000', 'CN¥500', 'CN¥3,000', 'CN¥10K', '233%'],
    ['老客户转介绍 few leads', '4', '40.0%', '0.0%', '1', referral, unknown, unknown, unknown, 'CN¥5,000', unknown],
  ]);
  expect(await page.locator('channel-roi-table footer').textContent()).toContain('no spend is known; unknown is not 0');
  expect(complaints).toEqual([]);
  await page.close();
});

test('the channel table’s total is what the API says without a breakdown', async () => {
  const { page } = await site.open({ body: `<channel-roi-table window="${MONTH}"></channel-roi-table>` });
  await settled(page);
  const total = await page.locator('channel-roi-table tfoot td').allInnerTexts();
  const { workspace } = await ask<{ workspace: { funnel: { kpiValues: { value: number }[] } } }>(
    server,
    `{ workspace { funnel(key: "sales") { kpiValues(scope: { window: { period: "${MONTH}" } }, keys: ["new_leads", "channel_share",
      "qualified_lead_rate", "channel_conversion_rate", "channel_spend", "cost_per_lead", "cost_per_acquisition", "channel_roi"]) { value } } } }`,
  );
  const { kpiValues } = workspace.funnel;
  const shown = [0, 1, 2, 4, 5, 6, 7, 9].map((column) => number(total[column]!.split('\n')[0]));
  const isPercent = [false, true, true, true, false, false, false, true];
  expect(shown).toEqual(kpiValues.map(({ value }, index) => (isPercent[index] ? value * 100 : value)));
  expect(shown).toEqual([10, 100, 0, 20, 3000, 300, 1500, 400]);
  await page.close();
});

test('a filter narrows the figures', async () => {
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}" filter='{"channels":["referral"]}'></funnel-chart>`,
  });
  await settled(page);
  expect(await page.locator('funnel-chart .count').allInnerTexts()).toEqual(['4', '2', '1', '1']);
  await page.close();
});

test('data given as plain JSON is shown without asking', async () => {
  const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'Asia/Shanghai', asOf: '2026-04-02T00:00:00Z' };
  const channelRoi = [
    {
      channel: { key: 'a', name: 'Given' },
      newLeads: 7,
      won: 1,
      qualifiedLeads: 2,
      wonAmount: { amount: '5', currency: 'EUR' },
    },
  ];
  const empty = {
    share: null,
    qualifiedLeadRate: null,
    conversionRate: null,
    interval: null,
    spend: null,
    costPerLead: null,
    costPerAcquisition: null,
    roi: null,
  };
  const data = {
    workspace: {
      currency: 'EUR',
      funnel: {
        name: 'Mine',
        frame: [{ window, basis: 'COHORT' }],
        channelRoi: channelRoi.map((row) => ({ ...empty, ...row })),
      },
    },
  };
  const { page, questions, streams, complaints } = await site.open({
    body: '<channel-roi-table></channel-roi-table>',
    script: `document.querySelector('channel-roi-table').data = ${JSON.stringify(data)};`,
  });
  await settled(page);
  expect(await page.locator('channel-roi-table tbody th').textContent()).toContain('Given');
  expect(questions.length + streams.length).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});
