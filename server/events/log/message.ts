import type { KpiEvent } from './kpi-event.ts';

/** Everything up to this number has been told. */
export interface Heartbeat {
  sequence: number;
}

/** TOO_OLD: the cursor that the reader came with is too far back. TOO_SLOW: it fell too far behind while it read. */
export type DiscontinuityReason = 'TOO_OLD' | 'TOO_SLOW';

/** What stands between the two numbers (`from` not included) is not told. */
export interface Discontinuity {
  from: number;
  to: number;
  reason: DiscontinuityReason;
}

/** What a reader of the log is told. Who is told the same is given the same object. */
export interface LogMessage {
  value: KpiEvent | Heartbeat | Discontinuity;
  /** The events that were read with it, in order; empty for what is no event. What is looked up for one of them is looked up for all. */
  page: readonly KpiEvent[];
}

const pages = new WeakMap<KpiEvent, readonly KpiEvent[]>();

/** What readers are told of events that were read together. */
export function messagesOf(page: readonly KpiEvent[]): LogMessage[] {
  return page.map((value) => {
    pages.set(value, page);
    return { value, page };
  });
}

/** The events that were read with it, itself among them; only itself where it was not read for a reader of the log. */
export function pageOf(event: KpiEvent): readonly KpiEvent[] {
  return pages.get(event) ?? [event];
}

export function isEvent(value: LogMessage['value']): value is KpiEvent {
  return 'kind' in value;
}
