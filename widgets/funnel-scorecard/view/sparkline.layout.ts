/** One point of a series, by time. `isProvisional`: it may still move. */
export interface SparkPoint {
  value: number | null;
  isProvisional: boolean;
}

export interface Sparkline {
  /** SVG paths in a box of `WIDTH` × `HEIGHT`. What stands, and the pieces from and to what may still move. */
  line: string;
  provisionalLine: string;
  /** Under the line, down to zero. */
  area: string;
  /** The last value; undefined where the series ends without one. */
  end: { x: number; y: number } | undefined;
}

export const WIDTH = 100;
export const HEIGHT = 32;

/**
 * A small line from zero (or below, where values are): its height is linear in the value, so that a small change looks small.
 * Missing values interrupt it.
 */
export function layoutSparkline(points: readonly SparkPoint[]): Sparkline {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const x = (index: number): number => round(points.length === 1 ? WIDTH : (index / (points.length - 1)) * WIDTH);
  const y = (value: number): number => round(high === low ? HEIGHT : HEIGHT - ((value - low) / (high - low)) * HEIGHT);
  let line = '';
  let provisionalLine = '';
  let area = '';
  points.forEach(({ value, isProvisional }, index) => {
    const before = points[index - 1];
    if (value === null || before?.value == null) return;
    const piece = `M${x(index - 1)} ${y(before.value)}L${x(index)} ${y(value)}`;
    if (isProvisional || before.isProvisional) provisionalLine += piece;
    else line += line.endsWith(`L${x(index - 1)} ${y(before.value)}`) ? `L${x(index)} ${y(value)}` : piece;
    area += `M${x(index - 1)} ${y(0)}V${y(before.value)}L${x(index)} ${y(value)}V${y(0)}Z`;
  });
  const last = points.at(-1)?.value ?? null;
  return { line, provisionalLine, area, end: last === null ? undefined : { x: x(points.length - 1), y: y(last) } };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
