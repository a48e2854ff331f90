import { type Formula, measuresOf } from '../formula.ts';
import type { MeasureName } from '../measures.ts';
import { type Money, money, moneyText } from '../money.ts';
import { nothing, type Tally } from '../tally.ts';

/** What one measure of an example found: so many facts; these amounts; these observations (durations in seconds). */
export type Figure = number | readonly string[] | readonly number[];

/** Figures by the part that they play in a formula: `numerator`, `of`, … ; facts set apart by their reason. */
export type Sample = Readonly<Record<string, Figure>>;

export const hours = (...lengths: number[]): number[] => lengths.map((length) => length * 3600);
export const days = (...lengths: number[]): number[] => lengths.map((length) => length * 86_400);

/** The tallies that a database holding just these facts would give. @throws where the sample lacks a part of the formula. */
export function talliesOf(formula: Formula, sample: Sample): (name: MeasureName) => Tally {
  const parts = Object.entries({ ...formula, ...formula.leftOut });
  const tallies = new Map(
    parts.flatMap(([part, name]): [unknown, Tally][] =>
      part in sample ? [[name, tallyOf(sample[part]!, formula.kind === 'duration')]] : [],
    ),
  );
  for (const name of measuresOf(formula)) {
    const isSetApart = Object.values(formula.leftOut ?? {}).includes(name);
    if (!tallies.has(name) && !isSetApart)
      throw new Error(`The sample says nothing of ${name}: ${Object.keys(sample)}.`);
  }
  return (name) => tallies.get(name) ?? nothing;
}

function tallyOf(figure: Figure, isDuration: boolean): Tally {
  if (typeof figure === 'number') return { ...nothing, n: figure };
  const values = figure.map(Number);
  const mean = meanOf(values);
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return {
    ...nothing,
    n: values.length,
    sum: isAmounts(figure) ? moneyText(sumOf(figure)) : null,
    mean,
    deviation: values.length < 2 ? null : Math.sqrt(squares / (values.length - 1)),
    median: isDuration ? quantile(values, 0.5) : null,
    p90: isDuration ? quantile(values, 0.9) : null,
    negative: values.filter((each) => each < 0).length,
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

export function isAmounts(figure: readonly (string | number)[]): figure is readonly string[] {
  return typeof figure[0] === 'string';
}

export function sumOf(amounts: readonly string[]): Money {
  return amounts.reduce((sum, amount) => sum.plus(amount), money(0));
}

/** Type 7, as the database's percentile_cont. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place - Math.floor(place));
}
