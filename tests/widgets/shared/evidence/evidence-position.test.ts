import { expect, test } from 'vitest';
import { besideAnchor } from '../../../../widgets/shared/evidence/evidence-position.ts';

const viewport = { width: 1000, height: 800 };
const size = { width: 340, height: 300 };
const anchor = { left: 100, top: 50, width: 60, height: 24 };

test('a popover stands 6 px below its anchor, at the anchor’s start', () => {
  expect(besideAnchor(anchor, size, viewport, false)).toEqual({ left: 100, top: 80 });
});

test('from right to left the anchor’s start is its right edge', () => {
  expect(besideAnchor({ ...anchor, left: 600 }, size, viewport, true)).toEqual({ left: 600 + 60 - 340, top: 80 });
});

test('above where below has no room', () => {
  expect(besideAnchor({ ...anchor, top: 700 }, size, viewport, false)).toEqual({ left: 100, top: 700 - 6 - 300 });
});

test('never out of the viewport, with a margin of 8 px', () => {
  expect(besideAnchor({ ...anchor, left: 900 }, size, viewport, false).left).toBe(1000 - 340 - 8);
  expect(besideAnchor({ ...anchor, left: 10 }, size, viewport, true).left).toBe(8);
  // Neither below nor above: as low as it can.
  expect(besideAnchor({ ...anchor, top: 200 }, size, { width: 1000, height: 400 }, false).top).toBe(400 - 300 - 8);
});
