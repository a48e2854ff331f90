import { describe, expect, test } from 'vitest';
import { CellChanges } from '../../../server/cells/cell-changes.ts';
import type { Share } from '../../../server/cells/share.ts';

function differences(before: readonly Share[], after: readonly Share[]) {
  const changes = new CellChanges();
  changes.move(before, after);
  return changes.take();
}

const share = (change: Partial<Share> = {}): Share => ({
  funnel_id: 'f',
  source: 'orders',
  cut: 'CHANNEL',
  day: 20_513,
  position: 0,
  entity_id: 'c',
  counts: [2, 1],
  sums: ['10.50'],
  latest: new Date(0),
  ...change,
});

describe('what a change adds to cells', () => {
  test('is nothing where nothing changed', () => {
    expect(differences([share()], [share({ sums: ['10.5'] })])).toEqual([]);
  });

  test('is what is new less what was, in one cell', () => {
    const [only, ...more] = differences([share()], [share({ counts: [3, 1], sums: ['8.25'] })]);
    expect(only).toMatchObject({ counts: [1, 0], sums: ['-2.25'] });
    expect(more).toEqual([]);
  });

  test('leaves the one cell and enters the other when a row moves', () => {
    const moved = differences([share()], [share({ day: 20_514 })]);
    expect(moved.map(({ day, counts, sums }) => [day, counts, sums])).toEqual([
      [20_514, [2, 1], ['10.50']],
      [20_513, [-2, -1], ['-10.5']],
    ]);
  });

  test('adds up what was read in several parts', () => {
    const parts = [share({ counts: [1, 1], sums: ['10.50'] }), share({ counts: [1, 0], sums: ['0'] })];
    expect(differences(parts, [share()])).toEqual([]);
  });

  test('is exact beyond what floating point holds', () => {
    const [only] = differences([share({ sums: ['1000000000000000.01'] })], [share({ sums: ['1000000000000000.02'] })]);
    expect(only!.sums).toEqual(['0.01']);
  });
});
