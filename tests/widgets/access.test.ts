import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { holdBack } from './support/hold-back.ts';
import { chartDrawn, type HostSite, settled } from './support/host-page.ts';
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

const three = `<funnel-chart window="${MONTH}"></funnel-chart><funnel-scorecard window="${MONTH}"></funnel-scorecard>
  <channel-roi-table window="${MONTH}"></channel-roi-table>`;

test.each([
  ['as text', () => server.readKey],
  ['as JSON', () => JSON.stringify({ token: server.readKey })],
])('an endpoint of the host gives the token %s, once for the whole page', async (_, answer) => {
  let asked = 0;
  const { page, complaints } = await site.open({
    body: three.replaceAll(' window', ' token-endpoint="/funnel-token" window'),
    script: '',
    connect: "'self'",
    prepare: (page) =>
      page.route('**/funnel-token', (route) => {
        asked += 1;
        return route.fulfill({ body: answer() });
      }),
  });
  await settled(page);
  expect(await page.locator('[part=error]').count()).toBe(0);
  expect(asked).toBe(1);
  expect(complaints).toEqual([]);
  await page.close();
});

test('whoever hears token-request gives the token, for all elements of the page', async () => {
  const { page, complaints } = await site.open({
    body: three,
    script: `document.addEventListener('token-request', (event) => {
      globalThis.asked = (globalThis.asked ?? 0) + 1;
      globalThis.endpoint = event.endpoint;
      event.respondWith(Promise.resolve('${server.readKey}'));
    });`,
  });
  await settled(page);
  expect(await page.locator('[part=error]').count()).toBe(0);
  expect(await page.evaluate(() => [Reflect.get(globalThis, 'asked'), Reflect.get(globalThis, 'endpoint')])).toEqual([
    1,
    `${server.url}/graphql`,
  ]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('an endpoint that fails is told, and tried again on the button', async () => {
  let isUp = false;
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}" token-endpoint="/funnel-token"></funnel-chart>`,
    script: '',
    connect: "'self'",
    prepare: (page) =>
      page.route('**/funnel-token', (route) =>
        isUp ? route.fulfill({ body: server.readKey }) : route.fulfill({ status: 500 }),
      ),
  });
  await page.getByText('The page could not get an API key').waitFor();
  isUp = true;
  await page.getByRole('button', { name: 'Try again' }).click();
  await chartDrawn(page);
  await page.close();
});

test('what the host put into an element stands there until there are figures', async () => {
  const { prepare, release } = holdBack('questions and streams');
  const { page } = await site.open({
    body: `<funnel-chart window="${MONTH}"><p id="before">132 leads as of yesterday</p></funnel-chart>`,
    prepare,
  });
  const before = page.locator('#before');
  await page.waitForFunction(() => customElements.get('funnel-chart'));
  expect(await before.isVisible()).toBe(true);
  expect(await page.locator('funnel-chart .skeleton').count()).toBe(0);
  release();
  await chartDrawn(page);
  expect(await before.isVisible()).toBe(false);
  await page.close();
});
