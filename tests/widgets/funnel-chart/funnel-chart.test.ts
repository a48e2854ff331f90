import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post } from '../../support/client.ts';
import type { TestServer } from '../../support/server.ts';
import { exactNumber, readEvidence } from '../support/evidence.ts';
import { findings } from '../support/findings.ts';
import { type HostSite, settled } from '../support/host-page.ts';
import { shiftsOnArrival } from '../support/layout-shift.ts';
import { MONTH } from '../support/small-company.ts';
import { type SmallSite, startSmallSite } from '../support/small-site.ts';

let small: SmallSite;
let server: TestServer;
let site: HostSite;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  small = await startSmallSite();
  ({ server, site } = small);
  // The window before: eight leads of one February, two of which went on.
  const february = (number: number) => ({ id: `F${number}`, createdAt: '2026-02-02T10:00:00+08:00', channel: 'ads' });
  await post(server, 'leads', [1, 2, 3, 4, 5, 6, 7, 8].map(february));
  await post(
    server,
    'transitions',
    [1, 2].map((number) => ({ lead: `F${number}`, at: '2026-02-03T10:00:00+08:00', to: 'nurturing' })),
  );
  ({ page, complaints } = await site.open({ body: `<funnel-chart window="${MONTH}"></funnel-chart>` }));
  await settled(page);
});
afterAll(() => small?.close());

interface Row {
  stage: { key: string };
  reached: number;
  cumulativeRate: number;
  advanced: number | null;
  open: number | null;
  lost: number | null;
  rate: number | null;
  interval: { low: number; high: number } | null;
  medianTime: number | null;
  meanTime: number | null;
  previous: { reached: number; rate: number | null };
}

async function conversion(): Promise<Row[]> {
  const { workspace } = await ask<{ workspace: { funnel: { conversion: Row[] } } }>(
    server,
    `{ workspace { funnel(key: "sales") { conversion(scope: { window: { period: "${MONTH}" } }) {
      stage { key } reached cumulativeRate advanced open lost rate interval { low high } medianTime meanTime previous { reached rate } } } } }`,
  );
  return workspace.funnel.conversion;
}

test('every number opens its evidence, which is what the API says', async () => {
  const rows = await conversion();
  for (const [index, row] of rows.entries()) {
    const stage = page.locator('funnel-chart .stage').nth(index);
    const read = await readEvidence(page, stage.locator('.figure'));
    const shown = [
      row.reached,
      row.reached,
      ...(index === 0 ? [] : [row.cumulativeRate]),
      // The change, which opens what it is a change of.
      row.reached,
      ...(row.rate === null ? [] : [row.advanced, row.open, row.lost, row.rate, row.medianTime]),
    ];
    expect(read.map(({ exact }) => exactNumber(exact))).toEqual(shown.map((value) => expect.closeTo(value!, 5)));
    expect(read[0]!.lines).toMatchObject({
      'Window before': `${row.previous.reached} | Feb 1 – 28, 2026`,
      Window: 'Mar 1 – 31, 2026 (Asia/Shanghai)',
      Counted: 'leads created in these days, followed until now',
    });
    if (row.rate === null) continue;
    const { lines } = read.find(({ title }) => title.endsWith('Conversion'))!;
    expect(lines).toMatchObject({
      'In numbers': `${row.advanced} / ${row.reached}`,
      'Rests on': `n = ${row.reached} | ⚠ Fewer than 30 facts: chance alone may move it a lot`,
    });
    const ends = lines['95% interval']!.split(' | ')[0]!.split('–').map(exactNumber);
    expect(ends).toEqual([expect.closeTo(row.interval!.low, 5), expect.closeTo(row.interval!.high, 5)]);
    expect(exactNumber(read.at(-1)!.lines.Mean!)).toBeCloseTo(row.meanTime!, 0);
  }
  const [overall] = await readEvidence(page, page.locator('funnel-chart .overall .figure'));
  expect(overall!.lines['In numbers']).toBe('2 / 10');
  expect(complaints).toEqual([]);
});

test('each stage is compared with the window before: an arrow and a word, and its outline on the same scale', async () => {
  const stages = page.locator('funnel-chart .stage');
  const changes = await stages.evaluateAll((items) =>
    items.map((item) =>
      [...item.querySelectorAll('.change')].map((each) => each.textContent!.replace(/\s+/g, ' ').trim()),
    ),
  );
  // 10 against 8, 5 against 2, 3 against 0, 2 against 0; 50 % against 25 %; nobody reached the later stages then.
  expect(changes).toEqual([['up 2', 'up 25 pp'], ['up 3', 'up 60 pp'], ['up 3'], ['up 2']]);
  expect(await page.locator('funnel-chart .change svg').count()).toBe(6);
  const widths = await stages.evaluateAll((items) =>
    items.map((item) => item.querySelector('.before')?.getAttribute('width') ?? null),
  );
  expect(widths).toEqual(['80%', '20%', null, null]);
  expect(await page.locator('funnel-chart footer').textContent()).toContain('the window before, Feb');
});

test('few leads are marked in words', async () => {
  const marks = (stage: number) => page.locator('funnel-chart .stage').nth(stage).locator('.mark').allTextContents();
  expect(await marks(0)).toEqual(['Small sample']);
  expect(await marks(3)).toEqual([]);
});

test('a screen reader is told what is shown', async () => {
  const snapshot = await page.locator('funnel-chart ol').ariaSnapshot();
  expect(snapshot.replace(/\s+/g, ' ')).toContain(
    [
      '- listitem:',
      '- button "Lead" - button "10" - button "up 2"',
      '- button "Advanced 5" - button "Open 4" - button "Lost 1"',
      '- button "Conversion 50.0% 95% interval 23.7%–76.3% up 25 pp": - text: Conversion - strong: 50.0%',
      '- text: 95% interval 23.7%–76.3% up 25 pp',
      '- button "median 24 hr" - text: Small sample',
    ].join(' '),
  );
  expect(snapshot).not.toContain('img');
});

test('a stage’s name tells the page which leads to show', async () => {
  const told = page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        document.addEventListener(
          'funnel-drill-down',
          (event) => {
            event.preventDefault();
            resolve([event.detail.element, event.detail.stage, event.detail.window.from, event.detail.basis]);
          },
          { once: true },
        );
      }),
  );
  await page.getByRole('button', { name: 'Nurturing' }).click();
  expect(await told).toEqual(['funnel-chart', 'nurturing', '2026-03-01', 'COHORT']);
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('as a table every number opens its evidence too', async () => {
  await page.getByRole('button', { name: 'Table' }).click();
  const read = await readEvidence(page, page.locator('funnel-chart tbody tr').first().locator('.figure'));
  expect(read.map(({ exact }) => exact)).toEqual(['10', '100%', '5', '4', '1', '50%', '24 hr (86,400 sec)']);
  await page.getByRole('button', { name: 'Table' }).click();
});

test.each([
  [1100, 'light'],
  [220, 'dark'],
] as const)(
  'axe finds nothing with a popover open, %d px wide, %s; targets are 24 px high',
  async (width, colorScheme) => {
    const { page, complaints } = await site.open({
      width,
      colorScheme,
      css: 'html { background: Canvas; color: CanvasText }',
      body: `<funnel-chart window="${MONTH}" lang="zh-CN" scale="sqrt"></funnel-chart>`,
    });
    await settled(page);
    const small = await page
      .locator('funnel-chart .figure')
      .evaluateAll((figures) => figures.filter((figure) => figure.getBoundingClientRect().height < 23.9).length);
    expect(small).toBe(0);
    await page
      .getByRole('button', { name: /^转化率/ })
      .first()
      .click();
    const box = await page.getByRole('dialog').boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(width);
    expect(await findings(page)).toEqual([]);
    const footer = await page.locator('funnel-chart footer').textContent();
    expect(footer).toMatch(/宽度按线索数的平方根绘制，便于看清人数少的阶段。虚线框/);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test.each([1100, 480, 220])('nothing moves when figures take the skeleton’s place, %d px wide', async (width) => {
  expect(await shiftsOnArrival(site, width, `<funnel-chart window="${MONTH}"></funnel-chart>`)).toEqual([]);
});

test('without the Popover API evidence opens beside its figure, and closes by Escape and by a press elsewhere', async () => {
  const { page, complaints } = await site.open({
    body: `<funnel-chart window="${MONTH}"></funnel-chart>`,
    prepare: (page) =>
      page.addInitScript(() => {
        for (const name of ['popover', 'showPopover', 'hidePopover', 'togglePopover'])
          delete (HTMLElement.prototype as unknown as Record<string, unknown>)[name];
      }),
  });
  await settled(page);
  const figure = page.locator('funnel-chart .stage').nth(1).locator('.count .figure');
  const dialog = page.getByRole('dialog');
  await figure.click();
  await dialog.waitFor();
  expect(await dialog.getAttribute('popover')).toBeNull();
  const [anchor, box] = [(await figure.boundingBox())!, (await dialog.boundingBox())!];
  expect(box.x).toBeCloseTo(anchor.x, 0);
  // 6 px below.
  expect(box.y - anchor.y - anchor.height).toBeCloseTo(6, 0);
  expect(await dialog.textContent()).toContain('Leads that reached this stage.');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await figure.evaluate((each) => (each.getRootNode() as ShadowRoot).activeElement === each)).toBe(true);
  await figure.click();
  await dialog.waitFor();
  await page.mouse.click(5, 5);
  await dialog.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await page.close();
});

describe('with data of its own', () => {
  const window = { from: '2026-01-01', to: '2026-04-01', timeZone: 'UTC', asOf: '2026-04-02T00:00:00Z' };
  function given(counts: number[]) {
    const conversion = counts.map((reached, index) => {
      const advanced = counts[index + 1] ?? null;
      const isLast = advanced === null;
      return {
        stage: { key: `s${index}`, name: `A stage with a long name ${index + 1}` },
        reached,
        advanced,
        open: isLast ? null : Math.ceil((reached - advanced) * 0.9),
        lost: isLast ? null : Math.floor((reached - advanced) * 0.1),
        rate: isLast ? null : advanced / reached,
        interval: null,
        cumulativeRate: reached / counts[0]!,
        medianTime: null,
      };
    });
    return {
      workspace: { currency: 'EUR', funnel: { name: 'Mine', frame: [{ window, basis: 'COHORT' }], conversion } },
    };
  }

  test.each([1100, 220])('12 stages and one can be read, %d px wide', async (width) => {
    const many = [4000, 1500, 900, 700, 500, 400, 300, 200, 150, 90, 50, 20];
    const { page, complaints, questions } = await site.open({
      width,
      body: '<funnel-chart id="many"></funnel-chart><funnel-chart id="one"></funnel-chart>',
      script: `for (const [id, data] of Object.entries(${JSON.stringify({ many: given(many), one: given([7]) })}))
        Object.assign(document.getElementById(id), { data });`,
    });
    await settled(page);
    expect(await page.locator('#many .stage').count()).toBe(12);
    expect(await page.locator('#many .mark').first().textContent()).toBe('Mostly still open');
    expect(await page.locator('#one .count').allTextContents()).toEqual(['7']);
    expect(await page.locator('#one .overall').count()).toBe(0);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(questions.length).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
