import { describe, expect, test, vi } from 'vitest';
import { createSharedAnswers, type Found, notShared } from '../../../server/database/shared-answers.ts';

const found = <Value>(value: Value, version = 1, size = 1): Found<Value> => ({ value, version, size });

/** A reading that ends when it is told to. */
function reading() {
  let end: (found: Found<string>) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const promise = new Promise<Found<string>>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  return { read: vi.fn(() => promise), end, fail };
}

describe('an answer', () => {
  test('is asked for once, by however many, while it is under way and afterwards', async () => {
    const answers = createSharedAnswers().at('w', 1);
    const { read, end } = reading();
    const together = Array.from({ length: 50 }, () => answers.find('q', read));
    end(found('a'));
    expect(new Set(await Promise.all(together))).toEqual(new Set(['a']));
    expect(await answers.find('q', read)).toBe('a');
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('is for one workspace, one version and one question', async () => {
    const shared = createSharedAnswers();
    const read = vi.fn(async () => found('a'));
    await shared.at('w', 1).find('q', read);
    await shared.at('other', 1).find('q', read);
    await shared.at('w', 2).find('q', async () => found('b', 2));
    await shared.at('w', 1).find('another', read);
    expect(read).toHaveBeenCalledTimes(3);
    expect(await shared.at('w', 2).find('q', read)).toBe('b');
    expect(await shared.at('w', 1).find('q', read)).toBe('a');
  });

  test('that is under way is not given to who knows of a later change', async () => {
    const shared = createSharedAnswers();
    const { read, end } = reading();
    const before = shared.at('w', 1).find('q', read);
    const after = shared.at('w', 2).find('q', async () => found('new', 2));
    end(found('old'));
    expect([await before, await after]).toEqual(['old', 'new']);
  });

  test('from a newer snapshot is given to those who wait for it, and not kept', async () => {
    const shared = createSharedAnswers();
    const { read, end } = reading();
    const together = [shared.at('w', 1).find('q', read), shared.at('w', 1).find('q', read)];
    end(found('newer', 2));
    expect(await Promise.all(together)).toEqual(['newer', 'newer']);
    expect(shared.size()).toBe(0);
    expect(await shared.at('w', 1).find('q', async () => found('again', 2))).toBe('again');
  });
});

describe('a failure', () => {
  test('is told to who began it; for all who joined, the question is asked once more', async () => {
    const answers = createSharedAnswers().at('w', 1);
    const { read, fail } = reading();
    const again = vi.fn(async () => found('a'));
    const first = answers.find('q', read);
    const joined = [1, 2, 3].map(() => answers.find('q', again));
    fail(new Error('timed out'));
    await expect(first).rejects.toThrow('timed out');
    expect(await Promise.all(joined)).toEqual(['a', 'a', 'a']);
    expect(again).toHaveBeenCalledTimes(1);
  });

  test('of that second asking is final, so that a database in trouble is not asked by each', async () => {
    const answers = createSharedAnswers().at('w', 1);
    const { read, fail } = reading();
    const again = vi.fn(async (): Promise<Found<string>> => {
      throw new Error('timed out again');
    });
    const all = [answers.find('q', read), ...[1, 2, 3].map(() => answers.find('q', again))];
    fail(new Error('timed out'));
    const messages = (await Promise.allSettled(all)).map((each) => each.status === 'rejected' && each.reason.message);
    expect(messages).toEqual(['timed out', 'timed out again', 'timed out again', 'timed out again']);
    expect(again).toHaveBeenCalledTimes(1);
  });

  test('is not kept', async () => {
    const answers = createSharedAnswers().at('w', 1);
    await expect(answers.find('q', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await answers.find('q', async () => found('back'))).toBe('back');
  });
});

describe('memory', () => {
  test('is bounded: what was used longest ago makes room', async () => {
    const shared = createSharedAnswers(10);
    const answers = shared.at('w', 1);
    for (const question of ['a', 'b', 'c', 'd', 'e']) await answers.find(question, async () => found(question, 1, 2));
    await answers.find('a', async () => found('never asked'));
    await answers.find('f', async () => found('f', 1, 2));
    expect(shared.size()).toBe(10);
    const asked: string[] = [];
    for (const question of ['a', 'c', 'd', 'e', 'f', 'b'])
      await answers.find(question, async () => {
        asked.push(question);
        return found(question, 1, 2);
      });
    expect(asked).toEqual(['b']);
  });

  test('is found for a new one where all others are used all the time', async () => {
    const shared = createSharedAnswers(4);
    const answers = shared.at('w', 1);
    const asked: string[] = [];
    const ask = (question: string) =>
      answers.find(question, async () => {
        asked.push(question);
        return found(question, 1, 1);
      });
    for (const question of ['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd', 'e', 'e', 'b', 'c', 'd', 'a']) await ask(question);
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'e', 'a']);
    expect(shared.size()).toBe(4);
  });

  test('is not given to one answer that would push out most others', async () => {
    const shared = createSharedAnswers(10);
    await shared.at('w', 1).find('small', async () => found('small', 1, 1));
    await shared.at('w', 1).find('large', async () => found('large', 1, 3));
    expect(shared.size()).toBe(1);
  });
});

test('who does not share asks each time', async () => {
  const read = vi.fn(async () => found('a'));
  expect([await notShared.find('q', read), await notShared.find('q', read)]).toEqual(['a', 'a']);
  expect(read).toHaveBeenCalledTimes(2);
});
