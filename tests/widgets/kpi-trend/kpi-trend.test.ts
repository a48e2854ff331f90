import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mint } from '../../server/embed/embed-client.ts';
import { ask, post } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';
import { type FeedLog, openFeedLog } from '../kpi-event-feed/feed-log.ts';
import { findings } from '../support/findings.ts';
import { holdBack } from '../support/hold-back.ts';
import { differentOf, type HostSite, settled, tableTexts } from '../support/host-page.ts';
import { MONTH } from '../support/small-company.ts';
import { type SmallSite, startSmallSite } from '../support/small-site.ts';

let small: SmallSite;
let server: TestServer;
let site: HostSite;
let log: FeedLog;

/** The small March by week: from Sunday the 1st, then from each Monday. Its log has two events about the week from the 2nd. */
beforeAll(async () => {
  small = await startSmallSite();
  ({ server, site } = small);
  log = await openFeedLog(server);
  const week = { windowFrom: '2026-03-02', windowTo: '2026-03-09' };
  await log.append(
    { ...week, kind: 'BREACHED', severity: 'CRITICAL', occurredAt: new Date('2026-03-05T04:00:00Z'), threshold: 3 },
    { ...week, kind: 'RECOVERED', value: 2, occurredAt: new Date('2026-03-20T04:00:00Z'), threshold: 3 },
    { ...week, kind: 'NO_DATA', occurredAt: new Date('2026-05-20T04:00:00Z') },
  );
});
afterAll(() => small?.close());

const trend = (attributes: string) => `<kpi-trend window="${MONTH}" grain="WEEK" ${attributes}></kpi-trend>`;
const css = 'html { background: Canvas; color: CanvasText }';
/** Spaces of any width. */
const plain = (text: string | null) => text!.replace(/\s+/g, ' ').trim();

interface Point {
  from: string;
  value: number | null;
  sampleSize: number;
  interval: { low: number; high: number } | null;
}

async function series(key: string): Promise<Point[]> {
  const { workspace } = await ask<{ workspace: { funnel: { kpi: { series: Point[] } } } }>(
    server,
    `{ workspace { funnel(key: "sales") { kpi(key: "${key}", scope: { window: { period: "${MONTH}" } }) {
      series(grain: WEEK) { from value sampleSize interval { low high } } } } } }`,
  );
  return workspace.funnel.kpi.series;
}

const cursor = (page: Page) => page.locator('kpi-trend').getByRole('slider');
const said = async (page: Page) => plain(await cursor(page).getAttribute('aria-valuetext'));

/** Every point as the slider says it, from the first to the last. */
async function walk(page: Page): Promise<string[]> {
  const texts: string[] = [];
  await cursor(page).focus();
  await page.keyboard.press('Home');
  const points = Number(await cursor(page).getAttribute('max')) + 1;
  for (let point = 0; point < points; point += 1) {
    texts.push(await said(page));
    await page.keyboard.press('ArrowRight');
  }
  return texts;
}

const dataOf = (kpi: string) => trend(`kpi="${kpi}"`);

describe('shows the points as the API answers them:', () => {
  test('shares with their intervals; weeks without data are gaps', async () => {
    const { page, complaints } = await site.open({ body: dataOf('lead_to_won_rate') });
    await settled(page);
    const points = await series('lead_to_won_rate');
    expect(points.map(({ value }) => value)).toEqual([null, 0.2, null, null, null, null]);
    const texts = await walk(page);
    expect(texts.map((text) => text.split(' · ')[1])).toEqual(['no figure', '20.0%', ...Array(4).fill('no figure')]);
    // 2 of 10: Wilson's interval is 5.7 % to 51.0 %.
    expect(texts[1]).toBe(
      'Mar 2 – 8, 2026 · 20.0% · 95% interval 5.7%–51.0% · n = 10 · Fewer than 30 facts: chance alone may move it a lot · before: – (Feb 2 – 8, 2026)',
    );
    const { low, high } = points[1]!.interval!;
    expect([low, high].map((end) => `${(end * 100).toFixed(1)}%`).join('–')).toBe('5.7%–51.0%');
    expect(await page.locator('kpi-trend .line').first().getAttribute('d')).toBe('');
    expect(await page.locator('kpi-trend .plot .holes').getAttribute('d')).toMatch(/^M[\d.]+ [\d.]+h0$/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('money by week, in the plot, at the cursor and in the table alike', async () => {
    const { page } = await site.open({ body: dataOf('revenue') });
    await settled(page);
    expect((await series('revenue')).map(({ value }) => value)).toEqual([0, 0, 10_000, 0, 5_000, 0]);
    const shown = ['CN¥0', 'CN¥0', 'CN¥10K', 'CN¥0', 'CN¥5,000', 'CN¥0'];
    expect((await walk(page)).map((text) => text.split(' · ')[1])).toEqual(shown);
    // Up to 10,000 over 31 days: the middle of the third week is 11.5 days in, that of the fifth 25.5.
    const lines = await page
      .locator('kpi-trend .plot .line')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
    expect(lines.join('')).toContain(`L${round((11.5 / 31) * 100)} 0`);
    expect(lines.join('')).toContain(`L${round((25.5 / 31) * 100)} 50`);
    expect(await page.locator('kpi-trend [part=value]').innerText()).toBe('CN¥15K');

    await page.getByRole('button', { name: 'Table' }).click();
    const [heading, ...rows] = await tableTexts(page, 'kpi-trend');
    expect(heading).toEqual(['Period', 'Value', '95% interval', 'n', 'Window before', 'Threshold events']);
    expect(rows.map((row) => row[1])).toEqual(shown);
    // Of a Sunday and two days at the ends of the month only a part of the week is there.
    expect(rows.map((row) => row[0]!.includes('incomplete'))).toEqual([true, false, false, false, false, true]);
    await page.close();
  });
});

test('the cursor goes by arrow keys, Home and End; what it says stands above, and Enter opens the evidence', async () => {
  const { page, complaints } = await site.open({ body: dataOf('lead_to_won_rate') });
  await settled(page);
  await cursor(page).focus();
  // It begins at the last point that has a value.
  expect(await said(page)).toMatch(/^Mar 2 – 8/);
  await page.keyboard.press('End');
  expect(await said(page)).toMatch(/^Mar 30 – 31, 2026 \(incomplete\) · no figure/);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const readout = plain(await page.locator('kpi-trend [part=readout]').innerText());
  expect(readout).toBe((await said(page)).replaceAll(/^(.*?) · (.*?) · /g, '$1 $2 '));

  await page.evaluate(() => {
    document.addEventListener('funnel-drill-down', ({ detail }) => {
      document.title = JSON.stringify([detail.element, detail.kpi, detail.window.from, detail.window.to]);
    });
  });
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Lead to won rate, Mar 2 – 8, 2026' });
  await dialog.waitFor();
  expect(plain(await dialog.innerText())).toContain('2 / 10');
  expect(JSON.parse(await page.title())).toEqual(['kpi-trend', 'lead_to_won_rate', '2026-03-02', '2026-03-09']);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.shadowRoot?.activeElement?.className === 'cursor');

  // A page that takes care of it is all that happens.
  await page.evaluate(() => document.addEventListener('funnel-drill-down', (event) => event.preventDefault()));
  await page.keyboard.press('Enter');
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

test('the cursor follows the pointer, and a click opens the evidence of the point', async () => {
  const { page } = await site.open({ body: dataOf('revenue') });
  await settled(page);
  const { x, y, width } = (await page.locator('kpi-trend .plot').boundingBox())!;
  await page.mouse.move(x + width * (11.5 / 31) + 3, y + 40);
  expect(await said(page)).toMatch(/^Mar 9 – 15, 2026 · CN¥10K/);
  await page.mouse.down();
  await page.mouse.up();
  await page.getByRole('dialog', { name: 'Revenue, Mar 9 – 15, 2026' }).waitFor();
  await page.close();
});

describe('threshold events', () => {
  test('are marked where they happened, counted in words, and told at their point and in the table', async () => {
    const { page, complaints } = await site.open({ body: dataOf('new_leads') });
    await settled(page);
    const happened = page.getByRole('list', { name: 'Threshold events' });
    await happened.getByText('Breached 1').waitFor();
    expect(plain(await happened.innerText())).toBe('Breached 1 Recovered 1 Threshold 3 (Many leads)');
    // The 5th and the 20th of March, noon: 4.5 and 19.5 of 31 days in.
    const marks = await page
      .locator('kpi-trend [part=event]')
      .evaluateAll((all) =>
        all.map((mark) => [mark.className, Math.round(Number.parseFloat((mark as HTMLElement).style.left))]),
      );
    expect(marks).toEqual([
      ['at BREACHED', Math.round((4.5 / 31) * 100)],
      ['at RECOVERED', Math.round((19.5 / 31) * 100)],
    ]);
    expect(await page.locator('kpi-trend .plot .threshold').count()).toBe(1);
    const texts = await walk(page);
    expect(texts.map((text) => /New leads: .*$/.exec(text)?.[0])).toEqual([
      undefined,
      'New leads: 4, above 3',
      undefined,
      'New leads: 2, no longer above 3',
      undefined,
      undefined,
    ]);
    await page.getByRole('button', { name: 'Table' }).click();
    expect((await tableTexts(page, 'kpi-trend')).slice(1).map((row) => row[5])).toEqual([
      '',
      'Breached: New leads: 4, above 3',
      '',
      'Recovered: New leads: 2, no longer above 3',
      '',
      '',
    ]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('are not asked for where they are switched off', async () => {
    const { page, questions } = await site.open({ body: trend('events="off"') });
    await settled(page);
    expect(differentOf(questions)).toHaveLength(1);
    expect(await page.locator('kpi-trend .happened').count()).toBe(0);
    await page.close();
  });

  test('stay away from a token that is locked to a filter; the chart stands, narrowed', async () => {
    const { token } = await mint(
      { url: server.url, key: server.readKey },
      { widgets: ['kpi-trend'], filter: { channels: ['ads'] } },
    );
    const { page } = await site.open({
      body: dataOf('new_leads'),
      script: `import { configure } from '${server.url}/widgets/funnel-widgets.js'; configure({ tokenProvider: async () => '${token}' });`,
    });
    await settled(page);
    await page.getByText('Threshold events cannot be read here').waitFor();
    expect(await page.locator('kpi-trend [part=value]').innerText()).toBe('6');
    await page.close();
  });
});

describe('says what is wrong:', () => {
  test.each([
    ['kpi="no_such"', 'The server declined the question'],
    ['kpi="new_leads" grain="FORTNIGHT"', 'The attribute grain is not understood'],
    ['kpi="lead_to_won_rate" within-days="some"', 'The attribute within-days is not understood'],
  ])('%s', async (attributes, text) => {
    const { page } = await site.open({ body: `<kpi-trend window="${MONTH}" ${attributes}></kpi-trend>` });
    await page.locator('kpi-trend [part=error]').getByText(text).waitFor();
    await page.close();
  });
});

test('data given as plain JSON is shown without asking, events too', async () => {
  const body = dataOf('new_leads');
  const { page: first } = await site.open({ body, prepare: keepAnswers });
  await settled(first);
  await first.getByText('Breached 1').waitFor();
  const data = await first.evaluate(() =>
    JSON.stringify(Object.assign({}, ...(globalThis as never as { answers: object[] }).answers)),
  );
  await first.close();
  const { page, questions, streams, complaints } = await site.open({
    body,
    script: `document.querySelector('kpi-trend').data = { workspace: ${data} };`,
  });
  await settled(page);
  expect(await said(page)).toContain('Mar 30 – 31');
  expect(await page.getByText('Breached 1').count()).toBe(1);
  expect(questions.length + streams.length).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});

/** What the API answered, by what it answered of the workspace. */
async function keepAnswers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const answers: object[] = [];
    Object.assign(globalThis, { answers });
    const { fetch } = globalThis;
    globalThis.fetch = async (...request) => {
      const response = await fetch(...request);
      if (response.headers.get('content-type')?.includes('json'))
        answers.push(((await response.clone().json()) as { data: { workspace: object } }).data.workspace);
      return response;
    };
  });
}

test.each([1100, 480, 220])('nothing moves when figures come, and when the cursor does, %d px wide', async (width) => {
  const { prepare, release } = holdBack();
  const { page } = await site.open({ body: dataOf('new_leads'), width, prepare });
  await page.locator('kpi-trend .skeleton').waitFor();
  await page.evaluate(() => {
    interface LayoutShift extends PerformanceEntry {
      hadRecentInput: boolean;
      sources: { node: Element | null; previousRect: DOMRect; currentRect: DOMRect }[];
    }
    const shifts: string[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, sources } of list.getEntries() as LayoutShift[])
        for (const { node, previousRect: was, currentRect: is } of sources)
          if (!hadRecentInput)
            shifts.push(`${node?.nodeName} ${node?.className}: ${was.x} ${was.y} to ${is.x} ${is.y}`);
    }).observe({ type: 'layout-shift' });
  });
  release();
  await settled(page);
  await page.getByText('Breached 1').waitFor();
  const height = await page.locator('kpi-trend').evaluate((element) => element.clientHeight);
  await walk(page);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  expect(await page.evaluate(() => (globalThis as never as { shifts: string[] }).shifts)).toEqual([]);
  expect(await page.locator('kpi-trend').evaluate((element) => element.clientHeight)).toBe(height);
  await page.close();
});

test('to a screen reader it is a picture with a slider, which say what is shown', async () => {
  const { page } = await site.open({ body: `<div lang="zh">${dataOf('new_leads')}</div>` });
  await settled(page);
  await page.getByText('触发 1').waitFor();
  const snapshot = await page.locator('kpi-trend').ariaSnapshot();
  expect(snapshot).toContain('img "按周：最低 0，最高 10，最近 0"');
  expect(snapshot).toContain('slider "新增线索数, 时间点"');
  expect(snapshot).toContain('list "阈值事件"');
  await page.close();
});

test.each([
  ['light', 1100],
  ['dark', 480],
  ['light', 200],
] as const)(
  'axe finds nothing, %s, %d px wide, in both languages, as a chart and as a table',
  async (colorScheme, width) => {
    const { page } = await site.open({
      ...{ colorScheme, css, width },
      body: `${dataOf('new_leads')}<div lang="zh">${dataOf('lead_to_won_rate')}</div>`,
    });
    await settled(page);
    await page.getByText('Breached 1').waitFor();
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    for (const button of await page.locator('kpi-trend [part=button]').all()) await button.click();
    expect(await findings(page)).toEqual([]);
    await page.close();
  },
);

test('with forced colours lines keep a colour of the system', async () => {
  const { page } = await site.open({
    body: dataOf('new_leads'),
    prepare: (page) => page.emulateMedia({ forcedColors: 'active' }),
  });
  await settled(page);
  const [line, text] = await page
    .locator('kpi-trend')
    .evaluate(({ shadowRoot }) => [
      getComputedStyle(shadowRoot!.querySelector('.plot .line')!).stroke,
      getComputedStyle(shadowRoot!.querySelector('.title')!).color,
    ]);
  expect(line).toBe(text);
  await page.close();
});

test('new facts move the line, and the events that they caused are marked', async () => {
  const { page } = await site.open({ body: dataOf('new_leads') });
  await settled(page);
  await page.getByText('Breached 1').waitFor();
  await log.append({ kind: 'BREACHED', occurredAt: new Date('2026-03-30T04:00:00Z'), threshold: 3 });
  await post(server, 'leads', [{ id: 'late', createdAt: '2026-03-30T10:00:00+08:00', channel: 'ads' }]);
  await page.getByText('Breached 2').waitFor();
  expect(await said(page)).toMatch(/^Mar 30 – 31, 2026 \(incomplete\) · 1 · .*above 3$/);
  expect(await page.locator('kpi-trend [part=value]').innerText()).toBe('11');
  await page.close();
});

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
