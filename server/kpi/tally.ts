import { money, moneyText } from './money.ts';

/** What one measure found in one group of facts, as the database adds it up. */
export interface Tally {
  /** Facts (or observations, or members with a known amount) counted. */
  n: number;
  /** Exact sum as text; only for sums. null over nothing. */
  sum: string | null;
  /** Of means and durations; null over nothing. */
  mean: number | null;
  /** With n − 1; null below two. */
  deviation: number | null;
  median: number | null;
  p90: number | null;
  /** Observations below 0. */
  negative: number;
}

export const nothing: Tally = { n: 0, sum: null, mean: null, deviation: null, median: null, p90: null, negative: 0 };

/** Two groups as one. Quantiles are not additive: those of the result are unknown (null). */
export function merge(a: Tally, b: Tally): Tally {
  if (a.n === 0) return b;
  if (b.n === 0) return a;
  const n = a.n + b.n;
  return {
    n,
    sum: a.sum === null || b.sum === null ? (a.sum ?? b.sum) : moneyText(money(a.sum).plus(b.sum)),
    ...mergeMoments(a, b, n),
    median: null,
    p90: null,
    negative: a.negative + b.negative,
  };
}

/** Chan, Golub, LeVeque (1979): sums of squares about the mean add up with a correction for the distance of the means. */
function mergeMoments(a: Tally, b: Tally, n: number): Pick<Tally, 'mean' | 'deviation'> {
  if (a.mean === null || b.mean === null) return { mean: null, deviation: null };
  const distance = b.mean - a.mean;
  const squares = squaresOf(a) + squaresOf(b) + (distance * distance * a.n * b.n) / n;
  return { mean: a.mean + (distance * b.n) / n, deviation: Math.sqrt(squares / (n - 1)) };
}

function squaresOf({ n, deviation }: Tally): number {
  return deviation === null ? 0 : deviation * deviation * (n - 1);
}
