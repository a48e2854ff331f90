import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type TestServer } from '../../support/server.ts';
import { MONTH, NOW, postSmallCompany } from '../../widgets/support/small-company.ts';
import { mint } from '../embed/embed-client.ts';

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startServer({ now: () => NOW });
  await postSmallCompany(server);
  const widgets = ['funnel-chart', 'funnel-scorecard', 'channel-roi-table', 'kpi-trend'];
  ({ token } = await mint({ url: server.url, key: server.readKey }, { widgets }));
});
afterAll(() => server?.close());

function get(widget: string, parameters: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/embed/${widget}?${new URLSearchParams(parameters)}`, { headers });
}

const withKey = () => ({ authorization: `Bearer ${server.readKey}` });

describe.each(['funnel-chart', 'funnel-scorecard', 'channel-roi-table', 'kpi-trend'])('%s', (widget) => {
  test.each(['en', 'zh-CN'])('stands as a page without a script in %s: picture and table', async (lang) => {
    const response = await get(widget, { token, window: MONTH, lang });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain(`<html lang="${lang}">`);
    expect(page).toContain('<svg ');
    expect(page).toContain('</table>');
    expect(page).not.toMatch(/<script|undefined|NaN|\[object/);
  });

  test('is a picture, and rows', async () => {
    const picture = await get(widget, { token, window: MONTH, format: 'svg', theme: 'dark' });
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(await picture.text()).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    const rows = await get(widget, { token, window: MONTH, format: 'csv' });
    expect(rows.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect((await rows.text()).split('\r\n').length).toBeGreaterThan(3);
  });
});

test('a trend of a KPI that there is not says so', async () => {
  const response = await get('kpi-trend', { token, window: MONTH, kpi: 'no_such' });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('no_such');
});

test('a key opens it from the header, but not from the address', async () => {
  expect((await get('funnel-chart', { window: MONTH }, withKey())).status).toBe(200);
  expect((await get('funnel-chart', { window: MONTH, token: server.readKey })).status).toBe(401);
  expect((await get('funnel-chart', { window: MONTH })).status).toBe(401);
});

test('a locked token shows its part and nothing else', async () => {
  const address = { url: server.url, key: server.readKey };
  const locked = await mint(address, { widgets: ['channel-roi-table'], filter: { channels: ['ads'] } });
  const rows = await (await get('channel-roi-table', { token: locked.token, window: MONTH, format: 'csv' })).text();
  const all = await (await get('channel-roi-table', { token, window: MONTH, format: 'csv' })).text();
  expect(all).toMatch(/老客户转介绍/);
  expect(rows).not.toMatch(/老客户转介绍/);
  expect((await get('funnel-chart', { token: locked.token, window: MONTH })).status).toBe(403);
});

test.each([
  [{ window: 'tomorrow' }, 400, 'INVALID_PARAMETER'],
  [{ filter: '{' }, 400, 'INVALID_PARAMETER'],
  [{ width: '10' }, 400, 'INVALID_PARAMETER'],
  [{ format: 'exe' }, 400, 'INVALID_PARAMETER'],
  [{ colour: 'red' }, 400, 'INVALID_PARAMETER'],
  [{ funnel: 'nope' }, 404, 'UNKNOWN_FUNNEL'],
])('%j is refused with %i %s', async (parameters, status, code) => {
  const response = await get('funnel-chart', { window: MONTH, ...parameters }, withKey());
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
});

test('there is no element of that name, nor a path below one', async () => {
  expect((await get('nothing', {}, withKey())).status).toBe(404);
  expect((await get('funnel-chart/x', {}, withKey())).status).toBe(404);
  expect((await get('..%2Ffunnel-chart', {}, withKey())).status).toBe(404);
});
