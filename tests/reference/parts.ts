import type { Dims } from './company.ts';
import { deviationOf, halfEven, type Interval, meanInterval, meanOf, quantile, wilson } from './numbers.ts';
import type { Dimension, Filter } from './question.ts';

export interface Answer {
  value: number | null;
  /** Whole millionths, of what is exact money; undefined: not money, or money that is no plain sum or quotient. */
  millionths: number | null | undefined;
  numerator: number | null;
  denominator: number | null;
  sampleSize: number;
  interval: Interval | null;
  standardDeviation: number | null;
  median: number | null;
  p90: number | null;
  leftOut: Record<string, number>;
  status: 'OK' | 'NO_DATA' | 'IMMATURE';
}

/** One thing counted, with the dimensions it bears. */
export interface Item {
  dims: Dims;
  subject?: string;
  value?: number | undefined;
}

/** What a KPI is made of before any filter, and how it comes together after it. */
export interface Parts {
  measures: Record<string, Item[]>;
  leftOut: Record<string, Item[]>;
  /** A measure that one dimension neither filters nor cuts. */
  blind: { measure: string; to: Dimension } | undefined;
  answer(kept: Record<string, Item[]>): Partial<Answer>;
}

interface More {
  leftOut?: Parts['leftOut'];
  blind?: Parts['blind'];
}

export function parts<Name extends string>(
  measures: Record<Name, Item[]>,
  answer: (kept: Record<Name, Item[]>) => Partial<Answer>,
  { leftOut = {}, blind }: More = {},
): Parts {
  return { measures, leftOut, blind, answer: (kept) => answer(kept as Record<Name, Item[]>) };
}

export function count(of: Item[], more?: More): Parts {
  return parts({ of }, ({ of }) => ({ value: of.length, sampleSize: of.length }), more);
}

/** A share with its interval; without where the numerator is no part of the denominator. */
export function ratio(of: Item[], over: Item[], more: More & { isShare?: boolean } = {}): Parts {
  return parts({ of, over }, ({ of, over }) => ratioOf(of.length, over.length, more.isShare ?? true), more);
}

export function ratioOf(numerator: number, denominator: number, isShare: boolean): Partial<Answer> {
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    sampleSize: denominator,
    interval: isShare ? wilson(numerator, denominator) : null,
  };
}

export function mean(of: Item[], more?: More): Parts {
  return parts({ of }, ({ of }) => meanAnswer(valuesOf(of)), more);
}

export function meanAnswer(values: number[], parts?: number): Partial<Answer> {
  if (values.length === 0) return {};
  return {
    value: meanOf(values, parts),
    sampleSize: values.length,
    standardDeviation: deviationOf(values, parts),
    interval: meanInterval(values, parts),
  };
}

/** Instants are whole milliseconds: so many in a second. */
export const MILLISECONDS = 1000;

/** Seconds. */
export function duration(of: Item[], leftOut: Parts['leftOut'] = {}): Parts {
  const negative = of.filter(({ value }) => value! < 0);
  return parts(
    { of },
    ({ of }) => {
      const values = valuesOf(of);
      if (values.length === 0) return {};
      return { ...meanAnswer(values, MILLISECONDS), median: quantile(values, 0.5), p90: quantile(values, 0.9) };
    },
    { leftOut: { ...leftOut, NEGATIVE: negative } },
  );
}

/** Values are millionths. */
export function moneySum(of: Item[], more?: More & { isNullWithoutFacts?: boolean }): Parts {
  return parts(
    { of },
    ({ of }) => {
      if (of.length === 0 && more?.isNullWithoutFacts) return { millionths: null };
      return { ...money(total(of)), sampleSize: of.length };
    },
    more,
  );
}

/** A sum of money, null where there is none to speak of, over a number of things. */
export function moneyQuotient(sum: number | null, over: number): Partial<Answer> {
  return {
    ...money(sum === null || over === 0 ? null : halfEven(sum, over)),
    numerator: sum === null ? null : sum / 1e6,
    denominator: over,
    sampleSize: over,
  };
}

export function money(millionths: number | null): Partial<Answer> {
  return { value: millionths === null ? null : millionths / 1e6, millionths };
}

export function total(items: Item[]): number {
  return items.reduce((sum, { value }) => sum + value!, 0);
}

export function valuesOf(items: Item[]): number[] {
  return items.map(({ value }) => value!);
}

export interface Cut {
  by: Dimension;
  value: string | null;
}

/** What passes the filter and, where asked, bears a value of a dimension. */
export function keep(items: Item[], filter: Filter, slice?: Cut, blindTo?: Dimension): Item[] {
  return items.filter(
    (item) => passes(item, filter, blindTo) && (!slice || slice.by === blindTo || bears(item, slice.by, slice.value)),
  );
}

export function finish(of: Parts, filter: Filter, slice?: Cut): Answer {
  const measures = Object.entries(of.measures).map(([name, items]) => [
    name,
    keep(items, filter, slice, of.blind?.measure === name ? of.blind.to : undefined),
  ]);
  const leftOut: Record<string, number> = {};
  for (const [reason, items] of Object.entries(of.leftOut)) {
    const { length } = keep(items, filter, slice);
    if (length > 0) leftOut[reason] = length;
  }
  const answer: Answer = {
    value: null,
    millionths: undefined,
    numerator: null,
    denominator: null,
    sampleSize: 0,
    interval: null,
    standardDeviation: null,
    median: null,
    p90: null,
    leftOut,
    status: 'NO_DATA',
    ...of.answer(Object.fromEntries(measures)),
  };
  if (answer.value !== null) answer.status = 'OK';
  else if (leftOut.IMMATURE) answer.status = 'IMMATURE';
  return answer;
}

/** Every value of the dimension that something in the filter bears. */
export function valuesBorne(of: Parts, filter: Filter, by: Dimension): Set<string | null> {
  const values = new Set<string | null>();
  for (const [name, items] of [...Object.entries(of.measures), ...Object.entries(of.leftOut)]) {
    const blindTo = of.blind?.measure === name ? of.blind.to : undefined;
    if (blindTo === by) continue;
    for (const item of items)
      if (passes(item, filter, blindTo)) for (const value of listOf(item, by)) values.add(value);
  }
  return values;
}

export function passes(item: Item, filter: Filter, blindTo?: Dimension): boolean {
  return (Object.entries(filter) as [Dimension, (string | null)[]][]).every(
    ([dimension, wanted]) =>
      wanted.length === 0 || dimension === blindTo || listOf(item, dimension).some((value) => wanted.includes(value)),
  );
}

function bears(item: Item, dimension: Dimension, value: string | null): boolean {
  return listOf(item, dimension).includes(value);
}

function listOf({ dims }: Item, dimension: Dimension): (string | null)[] {
  const value = dims[dimension];
  if (Array.isArray(value)) return value.length === 0 ? [null] : [...new Set(value)];
  return [value ?? null];
}
