import { evidence, type Span, withEvidence } from './evidence.ts';
import type { Formula } from './formula.ts';
import type { MeasureName } from './measures.ts';
import { sliceOf } from './parts.ts';
import { merge, nothing, type Tally } from './tally.ts';
import type { SliceInfo, TallyGroups } from './tally-groups.ts';
import type { Evidence, KpiSlices, Slice } from './types.ts';

/** Shown for facts that do not bear the dimension, and for the slices taken together. Clients know both by `key` and `isRest`. */
const NONE = '(none)';
const REST = '(others)';

/** Slices by numerator (else sample size) descending, then key, without a key last; at most `first`, the others as one. */
export function breakdownOf(formula: Formula, groups: TallyGroups, first: number, span: Span): Slice[] {
  const infos = groups.slices();
  const slices: Slice[] = [];
  for (const { id, key, name } of infos) {
    const slice = sliceOf(key, name ?? key ?? NONE, false);
    withEvidence(slice, formula, (measure) => groups.tally(measure, id), span);
    if (!isNothing(slice)) slices.push(slice);
  }
  slices.sort((a, b) => compareSizes(sizeOf(formula, b), sizeOf(formula, a)) || compareKeys(a.key, b.key));
  if (slices.length <= first) return slices;
  const byKey = new Map(infos.map((info) => [info.key, info]));
  // In their order: means of many are not added up in any other with the very same last digit.
  const others = slices.splice(first).map(({ key }) => byKey.get(key)!);
  slices.push(
    withEvidence(sliceOf(null, REST, true), formula, (measure) => tallyOfRest(groups, measure, others), span),
  );
  return slices;
}

/** Every slice by its key. */
export function slicesOf(formula: Formula, groups: TallyGroups, span: Span): KpiSlices {
  const ids = new Map(groups.slices().map(({ key, id }) => [key, id]));
  const of = (key: string | null) => {
    // No slice has this id: its tallies are those of nothing, but for what is not cut by the dimension.
    const id = ids.has(key) ? ids.get(key)! : 'nothing';
    return evidence(formula, (measure) => groups.tally(measure, id), span);
  };
  return { of, keys: [...ids.keys()] };
}

/** Nothing was counted here, on neither side: the last stage of a step, for one. A count of 0 says something, and stays. */
function isNothing({ value, sampleSize, numerator, leftOut }: Evidence): boolean {
  return value === null && sampleSize === 0 && !numerator && leftOut.length === 0;
}

function tallyOfRest(groups: TallyGroups, measure: MeasureName, others: readonly SliceInfo[]): Tally {
  const gathered = groups.rest(measure);
  if (gathered) return gathered;
  // A measure that is not cut by the dimension (the whole of a share) answers the same for every slice.
  const tallies = others.map(({ id }) => groups.tally(measure, id));
  return groups.isSliced(measure) ? tallies.reduce(merge, nothing) : tallies[0]!;
}

const withNumerator = new Set<Formula['kind']>(['ratio', 'moneyPer', 'moneyMean', 'returnOn', 'frequency', 'netScore']);

/** An unknown numerator (spend that nobody reported) comes after every known one. */
function sizeOf(formula: Formula, { numerator, sampleSize }: { numerator: number | null; sampleSize: number }): number {
  return withNumerator.has(formula.kind) ? (numerator ?? Number.NEGATIVE_INFINITY) : sampleSize;
}

/** Minus infinity less itself is not 0. */
function compareSizes(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

export function compareKeys(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
