/** What TypeScript knows of the elements without any framework. Compiled by `npm run examples`, run by nobody. */
import '@funnelgraph/widgets';
import { FunnelChartElement } from '@funnelgraph/widgets/funnel-chart/element';
import type { GlobalComponents } from 'vue';
import '@funnelgraph/widgets/vue';

const chart = document.querySelector('funnel-chart')!;
chart satisfies FunnelChartElement;
chart.basis = 'PERIOD';
// @ts-expect-error neither of the two
chart.basis = 'SOMETIMES';
chart.addEventListener('funnel-drill-down', ({ detail }) => detail.stage satisfies string | undefined);
document
  .createElement('kpi-event-feed')
  .addEventListener('funnel-event-select', ({ detail }) => detail.id satisfies string);

/** Another tag for the same element. */
export class OwnChart extends FunnelChartElement {}

export type ChartInVue = InstanceType<GlobalComponents['funnel-chart']>['$props']['data'];
