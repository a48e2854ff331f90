import { sql } from 'kysely';
import { type Columns, insertRows } from '../../database/bulk.ts';
import type { Queryable } from '../../database/database.ts';
import type { Sighting } from '../judge.ts';
import type { Judgement, Phase } from '../state-machine.ts';

/** One look at one instance that changed its state or took an event back. */
export interface EvaluationPoint extends Sighting {
  ruleId: string;
  ruleVersion: number;
  instance: string;
  at: Date;
  dataVersion: number;
  windowFrom: string;
  windowTo: string;
  judgement: Judgement;
  phaseBefore: Phase;
  phaseAfter: Phase;
  /** The event that it made. */
  eventId: string | null;
  /** The event that was looked at again. */
  rechecks: string | null;
}

const columns: Columns = {
  workspace_id: 'uuid',
  number: 'bigint',
  rule_id: 'uuid',
  rule_version: 'integer',
  instance: 'text',
  at: 'timestamptz',
  data_version: 'bigint',
  window_from: 'date',
  window_to: 'date',
  kpi_value: 'double precision',
  other_value: 'double precision',
  value: 'double precision',
  low: 'double precision',
  high: 'double precision',
  sample_size: 'integer',
  status: 'text',
  guard: 'boolean',
  judgement: 'text',
  phase_before: 'text',
  phase_after: 'text',
  event_id: 'uuid',
  rechecks: 'uuid',
};

/** In order. Only for a transaction that has locked the log. */
export async function writePoints(
  on: Queryable,
  workspaceId: string,
  points: readonly EvaluationPoint[],
): Promise<void> {
  if (points.length === 0) return;
  const [row] = await on.query<{ last: number }>(
    sql`update event_logs set points = points + ${points.length} where workspace_id = ${workspaceId} returning points as last`,
  );
  const first = row!.last - points.length + 1;
  await insertRows(
    on,
    'evaluation_points',
    columns,
    points.map((point, index) => ({
      workspace_id: workspaceId,
      number: first + index,
      rule_id: point.ruleId,
      rule_version: point.ruleVersion,
      instance: point.instance,
      at: point.at.getTime(),
      data_version: point.dataVersion,
      window_from: point.windowFrom,
      window_to: point.windowTo,
      kpi_value: point.kpiValue,
      other_value: point.otherValue,
      value: point.value,
      low: point.interval?.low ?? null,
      high: point.interval?.high ?? null,
      sample_size: point.sampleSize,
      status: point.status,
      guard: point.guard,
      judgement: point.judgement,
      phase_before: point.phaseBefore,
      phase_after: point.phaseAfter,
      event_id: point.eventId,
      rechecks: point.rechecks,
    })),
  );
}
