import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { accessOf } from '../../../widgets/shared/access.ts';
import { learnTime } from '../../../widgets/shared/server-clock.ts';

const API = 'https://api.example/graphql';
const START = Date.parse('2026-05-01T09:00:00Z');

beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

/** Gives k1, k2, …; `asked` counts. */
function provider() {
  const state = { asked: 0, give: () => `k${++state.asked}` };
  return state;
}

/** Gives tokens of the server, whose clock differs by so much from the browser's; each lives for ten minutes. */
function server(offsetMs: number) {
  const state = {
    asked: 0,
    isUp: true,
    now: () => Date.now() + offsetMs,
    give: async () => {
      state.asked += 1;
      if (!state.isUp) throw new Error('offline');
      const iat = Math.floor(state.now() / 1_000);
      return `h.${btoa(JSON.stringify({ ws: 'é', iat, exp: iat + 600, jti: state.asked }))}.s`;
    },
    answer: () => learnTime(API, new Response('', { headers: { date: new Date(state.now()).toUTCString() } })),
  };
  return state;
}

test('a key is its own token and cannot be renewed', async () => {
  expect(await accessOf('k').token(API)).toBe('k');
  expect(await accessOf('k').renew('k')).toBe(false);
});

test('a provider is asked once, by however many', async () => {
  const state = provider();
  const ask = () => accessOf(state.give).token(API);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['k1', 'k1', 'k1']);
  expect(await ask()).toBe('k1');
  expect(state.asked).toBe(1);
});

test('a refused token is asked for anew, once for all who were refused', async () => {
  const access = accessOf(provider().give);
  await access.token(API);
  expect(await Promise.all([access.renew('k1'), access.renew('k1')])).toEqual([true, true]);
  expect(await access.renew('k1')).toBe(true);
  expect(await access.token(API)).toBe('k2');
});

test('a provider that insists on the refused token cannot help', async () => {
  const access = accessOf(() => 'same');
  await access.token(API);
  expect(await access.renew('same')).toBe(false);
});

test.each([
  ['throws', () => Promise.reject(new Error('no session'))],
  ['gives nothing', () => ''],
  ['gives something else', () => 7 as unknown as string],
])('a provider that %s is a failure TOKEN_PROVIDER, and is asked again the next time', async (_, give) => {
  const failing = vi.fn(give);
  await expect(accessOf(failing).token(API)).rejects.toMatchObject({ code: 'TOKEN_PROVIDER' });
  await expect(accessOf(failing).token(API)).rejects.toMatchObject({ code: 'TOKEN_PROVIDER' });
  expect(failing).toHaveBeenCalledTimes(2);
});

const HOUR = 3_600_000;
test.each([0, 2 * HOUR, -2 * HOUR])(
  'a token is renewed half a minute before its end by a server %i ms off',
  async (offset) => {
    const api = server(offset);
    const access = accessOf(api.give);
    const first = await access.token(API);
    api.answer();
    vi.setSystemTime(START + 569_000);
    expect(await access.token(API)).toBe(first);
    vi.setSystemTime(START + 571_000);
    expect(await access.token(API)).not.toBe(first);
    expect(api.asked).toBe(2);
  },
);

test('before the server has answered, a token counts from when it came', async () => {
  const api = server(2 * HOUR);
  const endpoint = 'https://silent.example/graphql';
  const access = accessOf(api.give);
  const first = await access.token(endpoint);
  vi.setSystemTime(START + 560_000);
  expect(await access.token(endpoint)).toBe(first);
  vi.setSystemTime(START + 580_000);
  expect(await access.token(endpoint)).not.toBe(first);
});

test('a token that still holds is used while its provider cannot be reached; one that has ended is not', async () => {
  const api = server(0);
  const access = accessOf(api.give);
  const first = await access.token(API);
  api.answer();
  api.isUp = false;
  vi.setSystemTime(START + 580_000);
  expect(await access.token(API)).toBe(first);
  vi.setSystemTime(START + 601_000);
  await expect(access.token(API)).rejects.toMatchObject({ code: 'TOKEN_PROVIDER' });
});

test('it is renewed in time while someone keeps it, and no longer after', async () => {
  const api = server(0);
  const access = accessOf(api.give);
  await access.token(API);
  api.answer();
  const letGo = access.keep(API);
  await vi.advanceTimersByTimeAsync(575_000);
  expect(api.asked).toBe(2);
  await vi.advanceTimersByTimeAsync(570_000);
  expect(api.asked).toBe(3);
  letGo();
  await vi.advanceTimersByTimeAsync(HOUR);
  expect(api.asked).toBe(3);
});
