import { shifted } from './path.ts';
import type { Drawn, Scene, Shape } from './scene.ts';
import { shorten, wrap } from './text.ts';

/** What is said around every picture and under every table. */
export interface Caption {
  title: string;
  /** The days and how they are counted. */
  subtitle: string;
  /** As of when, in words. */
  asOf: string;
  /** What the figures mean. */
  notes: string[];
}

const PADDING = 24;

/** A picture with its title, what the figures mean and as of when they are. @param width px */
export function sheet({ title, subtitle, asOf, notes }: Caption, width: number, draw: (width: number) => Drawn): Scene {
  const inner = width - 2 * PADDING;
  const shapes: Shape[] = [
    { kind: 'text', x: PADDING, y: PADDING + 14, text: shorten(title, 18, inner), size: 18, weight: 650, fill: 'text' },
    { kind: 'text', x: PADDING, y: PADDING + 36, text: shorten(subtitle, 13, inner), size: 13, fill: 'muted' },
  ];
  const drawn = draw(inner);
  shapes.push(...moved(drawn.shapes, PADDING, PADDING + 56));
  let y = PADDING + 56 + drawn.height + 20;
  shapes.push({ kind: 'path', d: `M${PADDING} ${y}H${width - PADDING}`, stroke: 'line' });
  for (const line of [...notes.flatMap((note) => wrap(note, 12, inner)), asOf]) {
    y += 18;
    shapes.push({ kind: 'text', x: PADDING, y, text: line, size: 12, fill: 'muted' });
  }
  return { width, height: Math.ceil(y + PADDING), title: `${title}, ${subtitle}`, shapes };
}

/** The same, drawn elsewhere. */
function moved(shapes: readonly Shape[], dx: number, dy: number): Shape[] {
  return shapes.map((shape) =>
    shape.kind === 'path' ? { ...shape, d: shifted(shape.d, dx, dy) } : { ...shape, x: shape.x + dx, y: shape.y + dy },
  );
}
