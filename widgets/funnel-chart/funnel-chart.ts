import { define } from '../shared/define.ts';
import { FunnelChartElement } from './funnel-chart.element.ts';

define('funnel-chart', FunnelChartElement);

declare global {
  interface HTMLElementTagNameMap {
    'funnel-chart': FunnelChartElement;
  }
}
