/** The bundle: one script registers the three elements; a host page may also import what stands here. */
import './funnel-chart/funnel-chart.ts';
import './funnel-scorecard/funnel-scorecard.ts';
import './channel-roi-table/channel-roi-table.ts';

export type { FunnelErrorEvent } from './shared/failure.ts';
export { configure, type Settings, type TokenProvider } from './shared/settings.ts';
