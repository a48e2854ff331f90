import { expect, test } from 'vitest';
import { createShare } from '../../../server/scoring/scoring-share.ts';

const at = (scoredThrough: string | null) => [{ workspaceId: 'w', version: 2, scoredThrough }];
const patience = 60;

test('of two nodes that work on one model, one leaves it, and never both', () => {
  const [one, other] = [createShare(patience), createShare(patience)];
  expect(one.ours(at(null), 0)).toHaveLength(1);
  expect(other.ours(at(null), 0)).toHaveLength(1);
  one.did(at(null)[0]!, 'a');
  other.did(at('a')[0]!, 'b');
  expect(one.ours(at('b'), 1)).toEqual([]);
  expect(other.ours(at('b'), 1)).toHaveLength(1);
  other.did(at('b')[0]!, 'c');
  expect(one.ours(at('c'), patience)).toEqual([]);
});

test('who stands aside takes up a model that nobody moves any more', () => {
  const share = createShare(patience);
  share.ours(at(null), 0);
  share.did(at(null)[0]!, 'a');
  expect(share.ours(at('b'), 1)).toEqual([]);
  expect(share.ours(at('c'), 50)).toEqual([]);
  expect(share.ours(at('c'), 50 + patience - 1)).toEqual([]);
  expect(share.ours(at('c'), 50 + patience)).toHaveLength(1);
  share.did(at('c')[0]!, 'd');
  expect(share.ours(at('d'), 51 + patience)).toHaveLength(1);
});

test('a newer version of the same workspace is another model', () => {
  const share = createShare(patience);
  share.ours(at(null), 0);
  share.did(at(null)[0]!, 'a');
  share.ours(at('b'), 1);
  expect(share.ours([{ workspaceId: 'w', version: 3, scoredThrough: null }], 2)).toHaveLength(1);
});
