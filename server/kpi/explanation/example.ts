import { type CatalogueRow, hasBasis } from '../catalogue-row.ts';
import { evidence, type Span } from '../evidence.ts';
import type { Formula } from '../formula.ts';
import type { Evidence } from '../types.ts';
import { createFigures, type Figures, type Language } from './example-figures.ts';
import { type Sample, talliesOf } from './sample.ts';
import type { Text } from './text.ts';

/** A situation in both languages, whose `{numbers}` come from a sample of facts; and, where a KPI has one of its own, its null rule. */
export interface Situation extends Text {
  sample: Sample;
  nullRule?: Text;
}

/** By KPI key. */
export type Examples = Readonly<Record<string, Situation>>;

/** Facts small enough to check on paper, and what the KPI makes of them. */
export interface WorkedExample {
  situation: Text;
  /** 3 / 12 = 25 % */
  calculation: Text;
  /** Interval, quantiles, facts set apart; '' where there are none. */
  beside: Text;
  evidence: Evidence;
}

/** Every example is about four weeks that are over. */
const fourWeeks: Span = { days: 28, isOver: true };

/** Computed by the same function that answers questions, so that no example can say another number than the API would. */
export function workedExample(row: CatalogueRow, situation: Situation): WorkedExample {
  const formula = hasBasis(row) ? (row.computes.COHORT ?? row.computes.PERIOD)! : (row.computes as Formula);
  const found = evidence(formula, talliesOf(formula, situation.sample), fourWeeks);
  const inBoth = (write: (figures: Figures, language: Language) => string): Text => ({
    en: write(createFigures('en', row.unit, formula), 'en'),
    zh: write(createFigures('zh', row.unit, formula), 'zh'),
  });
  return {
    situation: inBoth((figures, language) => fill(situation[language], situation.sample, figures)),
    calculation: inBoth((figures) => calculation(formula, situation.sample, found, figures)),
    beside: inBoth((figures) => beside(found, formula.kind === 'duration', figures)),
    evidence: found,
  };
}

/** `{numerator}`, `{sizes.mean}` and the like, by the sample's figures. @throws where a name has none. */
function fill(text: string, sample: Sample, figures: Figures): string {
  return text.replace(/\{(\w+)(\.mean)?\}/g, (_, part: string, mean?: string) => {
    const figure = sample[part];
    if (figure === undefined) throw new Error(`The sample has no ${part} for "${text}".`);
    return mean ? figures.mean(figure) : figures.list(figure);
  });
}

/** The value by its formula, in figures: 3 / 12 = 25 %. */
function calculation(formula: Formula, sample: Sample, { value, denominator }: Evidence, figures: Figures): string {
  const result = figures.value(value!);
  const part = (name: string): string => figures.sum(sample[name]!);
  switch (formula.kind) {
    case 'count':
      return result;
    case 'moneySum':
      return isOne(sample.of) ? result : `${part('of')} = ${result}`;
    case 'mean':
    case 'duration':
    case 'moneyMean':
      return `(${part('of')}) / ${figures.count((sample.of as readonly unknown[]).length)} = ${result}`;
    case 'ratio':
      return `${part('numerator')} / ${part('denominator')} = ${result}`;
    case 'moneyPer':
      return `${figures.total(sample.amount!)} / ${part('per')} = ${result}`;
    case 'returnOn': {
      const cost = figures.total(sample.cost!);
      return `(${figures.total(sample.gain!)} − ${cost}) / ${cost} = ${result}`;
    }
    case 'frequency':
      return `${part('events')} / ${part('actors')} / ${figures.count(denominator! / Number(sample.actors))} = ${result}`;
    case 'netScore':
      return `100 × (${part('plus')} − ${part('minus')}) / ${part('of')} = ${result}`;
    case 'velocity': {
      const decided = figures.count(Number(sample.won) + Number(sample.lost));
      const [size, cycle] = [figures.mean(sample.sizes!), figures.mean(sample.cycles!)];
      return `${part('open')} × ${part('won')} / ${decided} × ${size} / ${cycle} = ${result}`;
    }
  }
}

/** What is said with the value: median, interval, facts set apart. */
function beside({ value, median, p90, interval, leftOut }: Evidence, isDuration: boolean, figures: Figures): string {
  const said = [
    isDuration && figures.quantiles(median!, p90!),
    interval && figures.interval(interval, value!),
    ...leftOut.map(({ reason, count }) => figures.leftOut(reason, count)),
  ];
  return figures.sentences(said.filter((each) => typeof each === 'string'));
}

const isOne = (figure: unknown): boolean => Array.isArray(figure) && figure.length === 1;
