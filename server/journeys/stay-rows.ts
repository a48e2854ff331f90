import { sql } from 'kysely';
import { integerArray, uuidArray } from '../database/binary-arrays.ts';
import { type Columns, insertRows, type Row, upsertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import type { LeadJourney } from './lead-journey.ts';
import type { JourneyFunnel } from './read-lead-facts.ts';

const columns: Columns = {
  workspace_id: 'uuid',
  lead_id: 'uuid',
  ordinal: 'integer',
  funnel_id: 'uuid',
  stage_id: 'uuid',
  position: 'integer',
  entered_at: 'timestamptz',
  left_at: 'timestamptz',
  seen_from: 'timestamptz',
  seen_until: 'timestamptz',
};

export interface StayRow extends Row {
  lead_id: string;
}

export function stayRows(
  workspaceId: string,
  lead: { id: string; funnelId: string },
  { stays }: LeadJourney,
  funnel: JourneyFunnel,
): StayRow[] {
  return stays.map(({ position, enteredAt, leftAt, seenFrom, seenUntil }, index) => ({
    workspace_id: workspaceId,
    lead_id: lead.id,
    ordinal: index + 1,
    funnel_id: lead.funnelId,
    stage_id: funnel.stageIds[position - 1],
    position,
    entered_at: enteredAt,
    left_at: leftAt,
    seen_from: seenFrom,
    seen_until: seenUntil,
  }));
}

/** Writes all stays of these leads; of those in `made` there were none. */
export async function writeStays(
  on: Queryable,
  workspaceId: string,
  leadIds: readonly string[],
  rows: readonly StayRow[],
  made: ReadonlySet<string>,
): Promise<void> {
  const known = rows.filter(({ lead_id }) => !made.has(lead_id));
  const counts = new Map(leadIds.filter((id) => !made.has(id)).map((id) => [id, 0]));
  for (const { lead_id } of known) counts.set(lead_id, counts.get(lead_id)! + 1);
  await Promise.all([
    counts.size > 0 && removeStaysBeyond(on, workspaceId, counts),
    upsertRows(on, 'lead_stays', columns, ['workspace_id', 'lead_id', 'ordinal'], known, { unchanged: 'skip' }),
    insertRows(
      on,
      'lead_stays',
      columns,
      rows.filter(({ lead_id }) => made.has(lead_id)),
    ),
  ]);
}

async function removeStaysBeyond(
  on: Queryable,
  workspaceId: string,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  await on.query(sql`
    delete from lead_stays s using unnest(${uuidArray([...counts.keys()])}, ${integerArray([...counts.values()])}) as kept(lead_id, stays)
    where s.workspace_id = ${workspaceId} and s.lead_id = kept.lead_id and s.ordinal > kept.stays`);
}
