import { define } from '../shared/define.ts';
import { KpiEventFeedElement } from './kpi-event-feed.element.ts';

define('kpi-event-feed', KpiEventFeedElement);

declare global {
  interface HTMLElementTagNameMap {
    'kpi-event-feed': KpiEventFeedElement;
  }
}
