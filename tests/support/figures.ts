import { definitions } from '../../server/kpi/catalogue.ts';
import { type Address, request } from './client.ts';

const value = 'value money { amount } numerator denominator sampleSize status';
const spread = `${value} median p90`;
const scope = 'scope: { window: { period: "2026-03" }, asOf: "2026-04-01T00:00:00Z"';
/** Enough to see each dimension of each source; a KPI is asked by those that it bears. */
const dimensions = ['CHANNEL', 'OWNER', 'PRODUCT', 'TAG', 'STAGE', 'ACTIVITY_KIND', 'ACTIVITY_LEVEL'] as const;

/** All that a funnel's KPIs say of March 2026, without anything that a change and its undoing would leave different. */
export async function figures(on: Address, funnel = 'sales'): Promise<Record<string, unknown>> {
  const broken = dimensions.map((dimension) => {
    const keys = definitions.filter((row) => row.dimensions.includes(dimension)).map(({ key }) => key);
    return `by${dimension}: kpiValues(keys: ${JSON.stringify(keys)}, ${scope} }) { definition { key } breakdown(by: ${dimension}) { key ${spread} } }`;
  });
  const keys = JSON.stringify(definitions.map(({ key }) => key));
  const { data, errors } = await request<{ workspace: { funnel: Record<string, unknown> } }>(
    on,
    `{ workspace { funnel(key: "${funnel}") {
      usual: kpiValues(keys: ${keys}, ${scope} }) { definition { key } ${spread} standardDeviation leftOut { reason count } }
      weeks: kpiValues(keys: ${keys}, ${scope} }) { definition { key } series(grain: WEEK) { from ${value} } }
      period: kpiValues(keys: ${keys}, ${scope}, basis: PERIOD }) { definition { key } ${value} leftOut { reason count } }
      ${broken.join('\n')}
      conversion(${scope} }) { stage { key } reached advanced lost open medianTime meanTime }
      channelRoi(${scope} }) { channel { key } newLeads qualifiedLeads won spend { amount } wonAmount { amount } costPerAcquisition { amount } roi } } } }`,
  );
  // Some KPIs take no basis: that alone may be refused.
  const unexpected = (errors ?? []).filter(({ extensions }) => extensions?.code !== 'BASIS_NOT_AVAILABLE');
  if (!data || unexpected.length > 0) throw new Error(JSON.stringify(unexpected));
  return data.workspace.funnel;
}

/** Which of the usual figures differ, by key. */
export function changedKpis(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const byKey = (all: Record<string, unknown>) =>
    new Map(
      (all.usual as { definition: { key: string } }[]).map((each) => [each.definition.key, JSON.stringify(each)]),
    );
  const then = byKey(before);
  return [...byKey(after)].filter(([key, text]) => then.get(key) !== text).map(([key]) => key);
}
