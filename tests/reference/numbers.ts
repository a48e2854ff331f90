/** Type 7: linear interpolation between the two nearest values. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (upper - lower) * (place - below);
}

/** Of `parts`: as in `deviationOf`. */
export function meanOf(values: number[], parts?: number): number {
  if (parts) return meanOf(values.map((value) => Math.round(value * parts))) / parts;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** With n − 1. Of `parts`: values that are whole numbers of such parts, whose small differences floats of the values would not hold. */
export function deviationOf(values: number[], parts?: number): number | null {
  if (values.length < 2) return null;
  if (parts)
    return deviationOf(values.map((value) => Math.round(value * parts) - Math.round(values[0]! * parts)))! / parts;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

export interface Interval {
  low: number;
  high: number;
}

/** Where the score test would not refuse a share: the two roots of (p − share)² = z² · share · (1 − share) / n. */
export function wilson(hits: number, of: number): Interval | null {
  if (of === 0) return null;
  const z = 1.959963984540054;
  const p = hits / of;
  const a = 1 + z ** 2 / of;
  const b = -(2 * p + z ** 2 / of);
  const root = Math.sqrt(Math.max(0, b ** 2 - 4 * a * p ** 2));
  return { low: (-b - root) / (2 * a), high: (-b + root) / (2 * a) };
}

export function meanInterval(values: number[], parts?: number): Interval | null {
  const deviation = deviationOf(values, parts);
  if (deviation === null) return null;
  const reach = (student(values.length - 1) * deviation) / Math.sqrt(values.length);
  const mean = meanOf(values, parts);
  return { low: mean - reach, high: mean + reach };
}

const students = new Map<number, number>();

/** The 97.5 % point of Student's t, by halving. */
export function student(freedom: number): number {
  const found = students.get(freedom);
  if (found !== undefined) return found;
  let low = 0;
  let high = Math.PI / 2;
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  const point = Math.tan(low) * Math.sqrt(freedom);
  students.set(freedom, point);
  return point;
}

/** How much of Student's t lies within ± tan(angle) · √freedom: the finite sums for whole degrees of freedom (Abramowitz, Stegun 26.7.3, 26.7.4). */
function shareWithin(angle: number, freedom: number): number {
  const cos2 = Math.cos(angle) ** 2;
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= freedom - 2; power += 2) {
    sum += term;
    term *= (cos2 * (power + 1)) / (power + 2);
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** A quotient of whole numbers, rounded to a whole one, halves to even. */
export function halfEven(dividend: number, divisor: number): number {
  const below = Math.floor(dividend / divisor);
  const twice = 2 * (dividend - below * divisor);
  if (twice === divisor) return below % 2 === 0 ? below : below + 1;
  return twice > divisor ? below + 1 : below;
}
