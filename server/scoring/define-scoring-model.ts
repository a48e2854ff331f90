import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { writeWorkspace } from '../database/workspace-write.ts';
import type { ScoringRules } from '../journeys/scoring-rules.ts';
import { activeModel, insertModel, newestModels, type ScoringModelRecord } from './scoring-models.ts';

/** Topic that wakes whoever scores leads: a model was set. */
export const MODEL_SET = 'funnel_scoring';

/**
 * Sets a new version of the rules, which have been checked. Leads are scored by it in the background, in the slot that the active model
 * does not use; until all of them are, scores and KPIs stay those of the active one. A model that was still being scored is given up.
 */
export async function defineScoringModel(
  database: Database,
  workspaceId: string,
  rules: ScoringRules,
  now: Date,
): Promise<ScoringModelRecord> {
  const model = await writeWorkspace(database, workspaceId, async (write) => {
    const active = await activeModel(write, workspaceId);
    const [newest] = await newestModels(write, workspaceId, 1);
    // The default rules become a row as soon as there are others, so that the history is whole.
    if (active.version === 1) await insertModel(write, workspaceId, active);
    await write.query(sql`
      update scoring_models set status = 'SUPERSEDED' where workspace_id = ${workspaceId} and status = 'SCORING'`);
    const [leads] = await write.query<{ count: number }>(
      sql`select count(*) as count from leads where workspace_id = ${workspaceId}`,
    );
    const model: ScoringModelRecord = {
      version: newest!.version + 1,
      rules,
      slot: active.slot === 'A' ? 'B' : 'A',
      status: 'SCORING',
      createdAt: now,
      activatedAt: null,
      leadsScored: 0,
      leadsTotal: leads!.count,
    };
    await insertModel(write, workspaceId, model);
    write.markChanged();
    return model;
  });
  await database.notify(MODEL_SET, workspaceId);
  return model;
}
