import type { Drawn, Shape } from '../scene.ts';
import { shorten, widthOf } from '../text.ts';

const ROW = 28;
const SIZE = 12.5;
const GAP = 18;
const MOST_ROWS = 60;

/** A table as a picture: the first column at the start, figures at the end of theirs. @param more what is said of rows that found no place */
export function drawTable(
  [head = [], ...body]: readonly (readonly string[])[],
  width: number,
  more: (count: number) => string,
): Drawn {
  const shown = body.slice(0, MOST_ROWS);
  const natural = head.map((_, column) => Math.max(...[head, ...shown].map((row) => widthOf(row[column] ?? '', SIZE))));
  const others = natural.slice(1).reduce((sum, each) => sum + each + GAP, 0);
  const first = Math.max(90, Math.min(natural[0] ?? 0, width - others));
  // What does not fit is squeezed evenly; cells then end in an ellipsis.
  const squeeze = Math.min(1, (width - first) / Math.max(1, others));
  const ends = natural.map(
    (_, column) => first + natural.slice(1, column + 1).reduce((sum, each) => sum + (each + GAP) * squeeze, 0),
  );
  const shapes: Shape[] = [];
  [head, ...shown].forEach((row, index) => {
    const y = index * ROW;
    row.forEach((text, column) => {
      const room = column === 0 ? first : natural[column]! * squeeze;
      const place = {
        y: y + 18,
        size: SIZE,
        text: shorten(text, SIZE, room + 1),
        fill: index === 0 ? ('muted' as const) : ('text' as const),
      };
      shapes.push(
        column === 0
          ? { kind: 'text', x: 0, weight: index === 0 ? 500 : 550, ...place }
          : { kind: 'text', x: ends[column]!, anchor: 'end', ...place },
      );
    });
    shapes.push({ kind: 'path', d: `M0 ${y + ROW}H${Math.round(width)}`, stroke: 'line' });
  });
  let height = (shown.length + 1) * ROW;
  if (body.length > shown.length) {
    height += ROW;
    shapes.push({
      kind: 'text',
      x: 0,
      y: height - 10,
      text: more(body.length - shown.length),
      size: SIZE,
      fill: 'muted',
    });
  }
  return { height, shapes };
}
