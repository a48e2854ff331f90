import { revisionId } from './event-id.ts';
import type { KpiEvent, RevisionReason } from './kpi-event.ts';
import type { KpiEventDraft } from './write-log.ts';

/** What is seen of the event's moment now; absent: nobody looks at it any more. */
type SeenNow = Pick<KpiEvent, 'value' | 'kpiValue' | 'sampleSize'>;

const nothingSeen: SeenNow = { value: null, kpiValue: null, sampleSize: 0 };

/** The event that takes another one back. */
export function revisionOf(
  { revised: _, sequence: __, workspaceId: ___, ...said }: KpiEvent,
  { occurredAt, reason, seen = nothingSeen }: { occurredAt: Date; reason: RevisionReason; seen?: SeenNow | undefined },
): KpiEventDraft {
  return { ...said, ...seen, id: revisionId(said.id), kind: 'REVISED', occurredAt, revises: said.id, reason };
}
