import { sql } from 'kysely';
import { type Slot, scoreColumn } from '../journeys/lead-scores.ts';
import type { QueryContext, Sql } from './sources.ts';

/**
 * The quality score of a lead (a row of lead_journeys as alias j) by the workspace's active scoring model. A lead has two scores, each by
 * the model in its slot. The model is looked up once a statement and in its snapshot, so no answer ever mixes two models.
 */
export function qualityScore({ workspaceId, scoreSlot }: QueryContext): Sql {
  const column = (slot: Slot) => sql.ref(`j.${scoreColumn[slot]}`);
  return scoreSlot
    ? column(scoreSlot)
    : sql`(case when ${isSlotA(workspaceId)} then ${column('A')} else ${column('B')} end)`;
}

/** Whether the active model has filled slot A. */
export function isSlotA(workspaceId: string | Sql): Sql {
  return sql`coalesce((select m.slot from scoring_models m where m.workspace_id = ${workspaceId} and m.status = 'ACTIVE'), 'A') = 'A'`;
}
