import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../support/client.ts';
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
let questions: { postDataJSON(): { variables: Record<string, unknown> } }[];

beforeAll(async () => {
  small = await startSmallSite();
  ({ server, site } = small);
  ({ page, complaints, questions } = await site.open({
    body: `<funnel-scorecard window="${MONTH}"></funnel-scorecard>`,
  }));
  await settled(page);
});
afterAll(() => small?.close());

interface Value {
  definition: { key: string; name: string; formula: string; headline: boolean };
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  sampleSize: number;
  leftOut: { count: number }[];
}

async function values(allOf: string): Promise<Value[]> {
  const { workspace } = await ask<{ workspace: { funnel: { kpiValues: Value[] } } }>(
    server,
    `{ workspace { funnel(key: "sales") { kpiValues(allOf: [${allOf}], scope: { window: { period: "${MONTH}" } }) {
      definition { key name formula headline } value numerator denominator sampleSize leftOut { count } } } } }`,
  );
  return workspace.funnel.kpiValues;
}

const card = (key: string) => page.locator(`funnel-scorecard .card[data-kpi=${key}]`);
const fold = (category: string) => page.getByRole('group', { name: category }).getByRole('button', { name: /KPIs$/ });

describe('the rest of a category', () => {
  test('is folded, and not asked for until it is opened', async () => {
    const expected = await values('');
    const shown = await page
      .locator('funnel-scorecard .card')
      .evaluateAll((cards) => cards.map((each) => (each as HTMLElement).dataset.kpi));
    expect(shown.sort()).toEqual(expected.map(({ definition }) => definition.key).sort());
    expect(questions.at(-1)!.postDataJSON().variables.allOf).toEqual([]);
    expect(await fold('Acquisition').getAttribute('aria-expanded')).toBe('false');
  });

  test('comes when it is opened by keyboard, and the focus stays', async () => {
    await fold('Acquisition').focus();
    await page.keyboard.press('Enter');
    await card('channel_roi').waitFor();
    expect(questions.at(-1)!.postDataJSON().variables.allOf).toEqual(['ACQUISITION']);
    expect(await fold('Acquisition').getAttribute('aria-expanded')).toBe('true');
    const focused = await page.evaluate(() => document.activeElement!.shadowRoot!.activeElement!.textContent!.trim());
    expect(focused).toBe('Fewer KPIs');
    await settled(page);
  });
});

test('a fold that cannot be had says so, and leaves the headline KPIs as they are, live', async () => {
  const { page, complaints } = await site.open({
    body: `<funnel-scorecard window="${MONTH}"></funnel-scorecard>`,
  });
  await settled(page);
  const cards = page.locator('funnel-scorecard .card');
  const headline = await cards.allInnerTexts();
  let isBroken = true;
  await page.route('**/graphql', async (route) => {
    const { variables } = route.request().postDataJSON() as { variables?: { allOf?: string[] } };
    if (isBroken && variables?.allOf?.includes('NURTURING')) await route.fulfill({ status: 500, body: '' });
    else await route.continue();
  });
  const group = page.getByRole('group', { name: 'Nurturing' });
  await group.getByRole('button', { name: 'More KPIs' }).click();
  await group.getByText('The server has a problem.').waitFor();
  await settled(page);
  expect(await cards.allInnerTexts()).toEqual(headline);
  // Nothing stays stale: the headline KPIs are asked for without the fold.
  await expect.poll(() => page.locator('funnel-scorecard .stale').count()).toBe(0);
  expect(await cards.allInnerTexts()).toEqual(headline);
  // Another fold comes all the same.
  await page.getByRole('group', { name: 'Acquisition' }).getByRole('button', { name: 'More KPIs' }).click();
  await page.locator('funnel-scorecard .card[data-kpi=channel_roi]').waitFor();
  expect(await group.getByRole('button', { name: 'Try again' }).count()).toBe(1);
  isBroken = false;
  await group.getByRole('button', { name: 'Try again' }).click();
  await page.locator('funnel-scorecard .card[data-kpi=follow_ups_per_lead]').waitFor();
  expect(await group.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  // Under another window the figures would be wrong: they go, though a fold is what fails.
  isBroken = true;
  await page.locator('funnel-scorecard').evaluate((element) => element.setAttribute('window', '2026-02'));
  await page.locator('funnel-scorecard [part=error]').waitFor();
  expect(await cards.count()).toBe(0);
  expect(complaints.filter((each) => !each.includes('500'))).toEqual([]);
  await page.close();
});

test('every number opens its evidence, which is what the API says', async () => {
  const all = await values('ACQUISITION');
  expect(all.length).toBeGreaterThan(12);
  for (const { definition, value, numerator, denominator, sampleSize, leftOut } of all) {
    const read = await readEvidence(page, card(definition.key).locator('.figure'));
    for (const { title, exact, lines } of read) {
      expect([definition.key, title, exactNumber(exact)]).toEqual([
        definition.key,
        definition.name,
        value === null ? null : expect.closeTo(value, 3),
      ]);
      expect(lines).toMatchObject({
        Formula: definition.formula,
        'Rests on': expect.stringMatching(new RegExp(`^n = ${sampleSize}\\b`)),
        Window: 'Mar 1 – 31, 2026 (Asia/Shanghai)',
      });
      if (denominator !== null)
        expect(lines['In numbers']!.split(' / ').map(exactNumber)).toEqual([numerator, denominator]);
      if (leftOut.length === 0) expect(lines['Left out']).toBe('nothing');
      else expect(lines['Left out']).toContain(String(leftOut[0]!.count));
    }
  }
  expect(complaints).toEqual([]);
});

test('few facts are marked in words, too early to tell too', async () => {
  expect(await card('lead_to_won_rate').count()).toBe(0);
  const marks = await page.locator('funnel-scorecard .mark').allTextContents();
  expect(marks).toContain('Small sample: n = 10');
});

test('a screen reader is told what is shown', async () => {
  const snapshot = (await card('qualified_lead_rate').ariaSnapshot()).replace(/\s+/g, ' ');
  expect(snapshot).toMatch(
    /^- group "Qualified lead rate": - paragraph: - button "Qualified lead rate" - paragraph: - button "\S+"/,
  );
  expect(await card('new_leads').ariaSnapshot()).toMatch(/img "By day: lowest .*, highest .*, latest .*"/);
});

test('KPIs that were chosen have no rest; a skeleton of as many', async () => {
  const { page } = await site.open({
    body: `<funnel-scorecard window="${MONTH}" kpis="revenue nps" lang="zh-CN"></funnel-scorecard>`,
  });
  await settled(page);
  expect(await page.locator('funnel-scorecard .card').count()).toBe(2);
  expect(await page.locator('funnel-scorecard .fold').count()).toBe(0);
  await page.close();
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
      body: `<funnel-scorecard window="${MONTH}" lang="zh-CN" density="compact"></funnel-scorecard>`,
    });
    await settled(page);
    const low = await page
      .locator('funnel-scorecard :is(.figure, .fold)')
      .evaluateAll((figures) => figures.filter((figure) => figure.getBoundingClientRect().height < 23.9).length);
    expect(low).toBe(0);
    const spilling = await page.locator('funnel-scorecard .card').evaluateAll((cards) =>
      cards.flatMap((card) => {
        const { left, right } = card.getBoundingClientRect();
        return [...card.querySelectorAll('p, span, svg')]
          .filter((part) => part.getBoundingClientRect().right > right || part.getBoundingClientRect().left < left - 1)
          .map(({ className }) => String(className));
      }),
    );
    expect(spilling).toEqual([]);
    await page.locator('funnel-scorecard .value .figure').first().click();
    await page.getByRole('dialog').waitFor();
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('on a page from right to left the arrow of a change still stands before its words', async () => {
  const { page } = await site.open({
    body: `<div dir="rtl"><funnel-scorecard window="${MONTH}" kpis="new_leads revenue"></funnel-scorecard></div>`,
  });
  await settled(page);
  const gaps = await page.locator('funnel-scorecard .change:has(.arrow)').evaluateAll((changes) =>
    changes.map((change) => {
      const words = document.createRange();
      words.selectNodeContents(change.querySelector('.arrow')!.nextSibling!);
      return words.getBoundingClientRect().left - change.querySelector('.arrow')!.getBoundingClientRect().right;
    }),
  );
  expect(gaps.length).toBeGreaterThan(0);
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(0);
  await page.close();
});

test.each([1100, 480])('nothing moves when figures take the skeleton’s place, %d px wide', async (width) => {
  expect(await shiftsOnArrival(site, width, `<funnel-scorecard window="${MONTH}"></funnel-scorecard>`)).toEqual([]);
});
