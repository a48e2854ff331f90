import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { Slot } from '../journeys/lead-scores.ts';
import { defaultRules, type ScoringRules } from '../journeys/scoring-rules.ts';

export type ModelStatus = 'SCORING' | 'ACTIVE' | 'SUPERSEDED';

/** A version of the scoring rules, with how far leads have been scored by it. */
export interface ScoringModelRecord {
  version: number;
  rules: ScoringRules;
  slot: Slot;
  status: ModelStatus;
  createdAt: Date;
  activatedAt: Date | null;
  leadsScored: number;
  leadsTotal: number;
}

/** The model that scores are shown by now. */
export async function activeModel(on: Queryable, workspaceId: string): Promise<ScoringModelRecord> {
  const [model] = await readModels(on, workspaceId, sql`m.status = 'ACTIVE'`, 1);
  return model!;
}

/** The newest first; the one that leads are being scored by, where there is one, is the newest. */
export function newestModels(on: Queryable, workspaceId: string, count: number): Promise<ScoringModelRecord[]> {
  return readModels(on, workspaceId, sql`true`, count);
}

interface ModelRow extends Omit<ScoringModelRecord, 'version'> {
  version: number | null;
  workspaceCreatedAt: Date;
}

/** Of a workspace without any models: the default rules, which it has had since it was made. */
async function readModels(
  on: Queryable,
  workspaceId: string,
  which: RawBuilder<unknown>,
  count: number,
): Promise<ScoringModelRecord[]> {
  const rows = await on.query<ModelRow>(sql`
    select w.created_at as "workspaceCreatedAt", m.version, m.rules, m.slot, m.status, m.created_at as "createdAt",
           m.activated_at as "activatedAt", m.leads_scored as "leadsScored", m.leads_total as "leadsTotal"
    from workspaces w left join scoring_models m on m.workspace_id = ${workspaceId} and ${which}
    where w.workspace_id = ${workspaceId}
    order by m.version desc limit ${count}`);
  return rows.map(({ workspaceCreatedAt, version, ...model }) =>
    version === null ? defaultModel(workspaceCreatedAt) : { ...model, version },
  );
}

function defaultModel(createdAt: Date): ScoringModelRecord {
  return {
    version: 1,
    rules: defaultRules,
    slot: 'A',
    status: 'ACTIVE',
    createdAt,
    activatedAt: createdAt,
    leadsScored: 0,
    leadsTotal: 0,
  };
}

export async function insertModel(on: Queryable, workspaceId: string, model: ScoringModelRecord): Promise<void> {
  const { version, rules, slot, status, createdAt, activatedAt, leadsScored, leadsTotal } = model;
  await on.query(sql`
    insert into scoring_models
      (workspace_id, version, rules, slot, status, created_at, activated_at, leads_scored, leads_total)
    values (${workspaceId}, ${version}, ${JSON.stringify(rules)}::jsonb, ${slot}, ${status}, ${createdAt}, ${activatedAt},
            ${leadsScored}, ${leadsTotal})
    on conflict (workspace_id, version) do nothing`);
}
