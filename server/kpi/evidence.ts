import type { Formula } from './formula.ts';
import { meanInterval } from './mean-interval.ts';
import type { MeasureName } from './measures.ts';
import type { Moment } from './moment.ts';
import { dividedBy, type Money, money, moneyText, rounded } from './money.ts';
import type { Tally } from './tally.ts';
import type { Evidence, LeftOutReason } from './types.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** What the database added up, by measure, for one group. */
export type Tallies = (name: MeasureName) => Tally;

/** How much of the question's days had passed. */
export interface Span {
  /** From the first instant to the last visible one, in days of 86,400 s; negative where asOf lies before. */
  days: number;
  /** Nothing of the days is still to come. */
  isOver: boolean;
}

const DAY = 86_400_000;
const WEEK_DAYS = 7;

export function spanOf({ from, to, until }: Pick<Moment, 'from' | 'to' | 'until'>): Span {
  return { days: (until.getTime() - from.getTime()) / DAY, isOver: until >= to };
}

/** A formula's value with all that stands behind it: KPI dictionary, rules 9 to 12. A pure function of the tallies. */
export function evidence(formula: Formula, tallies: Tallies, span: Span): Evidence {
  return withEvidence({ ...noEvidence }, formula, tallies, span);
}

/** Of a part before anything is known. */
export const noEvidence: Readonly<Evidence> = {
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

/** Writes the evidence into what has none yet: there are hundreds of slices and points, and copying it into each costs as much again. */
export function withEvidence<Part extends Evidence>(part: Part, formula: Formula, tallies: Tallies, span: Span): Part {
  const leftOut = readLeftOut(formula, tallies);
  const isWholeWindow = formula.kind === 'ratio' && (formula.wholeWindow ?? false);
  if (isWholeWindow && !span.isOver) {
    putRatio(part, 0, 0, false);
    part.leftOut = leftOut;
    part.status = 'IMMATURE';
    return part;
  }
  put(part, formula, tallies, span);
  // What waits for the end of the window has come.
  part.leftOut = isWholeWindow ? noEvidence.leftOut : leftOut;
  if (part.value === null) {
    const allImmature = part.sampleSize === 0 && part.leftOut.some(({ reason }) => reason === 'IMMATURE');
    part.status = allImmature ? 'IMMATURE' : 'NO_DATA';
  }
  return part;
}

/** Most parts are ratios. */
function put(part: Evidence, formula: Formula, tallies: Tallies, span: Span): void {
  if (formula.kind !== 'ratio') {
    Object.assign(part, byKind(formula, tallies, span));
    return;
  }
  const { numerator, denominator, subset } = formula;
  const members =
    typeof denominator === 'string'
      ? tallies(denominator).n
      : denominator.reduce((sum, name) => sum + tallies(name).n, 0);
  putRatio(part, tallies(numerator).n, members, subset);
}

function putRatio(part: Evidence, numerator: number, denominator: number, subset: boolean): void {
  part.value = denominator === 0 ? null : numerator / denominator;
  part.numerator = numerator;
  part.denominator = denominator;
  part.sampleSize = denominator;
  part.interval = subset ? wilsonInterval(numerator, denominator) : null;
}

function byKind(formula: Exclude<Formula, { kind: 'ratio' }>, tallies: Tallies, span: Span): Partial<Evidence> {
  switch (formula.kind) {
    case 'count':
      if (formula.given && tallies(formula.given).n === 0) return {};
      return { value: tallies(formula.of).n, sampleSize: tallies(formula.of).n };
    case 'moneySum':
      return moneySum(tallies(formula.of), formula.nullWithoutFacts ?? false);
    case 'mean':
    case 'duration':
      return mean(tallies(formula.of));
    case 'moneyMean':
      return moneyMean(tallies(formula.of));
    case 'moneyPer':
      return moneyPer(tallies(formula.amount).sum, tallies(formula.per).n, formula.nullWithoutFacts ?? false);
    case 'returnOn':
      return returnOn(tallies(formula.cost), tallies(formula.gain), tallies(formula.sample).n);
    case 'frequency':
      return frequency(tallies(formula.events).n, tallies(formula.actors).n, span);
    case 'netScore':
      return netScore(tallies(formula.plus).n - tallies(formula.minus).n, tallies(formula.of).n);
    case 'velocity':
      return velocity({
        open: tallies(formula.open).n,
        won: tallies(formula.won).n,
        lost: tallies(formula.lost).n,
        sizes: tallies(formula.sizes),
        cycles: tallies(formula.cycles),
      });
  }
}

function moneySum({ n, sum }: Tally, nullWithoutFacts: boolean): Partial<Evidence> {
  if (sum === null && nullWithoutFacts) return {};
  return { ...inMoney(money(sum ?? 0)), sampleSize: n };
}

function mean({ n, mean, deviation, median, p90 }: Tally): Partial<Evidence> {
  return { value: mean, sampleSize: n, ...spread(n, mean, deviation), median, p90 };
}

function spread(n: number, mean: number | null, deviation: number | null): Partial<Evidence> {
  return {
    standardDeviation: deviation,
    interval: mean === null || deviation === null ? null : meanInterval(mean, deviation, n),
  };
}

function moneyMean({ n, sum, mean, deviation }: Tally): Partial<Evidence> {
  return { ...moneyPer(sum, n, false), ...spread(n, mean, deviation) };
}

function moneyPer(sum: string | null, count: number, nullWithoutFacts: boolean): Partial<Evidence> {
  const counted = { denominator: count, sampleSize: count };
  if (sum === null && nullWithoutFacts) return counted;
  const amount = money(sum ?? 0);
  const known = { ...counted, numerator: amount.toNumber() };
  return count === 0 ? known : { ...known, ...inMoney(dividedBy(amount, count)) };
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

function frequency(events: number, actors: number, { days }: Span): Partial<Evidence> {
  const actorWeeks = actors * (Math.max(0, days) / WEEK_DAYS);
  return {
    value: actorWeeks === 0 ? null : events / actorWeeks,
    numerator: events,
    denominator: actorWeeks,
    sampleSize: actors,
  };
}

function netScore(difference: number, count: number): Partial<Evidence> {
  return {
    value: count === 0 ? null : (100 * difference) / count,
    numerator: difference,
    denominator: count,
    sampleSize: count,
  };
}

interface Pipeline {
  open: number;
  won: number;
  lost: number;
  sizes: Tally;
  cycles: Tally;
}

function velocity({ open, won, lost, sizes, cycles }: Pipeline): Partial<Evidence> {
  // Without a mean cycle nothing was won; with one of 0 there is no speed to speak of.
  if (sizes.n === 0 || !cycles.mean) return { sampleSize: open };
  const perDay = money(sizes.sum ?? 0)
    .div(sizes.n)
    .times(open)
    .times(won)
    .div(won + lost)
    .div(money(cycles.mean).div(DAY / 1000));
  return { ...inMoney(rounded(perDay)), sampleSize: open };
}

function inMoney(amount: Money): Pick<Evidence, 'value' | 'money'> {
  return { value: amount.toNumber(), money: moneyText(amount) };
}

function readLeftOut(formula: Formula, tallies: Tallies): Evidence['leftOut'] {
  if (!formula.leftOut && formula.kind !== 'duration') return noEvidence.leftOut;
  const leftOut: Evidence['leftOut'] = [];
  for (const reason in formula.leftOut) {
    const { n } = tallies(formula.leftOut[reason as LeftOutReason]!);
    if (n > 0) leftOut.push({ reason: reason as LeftOutReason, count: n });
  }
  // Kept in the mean, and said.
  const negative = formula.kind === 'duration' ? tallies(formula.of).negative : 0;
  if (negative > 0) leftOut.push({ reason: 'NEGATIVE', count: negative });
  return leftOut.length > 0 ? leftOut : noEvidence.leftOut;
}
