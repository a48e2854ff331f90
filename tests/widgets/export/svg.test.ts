import { expect, test } from 'vitest';
import { palettes } from '../../../widgets/export/palettes.ts';
import { shifted, stretched } from '../../../widgets/export/path.ts';
import { sheet } from '../../../widgets/export/sheet.ts';
import { escapeXml, toSvg } from '../../../widgets/export/svg.ts';
import { shorten, widthOf, wrap } from '../../../widgets/export/text.ts';

test('a path moves and stretches, horizontal and vertical commands by their own axis', () => {
  expect(shifted('M0 0H50V100C1 2 -3 4 5.5 6Z', 10, 20)).toBe('M10 20H60V120C11 22 7 24 15.5 26Z');
  expect(stretched('M10 10L20 5H3V4Z', 2, 0.5)).toBe('M20 5L40 2.5H6V2Z');
});

test('text is cut to its room, and broken at spaces or between Chinese characters', () => {
  expect(shorten('Leads', 12, 200)).toBe('Leads');
  const cut = shorten('A very long channel name', 12, 60);
  expect(cut).toMatch(/…$/);
  expect(widthOf(cut, 12)).toBeLessThanOrEqual(60);
  expect(wrap('one two three four', 12, 70)).toEqual(['one two', 'three four']);
  expect(wrap('线索获取线索培育', 10, 45)).toEqual(['线索获取', '线索培育']);
});

const caption = { title: 'A & <b>', subtitle: '"x"', asOf: 'as of now\u0007', notes: ['a note'] };
const picture = sheet(caption, 400, () => ({
  height: 10,
  shapes: [{ kind: 'rect', x: 0, y: 0, width: 5, height: 5, fill: 'won' }],
}));

test('whatever a name contains, the picture is well-formed and says it as text', () => {
  const svg = toSvg(picture, palettes.light);
  expect(svg).toContain('A &#38; &#60;b&#62;');
  expect(svg).not.toMatch(/<b>/);
  expect(svg).not.toContain('\u0007');
  expect(escapeXml('a\u0000\u001fb\ttab')).toBe('ab\ttab');
});

test('a drawing stands below the title, inside the margin', () => {
  expect(picture.shapes).toContainEqual({ kind: 'rect', x: 24, y: 80, width: 5, height: 5, fill: 'won' });
  expect(picture.height).toBeGreaterThan(80 + 10 + 20 + 36);
});
