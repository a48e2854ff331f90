import { exactMoments } from './exact-moments.ts';
import type { Measure } from './measures.ts';
import { money, moneyText } from './money.ts';

/** What one measure found in one group of facts, as the database adds it up. */
export interface Tally {
  /** Facts (or observations, or members with a known amount) counted. */
  readonly n: number;
  /** Exact sum as text; only for sums. null over nothing. */
  readonly sum: string | null;
  /** Of means and durations; null over nothing. */
  readonly mean: number | null;
  /** With n − 1; null below two. */
  readonly deviation: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  /** Observations below 0. */
  readonly negative: number;
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

/**
 * As the statement's JSON has it: a plain number for counts. `squares`: the exact sum of squares of a mean's observations; of durations
 * the sums of a², ab and b² for observations of a × 10⁶ + b milliseconds.
 */
type TallyJson = Partial<Tally> & { squares?: string | null };
interface DurationJson {
  n: number;
  milliseconds: string | null;
  squares: [string, string, string] | [null, null, null];
  quantiles: [median: number, p90: number] | null;
  negative: number;
}

/** The JSON of two groups as one, of measures that add up: exactly, so that it is what the database would have said of them as one. */
export function sumOf(a: unknown, b: unknown): unknown {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a === undefined || a === null) return b;
  if (b === undefined || b === null) return a;
  const [one, other] = [a as TallyJson, b as TallyJson];
  return { n: one.n! + other.n!, sum: plus(one.sum, other.sum), squares: plus(one.squares, other.squares) };
}

function plus(a: string | null | undefined, b: string | null | undefined): string | null {
  return a && b ? moneyText(money(a).plus(b)) : (a ?? b ?? null);
}

export function readTally({ aggregate }: Measure, json: unknown): Tally {
  if (json === undefined || json === null) return nothing;
  if (typeof json === 'number') return counted(json);
  if (aggregate === 'duration') return readDuration(json as DurationJson);
  const { squares, ...found } = json as TallyJson;
  const tally: Tally = { ...nothing, ...found };
  if (!squares || tally.sum === null) return tally;
  const { mean, deviation } = momentsOf(tally.n, tally.sum, squares);
  return { ...tally, sum: aggregate === 'moneyMean' ? tally.sum : null, mean, deviation };
}

const small = Array.from({ length: 4_096 }, (_, n): Tally => ({ ...nothing, n }));

/** Of each count of each group: small ones, which most are, are made once. */
function counted(n: number): Tally {
  return small[n] ?? { ...nothing, n };
}

function readDuration({ n, milliseconds, squares, quantiles, negative }: DurationJson): Tally {
  if (n === 0) return nothing;
  const [aa, ab, bb] = squares.map((part) => BigInt(part!)) as [bigint, bigint, bigint];
  const found = exactMoments(n, BigInt(milliseconds!), aa * 10n ** 12n + 2n * ab * 10n ** 6n + bb, 1_000);
  return { ...nothing, n, ...found, median: quantiles![0], p90: quantiles![1], negative };
}

/** From exact sums, so that neither the order of rows nor how they were added up can show. */
function momentsOf(n: number, sum: string, squares: string): Pick<Tally, 'mean' | 'deviation'> {
  const total = money(sum);
  const mean = total.div(n).toNumber();
  if (n < 2) return { mean, deviation: null };
  const variance = money(squares)
    .times(n)
    .minus(total.times(total))
    .div(n * (n - 1));
  return { mean, deviation: variance.isNegative() ? 0 : variance.sqrt().toNumber() };
}
