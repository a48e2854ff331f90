import { define } from '../shared/define.ts';
import { KpiTrendElement } from './kpi-trend.element.ts';

define('kpi-trend', KpiTrendElement);

declare global {
  interface HTMLElementTagNameMap {
    'kpi-trend': KpiTrendElement;
  }
}
