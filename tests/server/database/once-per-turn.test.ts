import { expect, test, vi } from 'vitest';
import { oncePerTurn } from '../../../server/database/once-per-turn.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('who asks for the same within one turn shares one asking, which begins after all of them came', async () => {
  let value = 0;
  const ask = vi.fn(async (key: string) => `${key}${value}`);
  const shared = oncePerTurn(ask);
  const first = shared('a');
  const [second, other] = [Promise.resolve().then(() => shared('a')), shared('b')];
  value = 1;
  expect(await Promise.all([first, second, other])).toEqual(['a1', 'a1', 'b1']);
  expect(ask).toHaveBeenCalledTimes(2);
});

test('who comes while it is being asked is not given an answer that may be older than the question', async () => {
  let answer: (value: string) => void = () => {};
  const ask = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
  const shared = oncePerTurn(ask);
  const first = shared('a');
  await turn();
  await turn();
  const answerFirst = answer;
  const second = shared('a');
  await turn();
  answerFirst('old');
  answer('new');
  expect(await Promise.all([first, second])).toEqual(['old', 'new']);
});

test('a failure is told to all who asked, and forgotten', async () => {
  const ask = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce('back');
  const shared = oncePerTurn<string>(ask);
  const together = [shared('a'), shared('a')];
  for (const each of await Promise.allSettled(together)) expect(each).toMatchObject({ status: 'rejected' });
  expect(await shared('a')).toBe('back');
});
