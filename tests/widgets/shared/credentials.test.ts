import { expect, test } from 'vitest';
import { renewToken, tokenOf } from '../../../widgets/shared/credentials.ts';

/** Gives k1, k2, …; `asked` counts. */
function provider() {
  const state = { asked: 0, give: () => `k${++state.asked}` };
  return state;
}

test('a key is its own token and cannot be renewed', async () => {
  expect(await tokenOf('k')).toBe('k');
  expect(await renewToken('k', 'k')).toBe(false);
});

test('a provider is asked once, by however many', async () => {
  const state = provider();
  const { give } = state;
  expect(await Promise.all([tokenOf(give), tokenOf(give), tokenOf(give)])).toEqual(['k1', 'k1', 'k1']);
  expect(await tokenOf(give)).toBe('k1');
  expect(state.asked).toBe(1);
});

test('a refused token is asked for anew, once for all who were refused', async () => {
  const { give } = provider();
  await tokenOf(give);
  expect(await Promise.all([renewToken(give, 'k1'), renewToken(give, 'k1')])).toEqual([true, true]);
  expect(await tokenOf(give)).toBe('k2');
});

test('a provider that insists on the refused token cannot help', async () => {
  const give = () => 'same';
  await tokenOf(give);
  expect(await renewToken(give, 'same')).toBe(false);
});

test.each([
  ['throws', () => Promise.reject(new Error('no session'))],
  ['gives nothing', () => ''],
  ['gives something else', () => 7 as unknown as string],
])('a provider that %s is a failure TOKEN_PROVIDER, and is asked again the next time', async (_, give) => {
  await expect(tokenOf(give)).rejects.toMatchObject({ code: 'TOKEN_PROVIDER' });
  await expect(tokenOf(give)).rejects.toMatchObject({ code: 'TOKEN_PROVIDER' });
});
