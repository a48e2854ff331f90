import type { Formula } from './formula.ts';
import { meanInterval } from './mean-interval.ts';
import type { MeasureName } from './measures.ts';
import { dividedBy, money, moneyText } from './money.ts';
import type { Tally } from './tally.ts';
import type { Evidence, LeftOutReason } from './types.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** What the database added up, by measure, for one group. */
export type Tallies = (name: MeasureName) => Tally;

/** A formula's value with all that stands behind it: KPI dictionary, rules 9 to 12. A pure function of the tallies. */
export function evidence(formula: Formula, tallies: Tallies): Evidence {
  const leftOut = readLeftOut(formula, tallies);
  const found = { ...blank, leftOut, ...byKind(formula, tallies) };
  if (found.value !== null) return found;
  const allImmature = found.sampleSize === 0 && leftOut.some(({ reason }) => reason === 'IMMATURE');
  return { ...found, status: allImmature ? 'IMMATURE' : 'NO_DATA' };
}

const blank: Evidence = {
  value: null,
  money: null,
  numerator: null,
  denominator: null,
  sampleSize: 0,
  interval: null,
  standardDeviation: null,
  median: null,
  p90: null,
  leftOut: [],
  status: 'OK',
};

function byKind(formula: Formula, tallies: Tallies): Partial<Evidence> {
  switch (formula.kind) {
    case 'count':
      return { value: tallies(formula.of).n, sampleSize: tallies(formula.of).n };
    case 'moneySum':
      return moneySum(tallies(formula.of), formula.nullWithoutFacts ?? false);
    case 'mean':
    case 'duration':
      return mean(tallies(formula.of));
    case 'ratio':
      return ratio(
        tallies(formula.numerator).n,
        [formula.denominator].flat().reduce((sum, name) => sum + tallies(name as MeasureName).n, 0),
        formula.subset,
      );
    case 'moneyPer':
      return moneyPer(tallies(formula.amount), tallies(formula.per).n);
    case 'returnOn':
      return returnOn(tallies(formula.cost), tallies(formula.gain), tallies(formula.sample).n);
  }
}

function moneySum({ n, sum }: Tally, nullWithoutFacts: boolean): Partial<Evidence> {
  if (sum === null && nullWithoutFacts) return {};
  return { ...inMoney(sum ?? '0'), sampleSize: n };
}

function mean({ n, mean, deviation, median, p90 }: Tally): Partial<Evidence> {
  return {
    value: mean,
    sampleSize: n,
    standardDeviation: deviation,
    interval: mean === null || deviation === null ? null : meanInterval(mean, deviation, n),
    median,
    p90,
  };
}

function ratio(numerator: number, denominator: number, subset: boolean): Partial<Evidence> {
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    sampleSize: denominator,
    interval: subset ? wilsonInterval(numerator, denominator) : null,
  };
}

function moneyPer(amount: Tally, count: number): Partial<Evidence> {
  const known = { numerator: amount.sum === null ? null : Number(amount.sum), denominator: count, sampleSize: count };
  if (amount.sum === null || count === 0) return known;
  return { ...known, ...inMoney(moneyText(dividedBy(money(amount.sum), count))) };
}

function returnOn(cost: Tally, gain: Tally, sampleSize: number): Partial<Evidence> {
  if (cost.sum === null) return { sampleSize };
  const spent = money(cost.sum);
  const profit = money(gain.sum ?? 0).minus(spent);
  return {
    value: spent.isZero() ? null : profit.div(spent).toNumber(),
    numerator: profit.toNumber(),
    denominator: spent.toNumber(),
    sampleSize,
  };
}

function inMoney(text: string): Pick<Evidence, 'value' | 'money'> {
  return { value: Number(text), money: moneyText(money(text)) };
}

function readLeftOut(formula: Formula, tallies: Tallies): Evidence['leftOut'] {
  const leftOut = Object.entries(formula.leftOut ?? {}).map(([reason, name]) => ({
    reason: reason as LeftOutReason,
    count: tallies(name).n,
  }));
  // Kept in the mean, and said.
  if (formula.kind === 'duration') leftOut.push({ reason: 'NEGATIVE', count: tallies(formula.of).negative });
  return leftOut.filter(({ count }) => count > 0);
}
