import { acquisition } from './acquisition.ts';
import type { Company } from './company.ts';
import { nurturing } from './nurturing.ts';
import { opportunity } from './opportunity.ts';
import { type Answer, finish, type Parts, valuesBorne } from './parts.ts';
import type { Dimension, Question } from './question.ts';
import { retention } from './retention.ts';
import { Scene } from './scene.ts';

/**
 * The KPI dictionary in naive loops over facts in memory. It shares nothing with the engine: no types, no date helpers, no SQL.
 * Slow and plain on purpose: whoever doubts a number reads it here.
 */
const kpis: Record<string, (scene: Scene, by?: Dimension) => Parts> = {
  ...acquisition,
  ...nurturing,
  ...opportunity,
  ...retention,
};
export const keys = Object.keys(kpis);

export function evaluate(key: string, company: Company, question: Question): Answer {
  return finish(kpis[key]!(new Scene(company, question)), question.filter);
}

/** By the value of a dimension; null for what does not bear it. */
export function slices(key: string, by: Dimension, company: Company, question: Question): Map<string | null, Answer> {
  const parts = kpis[key]!(new Scene(company, question), by);
  return new Map(
    [...valuesBorne(parts, question.filter, by)].map((value) => [value, finish(parts, question.filter, { by, value })]),
  );
}
