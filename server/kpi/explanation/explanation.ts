import { catalogueRow } from '../catalogue.ts';
import { type CatalogueRow, hasBasis } from '../catalogue-row.ts';
import type { Formula } from '../formula.ts';
import type { Basis, LeftOutReason } from '../types.ts';
import { type Examples, type WorkedExample, workedExample } from './example.ts';
import { acquisition } from './examples/acquisition.ts';
import { nurturing } from './examples/nurturing.ts';
import { opportunity } from './examples/opportunity.ts';
import { retention } from './examples/retention.ts';
import { nullRuleOf } from './null-rule.ts';
import type { Text } from './text.ts';

/** What a reader of the dictionary wants to know beyond a KPI's definition. */
export interface Explanation {
  /** The bases between which it tells apart; empty: it counts the same under both. */
  bases: readonly Basis[];
  takesWithinDays: boolean;
  leftOut: readonly LeftOutReason[];
  nullRule: Text;
  example: WorkedExample;
}

export const examples: Examples = { ...acquisition, ...nurturing, ...opportunity, ...retention };

const explanations = new Map<string, Explanation>();

/** Worked out when first asked for. @throws KpiQuestionError UNKNOWN_KPI */
export function explanationOf(key: string): Explanation {
  const { row } = catalogueRow(key);
  const explanation = explanations.get(key) ?? explain(row);
  explanations.set(key, explanation);
  return explanation;
}

function explain(row: CatalogueRow): Explanation {
  const situation = examples[row.key];
  if (!situation) throw new Error(`${row.key} has no example: write one in explanation/examples.`);
  return {
    bases: hasBasis(row) ? (Object.keys(row.computes) as Basis[]) : [],
    takesWithinDays: row.withinDays ?? false,
    leftOut: leftOutOf(hasBasis(row) ? Object.values(row.computes) : [row.computes as Formula]),
    nullRule: situation.nullRule ?? nullRuleOf(row),
    example: workedExample(row, situation),
  };
}

function leftOutOf(formulas: readonly Formula[]): LeftOutReason[] {
  const reasons = formulas.flatMap(({ kind, leftOut = {} }) => [
    ...(Object.keys(leftOut) as LeftOutReason[]),
    ...(kind === 'duration' ? ['NEGATIVE' as const] : []),
  ]);
  return [...new Set(reasons)];
}
