import type { Basis, Window } from './kpi-types.ts';
import type { KpiFilterInput } from './scope-attributes.ts';

/** What a reader wants to see more of. Keys as the API has them. */
export interface DrillDown {
  /** Tag of the element: 'funnel-chart'. */
  element: string;
  funnel: string;
  kpi?: string;
  stage?: string;
  /** null: facts without a channel. */
  channel?: string | null;
  /** As the element asked; undefined: none. */
  filter: KpiFilterInput | undefined;
  /** What the figures are about: of a point of time, its days. */
  window: Window;
  basis: Basis;
}

/**
 * Fired when a reader activates a stage, a KPI, a channel, a point of time. Where a listener calls preventDefault(), that is all; else the
 * element opens the evidence of the figure. Bubbles through shadow roots.
 */
export class FunnelDrillDownEvent extends CustomEvent<DrillDown> {
  constructor(detail: DrillDown) {
    super('funnel-drill-down', { detail, bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'funnel-drill-down': FunnelDrillDownEvent;
  }
  interface DocumentEventMap {
    'funnel-drill-down': FunnelDrillDownEvent;
  }
}
