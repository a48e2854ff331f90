import { camelCase } from '../../graphql/kpi-set.ts';
import type { Explanation } from '../../kpi/explanation/explanation.ts';
import type { Dimension, KpiDefinition } from '../../kpi/types.ts';

/** Rather than by channel, a KPI is cut by what only few can be cut by. */
const telling: readonly Dimension[] = ['STAGE', 'ACTIVITY_KIND', 'ACTIVITY_LEVEL', 'CHANNEL'];

/** A question that can be sent as it stands: the KPI over 90 days with the evidence that it has. */
export function exampleQuery(definition: KpiDefinition, { leftOut, takesWithinDays, example }: Explanation): string {
  const { key, dimensions, unit } = definition;
  const found = example.evidence;
  const isMoney = unit === 'MONEY' || unit === 'MONEY_PER_DAY';
  const fields = [
    isMoney ? 'money { amount currency }' : 'value',
    found.denominator !== null && 'numerator denominator',
    found.median !== null && 'median p90',
    found.interval && 'interval { low high }',
    leftOut.length > 0 && 'leftOut { reason count }',
    'status',
    'previous { value } relativeChange',
    `breakdown(by: ${telling.find((each) => dimensions.includes(each))}, first: 5) { label value }`,
  ];
  const scope = `window: { last: { unit: DAY, count: 90 } }${takesWithinDays ? ', withinDays: 30' : ''}`;
  return `{
  workspace {
    funnel(key: "sales") {
      kpis(scope: { ${scope} }) {
        ${camelCase(key)} {
          ${fields.filter(Boolean).join('\n          ')}
        }
      }
    }
  }
}`;
}
