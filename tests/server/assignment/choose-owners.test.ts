import { describe, expect, test } from 'vitest';
import { byFreeCapacity, type Candidate, inTurn } from '../../../server/assignment/choose-owners.ts';

const owner = (key: string, free: number | null = null): Candidate => ({ id: `id of ${key}`, key, free });
const keys = (choices: { owner: Candidate }[]) => choices.map((choice) => choice.owner.key).join(' ');

describe('inTurn', () => {
  const three = [owner('c'), owner('a'), owner('b')];
  test.each([
    ['nobody was before', null, 4, 'a b c a'],
    ['a was last', 'a', 2, 'b c'],
    ['the last one was last', 'c', 2, 'a b'],
    ['one who is gone was last', 'bb', 2, 'c a'],
    ['one behind all was last', 'z', 1, 'a'],
  ])('%s', (_, last, count, expected) => expect(keys(inTurn(three, last, count))).toBe(expected));

  test('gives nothing to nobody', () => expect(inTurn([], null, 3)).toEqual([]));
});

describe('byFreeCapacity', () => {
  test('each to the one with the most left, among equals by key', () => {
    const choices = byFreeCapacity([owner('b', 2), owner('c', 3), owner('a', 2)], 6);
    expect(keys(choices)).toBe('c a b c a b');
    expect(choices.map(({ free }) => free)).toEqual([3, 2, 2, 2, 1, 1]);
  });

  test('goes on when nobody has anything left', () => {
    expect(keys(byFreeCapacity([owner('a', 0), owner('b', -2)], 4))).toBe('a a a b');
  });

  test('leaves out whose capacity is unknown', () => {
    expect(keys(byFreeCapacity([owner('a'), owner('b', -9)], 2))).toBe('b b');
    expect(byFreeCapacity([owner('a')], 2)).toEqual([]);
  });

  test('is what looking through all of them each time gives', () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const owners = Array.from({ length: 50 }, (_, index) => owner(`o${index}`, Math.floor(random() * 20) / 2));
    const left = new Map(owners.map(({ key, free }) => [key, free!]));
    const expected = Array.from({ length: 300 }, () => {
      const most = Math.max(...left.values());
      const key = [...left]
        .filter(([, free]) => free === most)
        .map(([each]) => each)
        .sort()[0]!;
      left.set(key, most - 1);
      return key;
    });
    expect(keys(byFreeCapacity(owners, 300)).split(' ')).toEqual(expected);
  });
});
