import type { MeasureName } from './measures.ts';
import type { LeftOutReason } from './types.ts';

/** How a value follows from measures. Each kind has one way to its evidence, in evidence.ts. */
export type Formula = (
  | { kind: 'count'; of: MeasureName }
  | { kind: 'moneySum'; of: MeasureName; nullWithoutFacts?: boolean }
  | { kind: 'mean'; of: MeasureName }
  | { kind: 'duration'; of: MeasureName }
  /** `subset`: the numerator counts members of the denominator, so that a share with an interval is meant. Summands are added up. */
  | { kind: 'ratio'; numerator: MeasureName; denominator: MeasureName | readonly MeasureName[]; subset: boolean }
  /** Money for each; null without facts about the money. */
  | { kind: 'moneyPer'; amount: MeasureName; per: MeasureName }
  /** (gain − cost) / cost; null without facts about the cost, or where it is 0. */
  | { kind: 'returnOn'; cost: MeasureName; gain: MeasureName; sample: MeasureName }
) & {
  /** Facts set apart, by reason. */
  leftOut?: Partial<Record<LeftOutReason, MeasureName>>;
};

/** The measures that a formula needs. */
export function measuresOf(formula: Formula): MeasureName[] {
  const leftOut = Object.values(formula.leftOut ?? {});
  switch (formula.kind) {
    case 'ratio':
      return [formula.numerator, ...[formula.denominator].flat(), ...leftOut] as MeasureName[];
    case 'moneyPer':
      return [formula.amount, formula.per, ...leftOut];
    case 'returnOn':
      return [formula.cost, formula.gain, formula.sample, ...leftOut];
    default:
      return [formula.of, ...leftOut];
  }
}
