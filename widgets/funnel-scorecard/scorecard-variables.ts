import type { StageCategory } from '../shared/kpi-types.ts';
import type { KpiScopeInput } from '../shared/scope-attributes.ts';
import { grainOf } from '../shared/window-attribute.ts';

/** As the attribute `kpis` lists them; null: the headline KPIs. */
export function keysIn(kpis: string): string[] | null {
  const keys = kpis.split(/[\s,]+/).filter(Boolean);
  return keys.length > 0 ? keys : null;
}

/**
 * What funnel-scorecard.graphql is asked with, beside $funnel, $scope and $locale.
 *
 * @param opened categories of which all KPIs are asked; where keys are listed, none is
 */
export function scorecardVariables(scope: KpiScopeInput, kpis: string, opened: readonly StageCategory[] | null) {
  const { basis, ...plain } = scope;
  const keys = keysIn(kpis);
  return { grain: grainOf(scope.window), keys, allOf: keys ? null : opened, plain, hasBasis: basis !== undefined };
}

export type ScorecardVariables = ReturnType<typeof scorecardVariables>;

/** The folds that one question asks beyond another; undefined where they differ in anything else. */
export function foldsBeyond(answered: ScorecardVariables, asked: ScorecardVariables): StageCategory[] | undefined {
  const [before, after] = [answered, asked].map((each) => JSON.stringify({ ...each, allOf: null }));
  return before === after ? asked.allOf?.filter((fold) => !answered.allOf?.includes(fold)) : undefined;
}
