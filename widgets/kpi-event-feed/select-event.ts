import type { KpiEvent } from '../shared/kpi-event/kpi-event.ts';

/**
 * A reader chose a line. `detail` is the event as the API gave it. Bubbles through shadow roots; unless it is cancelled, the line shows its
 * details.
 */
export class FunnelEventSelectEvent extends Event {
  readonly detail: KpiEvent;

  constructor(detail: KpiEvent) {
    super('funnel-event-select', { bubbles: true, composed: true, cancelable: true });
    this.detail = detail;
  }
}

declare global {
  interface HTMLElementEventMap {
    'funnel-event-select': FunnelEventSelectEvent;
  }
  interface DocumentEventMap {
    'funnel-event-select': FunnelEventSelectEvent;
  }
}
