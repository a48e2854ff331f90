import { sql } from 'kysely';
import type { QueryContext, Sql } from './sources.ts';

/**
 * The quality score of a lead (a row of lead_journeys as alias j) by the workspace's active scoring model. A lead has two scores, each by
 * the model in its slot. The model is looked up once a statement and in its snapshot, so no answer ever mixes two models.
 */
export function qualityScore({ workspaceId }: QueryContext): Sql {
  return sql`(case when coalesce((select m.slot from scoring_models m where m.workspace_id = ${workspaceId} and m.status = 'ACTIVE'), 'A') = 'A'
    then j.quality_score_a else j.quality_score_b end)`;
}
