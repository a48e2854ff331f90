import { expect, test } from 'vitest';
import { growthPercent } from '../../server/heap.ts';

const MB = 1_048_576;

test.each([
  [25, 360],
  [50, 180],
  [100, 90],
  [200, 65],
  [1_000, 65],
])(
  'with %i MB alive the heap may grow by %i %%: a fixed room where little is alive, a share where much is',
  (alive, percent) => {
    expect(growthPercent(alive * MB)).toBe(percent);
  },
);
