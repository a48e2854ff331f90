/** The bundle: one script registers the five elements; a host page may also import what stands here. */
import './funnel-chart/funnel-chart.ts';
import './funnel-scorecard/funnel-scorecard.ts';
import './channel-roi-table/channel-roi-table.ts';
import './kpi-trend/kpi-trend.ts';

// Of another kind than the others, and on few pages: it comes by itself, right after them.
import('./kpi-event-feed/kpi-event-feed.ts').catch(() => undefined);

export type { FunnelExportEvent } from './export/export-event.ts';
export type { FunnelEventSelectEvent } from './kpi-event-feed/select-event.ts';
export type { DrillDown, FunnelDrillDownEvent } from './shared/drill-down-event.ts';
export type { FunnelErrorEvent } from './shared/failure.ts';
export type { KpiEvent } from './shared/kpi-event/kpi-event.ts';
export { configure, type Settings, type TokenProvider } from './shared/settings.ts';
export type { FunnelTokenRequestEvent } from './shared/token-request-event.ts';
