import { round } from './scene.ts';

/** SVG paths of M, L, C, H, V and Z with absolute coordinates, which is all that the layouts make. */

/** The path elsewhere. */
export function shifted(d: string, dx: number, dy: number): string {
  return mapped(
    d,
    (x) => x + dx,
    (y) => y + dy,
  );
}

/** Larger or smaller, from the origin. */
export function stretched(d: string, x: number, y: number): string {
  return mapped(
    d,
    (value) => value * x,
    (value) => value * y,
  );
}

function mapped(d: string, toX: (x: number) => number, toY: (y: number) => number): string {
  return d.replace(/([MLCHVZ])([^MLCHVZ]*)/g, (_, command: string, numbers: string) => {
    const values = numbers.match(/-?[\d.]+(e-?\d+)?/g) ?? [];
    const isX = (index: number): boolean => command === 'H' || (command !== 'V' && index % 2 === 0);
    return command + values.map((value, index) => round((isX(index) ? toX : toY)(Number(value)))).join(' ');
  });
}
