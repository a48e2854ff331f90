import { sql } from 'kysely';
import { type Columns, insertRows, type Row } from '../../database/bulk.ts';
import type { Queryable } from '../../database/database.ts';
import type { KpiEvent } from './kpi-event.ts';

/** What an event says, before it has its place in the log. */
export type KpiEventDraft = Omit<KpiEvent, 'workspaceId' | 'sequence' | 'revised'>;

/** How a workspace's log stands. */
export interface LogState {
  /** The last number given to an event. */
  sequence: number;
  /** Rules were evaluated on the data of this version. */
  seenVersion: number;
  evaluatedAt: Date | null;
}

/** The log begins with the first rule: what changed before is of no concern to it. Does nothing where there is one. */
export async function beginLog(on: Queryable, workspaceId: string): Promise<void> {
  await on.query(sql`
    insert into event_logs (workspace_id, sequence, points, seen_version)
    select w.workspace_id, 0, 0, w.data_version from workspaces w where w.workspace_id = ${workspaceId}
    on conflict (workspace_id) do nothing`);
}

/** Makes the log this transaction's own until it ends; waits for whoever has it. undefined: there is none. */
export async function lockLog(transaction: Queryable, workspaceId: string): Promise<LogState | undefined> {
  const [state] = await transaction.query<LogState>(sql`
    select sequence, seen_version as "seenVersion", evaluated_at as "evaluatedAt"
    from event_logs where workspace_id = ${workspaceId} for update`);
  return state;
}

const columns: Columns = {
  workspace_id: 'uuid',
  id: 'uuid',
  sequence: 'bigint',
  kind: 'text',
  rule_id: 'uuid',
  rule_version: 'integer',
  kpi: 'text',
  severity: 'text',
  instance: 'text',
  value: 'double precision',
  kpi_value: 'double precision',
  threshold: 'double precision',
  window_from: 'date',
  window_to: 'date',
  time_zone: 'text',
  sample_size: 'integer',
  occurred_at: 'timestamptz',
  silenced: 'boolean',
  revises: 'uuid',
  reason: 'text',
  recheck: 'boolean',
  revised: 'boolean',
};

/** Lengthens the log, in the order given. Only for a transaction that has locked it; tell of it (`EVENTS`) after the commit. */
export async function appendEvents(
  transaction: Queryable,
  workspaceId: string,
  drafts: readonly KpiEventDraft[],
): Promise<KpiEvent[]> {
  if (drafts.length === 0) return [];
  const [row] = await transaction.query<{ last: number }>(sql`
    update event_logs set sequence = sequence + ${drafts.length} where workspace_id = ${workspaceId} returning sequence as last`);
  const first = row!.last - drafts.length + 1;
  const events = drafts.map(
    (draft, index): KpiEvent => ({ ...draft, workspaceId, sequence: first + index, revised: false }),
  );
  await insertRows(transaction, 'kpi_events', columns, events.map(toRow));
  const takenBack = events.flatMap(({ revises }) => (revises ? [revises] : []));
  if (takenBack.length > 0)
    await transaction.query(sql`
      update kpi_events set revised = true, recheck = false where workspace_id = ${workspaceId} and id = any(${takenBack}::uuid[])`);
  return events;
}

function toRow(event: KpiEvent): Row {
  return {
    workspace_id: event.workspaceId,
    id: event.id,
    sequence: event.sequence,
    kind: event.kind,
    rule_id: event.ruleId,
    rule_version: event.ruleVersion,
    kpi: event.kpi,
    severity: event.severity,
    instance: event.instance,
    value: event.value,
    kpi_value: event.kpiValue,
    threshold: event.threshold,
    window_from: event.windowFrom,
    window_to: event.windowTo,
    time_zone: event.timeZone,
    sample_size: event.sampleSize,
    occurred_at: event.occurredAt.getTime(),
    silenced: event.silenced,
    revises: event.revises,
    reason: event.reason,
    recheck: false,
    revised: false,
  };
}
