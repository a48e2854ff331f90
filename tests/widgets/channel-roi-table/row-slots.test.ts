import { expect, test } from 'vitest';
import { RowSlots } from '../../../widgets/channel-roi-table/row-slots.ts';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const from = (middle: number) => (index: number) => Math.abs(index - middle);
const shown = (slots: RowSlots) => slots.all.map(({ index }) => index);
const keys = (slots: RowSlots) => slots.all.map(({ key }) => key);

test('while it scrolls, places whose rows went out of sight take those that came in, and stay where they stand', () => {
  const slots = new RowSlots();
  slots.settle(range(0, 5));
  const before = keys(slots);
  expect(slots.move(range(2, 7), from(4), 3)).toBe(true);
  expect(keys(slots)).toEqual(before);
  expect(shown(slots).sort()).toEqual(range(2, 7));
  expect(shown(slots).slice(2)).toEqual([2, 3, 4]);
});

test('only so many at once, the middle first; the others follow', () => {
  const slots = new RowSlots();
  slots.settle(range(0, 5));
  expect(slots.move(range(100, 105), from(102), 2)).toBe(false);
  expect(shown(slots)).toEqual(expect.arrayContaining([102]));
  expect(shown(slots).filter((index) => index >= 100)).toHaveLength(2);
  slots.move(range(100, 105), from(102), 2);
  expect(slots.move(range(100, 105), from(102), 2)).toBe(true);
  expect(new Set(shown(slots))).toEqual(new Set(range(100, 105)));
});

test('at rest they stand in the order in which they are seen, and no others', () => {
  const slots = new RowSlots();
  slots.settle(range(0, 6));
  slots.move(range(3, 9), from(6), 9);
  expect(slots.settle(range(4, 8)).map(({ index }) => index)).toEqual(range(4, 8));
  expect(new Set(keys(slots)).size).toBe(4);
});

test('what is focused keeps its place, however far the others go', () => {
  const slots = new RowSlots();
  slots.settle(range(0, 5));
  const place = slots.all.find(({ index }) => index === 3)!.key;
  for (const first of [50, 300, 900]) slots.move([...range(first, first + 5), 3], from(first), 9);
  expect(slots.all.find(({ index }) => index === 3)!.key).toBe(place);
});

test('a table that shrank has no place for what is gone', () => {
  const slots = new RowSlots();
  slots.settle(range(95, 100));
  slots.cut(97);
  expect(shown(slots)).toEqual([95, 96]);
});
