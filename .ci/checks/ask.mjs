import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** A scope: the window [from, to) and what else narrows it. */
export function scope(from, to, more = {}) {
  return { window: { between: { from, to } }, ...more };
}

const evidence = 'value numerator denominator sampleSize median p90 status money { amount } leftOut { reason count }';

/** One KPI of one funnel. */
export async function kpi(server, funnel, key, asked) {
  const answer = await server.ask(
    `query ($funnel: String!, $key: String!, $scope: KpiScopeInput!) {
       workspace { funnel(key: $funnel) { kpi(key: $key, scope: $scope) { ${evidence} } } } }`,
    { funnel, key, scope: asked },
  );
  return answer.workspace.funnel.kpi;
}

/** A KPI by the keys of a dimension; null: what does not bear it. */
export async function slices(server, funnel, key, dimension, asked) {
  const answer = await server.ask(
    `query ($funnel: String!, $key: String!, $scope: KpiScopeInput!, $by: KpiDimension!) {
       workspace { funnel(key: $funnel) { kpi(key: $key, scope: $scope) {
         breakdown(by: $by, first: 100) { key value numerator denominator sampleSize median p90 money { amount } } } } } }`,
    { funnel, key, scope: asked, by: dimension },
  );
  return new Map(answer.workspace.funnel.kpi.breakdown.map((slice) => [slice.key, slice]));
}

/** A KPI by month. */
export async function months(server, funnel, key, asked) {
  const answer = await server.ask(
    `query ($funnel: String!, $key: String!, $scope: KpiScopeInput!) {
       workspace { funnel(key: $funnel) { kpi(key: $key, scope: $scope) {
         series(grain: MONTH) { from value numerator denominator sampleSize } } } } }`,
    { funnel, key, scope: asked },
  );
  return answer.workspace.funnel.kpi.series;
}

/** `npx funnel import`, as a user runs it: its report. */
export async function runImport(server, mapping, files) {
  // Not spawnSync: while it blocks, the connections that fetch keeps open are closed unseen.
  const child = spawn(
    'npx',
    ['funnel', 'import', '--mapping', mapping, ...files, '--url', server.url, '--key', server.key, '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    return JSON.parse(output.slice(output.indexOf('{')));
  } catch {
    console.error(output.slice(-2000), errors.slice(-2000));
    return {};
  }
}
