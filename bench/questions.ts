import type { ScopeInput } from '../server/kpi/types.ts';
import type { Question } from './http/client.ts';
import type { Window } from './windows.ts';

const CHANNELS = 'breakdown(by: CHANNEL, first: 20)';
const STEPS = `stages { position kpis(scope: $scope) { stageConversionRate { ${CHANNELS} { key numerator denominator value } } } }`;

/** All stages, and all stages by all channels: how many reached, went on, were lost. */
const SCORECARD = `query Scorecard($scope: KpiScopeInput!) { workspace { funnel(key: "sales") {
  conversion(scope: $scope) { stage { key position } reached advanced lost rate }
  ${STEPS}
} } }`;

/** The same, with how long each step takes, and the first response by channel: medians throughout. */
const MEDIANS = `query Medians($scope: KpiScopeInput!) { workspace { funnel(key: "sales") {
  conversion(scope: $scope) { stage { key position } reached advanced lost rate medianTime }
  ${STEPS}
  kpis(scope: $scope) { firstResponseTime { median p90 ${CHANNELS} { key median p90 } } }
} } }`;

/** New leads and conversions of each channel, week by week. */
const WEEKS = `query Weeks($scope: KpiScopeInput!) { workspace { channels(first: 50) { edges { node { key kpis(scope: $scope) {
  newLeads { series(grain: WEEK) { from value } }
  stageConversionRate { series(grain: WEEK) { from numerator denominator value } }
} } } } } }`;

export function scorecard(window: Window, more: Omit<ScopeInput, 'window'> = {}): Question {
  return { query: SCORECARD, variables: scopeOf(window, more) };
}

export function medians(window: Window): Question {
  return { query: MEDIANS, variables: scopeOf(window, {}) };
}

export function weeks(window: Window): Question {
  return { query: WEEKS, variables: scopeOf(window, {}) };
}

function scopeOf({ from, to }: Window, more: Omit<ScopeInput, 'window'>): object {
  return { scope: { window: { between: { from, to } }, ...more } };
}
