import type { Basis, Window } from './kpi-types.ts';

/** What every widget's document answers, beside the element's own fields of the funnel. */
export interface WidgetData<Funnel> {
  workspace: { currency: string; funnel: (Funnel & FunnelFrame) | null };
}

/** As frame.graphql asks it. */
export interface FunnelFrame {
  name: string;
  /** One KPI that takes any filter and basis: asked for the window that the server made of the scope. */
  frame: ({ window: Window; basis: Basis } | null)[];
}
