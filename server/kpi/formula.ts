import { isGathered, type MeasureName, measure } from './measures.ts';
import { source } from './sources.ts';
import type { LeftOutReason } from './types.ts';

/** How a value follows from measures. Each kind has one way to its evidence, in evidence.ts. */
export type Formula = (
  | {
      kind: 'count';
      of: MeasureName /** null where this found nothing: what is to be counted is then unknown. */;
      given?: MeasureName;
    }
  | { kind: 'moneySum'; of: MeasureName; nullWithoutFacts?: boolean }
  | { kind: 'mean'; of: MeasureName }
  | { kind: 'moneyMean'; of: MeasureName }
  | { kind: 'duration'; of: MeasureName }
  /**
   * `subset`: the numerator counts members of the denominator, so that a share with an interval is meant. Summands are added up.
   * `wholeWindow`: it says nothing before the window is over.
   */
  | {
      kind: 'ratio';
      numerator: MeasureName;
      denominator: MeasureName | readonly MeasureName[];
      subset: boolean;
      wholeWindow?: boolean;
    }
  /** Money for each. `nullWithoutFacts`: money that nobody reported is unknown, not 0. */
  | { kind: 'moneyPer'; amount: MeasureName; per: MeasureName; nullWithoutFacts?: boolean }
  /** (gain − cost) / cost; null without facts about the cost, or where it is 0. */
  | { kind: 'returnOn'; cost: MeasureName; gain: MeasureName; sample: MeasureName }
  /** Events for each actor and week. */
  | { kind: 'frequency'; events: MeasureName; actors: MeasureName }
  /** 100 × (plus − minus) / of */
  | { kind: 'netScore'; plus: MeasureName; minus: MeasureName; of: MeasureName }
  /** open × won / (won + lost) × mean size / mean cycle in days */
  | {
      kind: 'velocity';
      open: MeasureName;
      won: MeasureName;
      lost: MeasureName;
      sizes: MeasureName;
      cycles: MeasureName;
    }
) & {
  /** Facts set apart, by reason. */
  leftOut?: Partial<Record<LeftOutReason, MeasureName>>;
};

const measuresOfFormulas = new WeakMap<Formula, readonly MeasureName[]>();

/** The measures that a formula needs. Found once: formulas are the catalogue's. */
export function measuresOf(formula: Formula): readonly MeasureName[] {
  let measures = measuresOfFormulas.get(formula);
  if (!measures) {
    const { kind: _, leftOut = {}, ...parts } = formula;
    measures = [...Object.values(parts).flat(), ...Object.values(leftOut)].filter((part) => typeof part === 'string');
    measuresOfFormulas.set(formula, measures);
  }
  return measures;
}

/** Whether it speaks of a state, or looks beyond its window, so that a series asks it anew of each bucket. */
export function isState(formula: Formula): boolean {
  return measuresOf(formula).some((name) => !source(measure(name).source).at);
}

/** What slices are ranked by: the numerator, where there is one. */
export function sizeMeasureOf(formula: Formula): MeasureName {
  switch (formula.kind) {
    case 'ratio':
      return formula.numerator;
    case 'moneyPer':
      return formula.amount;
    case 'returnOn':
      return formula.gain;
    case 'frequency':
      return formula.events;
    case 'netScore':
      return formula.plus;
    case 'velocity':
      return formula.open;
    default:
      return formula.of;
  }
}

/** Those that slices taken together must be counted anew for: they do not add up. */
export function gatheredMeasuresOf(formula: Formula): MeasureName[] {
  return measuresOf(formula).filter((name) => isGathered(measure(name)));
}
