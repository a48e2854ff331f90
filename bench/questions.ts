import type { ScopeInput } from '../server/kpi/types.ts';
import type { Question } from './http/client.ts';
import type { Window } from './windows.ts';

/** All stages, and all stages by all channels: how many reached, went on, were lost. */
const SCORECARD = `query Scorecard($scope: KpiScopeInput!) { workspace { funnel(key: "sales") {
  conversion(scope: $scope) { stage { key position } reached advanced lost rate }
  stages { position kpis(scope: $scope) { stageConversionRate { breakdown(by: CHANNEL, first: 20) { key numerator denominator value } } } }
} } }`;

export function scorecard(window: Window, more: Omit<ScopeInput, 'window'> = {}): Question {
  return { query: SCORECARD, variables: scopeOf(window, more) };
}

function scopeOf({ from, to }: Window, more: Omit<ScopeInput, 'window'>): object {
  return { scope: { window: { between: { from, to } }, ...more } };
}
