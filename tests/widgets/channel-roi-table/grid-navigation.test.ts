import { expect, test } from 'vitest';
import { nextCell } from '../../../widgets/channel-roi-table/grid-navigation.ts';

const size = { rows: 100, columns: 11, page: 8 };
const at = { row: 50, column: 5 };

test.each([
  ['ArrowUp', false, 49, 5],
  ['ArrowDown', false, 51, 5],
  ['ArrowLeft', false, 50, 4],
  ['ArrowRight', false, 50, 6],
  ['Home', false, 50, 0],
  ['End', false, 50, 10],
  ['PageUp', false, 42, 5],
  ['PageDown', false, 58, 5],
  ['Home', true, 0, 0],
  ['End', true, 99, 10],
])('%s, Ctrl %s', (key, isWhole, row, column) => {
  expect(nextCell(key, isWhole, at, size, false)).toEqual({ row, column });
});

test('from right to left the arrows go where they point', () => {
  expect(nextCell('ArrowLeft', false, at, size, true)).toEqual({ row: 50, column: 6 });
  expect(nextCell('ArrowRight', false, at, size, true)).toEqual({ row: 50, column: 4 });
  expect(nextCell('Home', false, at, size, true)).toEqual({ row: 50, column: 0 });
});

test.each([
  ['ArrowUp', { row: 0, column: 0 }],
  ['ArrowLeft', { row: 0, column: 0 }],
  ['PageUp', { row: 3, column: 0 }, { row: 0, column: 0 }],
  ['PageDown', { row: 95, column: 10 }, { row: 99, column: 10 }],
  ['ArrowRight', { row: 99, column: 10 }],
])('%s stops at the edge', (key, from, to = from) => {
  expect(nextCell(key, false, from, size, false)).toEqual(to);
});

test.each([
  ['a', false],
  ['Tab', false],
  ['Enter', false],
  ['ArrowDown', true],
])('%s, Ctrl %s, is left to the browser', (key, isWhole) => {
  expect(nextCell(key, isWhole, at, size, false)).toBeUndefined();
});
