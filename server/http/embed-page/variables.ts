import { scorecardVariables } from '../../../widgets/funnel-scorecard/scorecard-variables.ts';
import { isFailure } from '../../../widgets/shared/failure.ts';
import { type KpiScopeInput, parseScope } from '../../../widgets/shared/scope-attributes.ts';
import { grainOf } from '../../../widgets/shared/window-attribute.ts';
import { ParameterError, type Parameters } from './parameters.ts';

/** What the element's document is asked with, as the element itself would. @throws ParameterError */
export function variablesFor(tag: string, parameters: Parameters): object {
  const scope = scopeOf(parameters);
  const { funnel, locale, grain = grainOf(scope.window) } = parameters;
  const common = { funnel, locale, scope };
  if (tag === 'funnel-scorecard') return { ...common, ...scorecardVariables(scope, parameters.kpis, null), grain };
  if (tag === 'kpi-trend') return { ...common, grain, keys: [parameters.kpi] };
  return common;
}

function scopeOf(parameters: Parameters): KpiScopeInput {
  try {
    return parseScope(parameters);
  } catch (thrown) {
    if (isFailure(thrown)) throw new ParameterError(`${thrown.code}: ${thrown.message}`);
    throw thrown;
  }
}
