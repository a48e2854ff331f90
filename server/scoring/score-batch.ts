import { sql } from 'kysely';
import { CellChanges } from '../cells/cell-changes.ts';
import { readShares } from '../cells/share.ts';
import type { Database, Queryable } from '../database/database.ts';
import { writeWorkspace } from '../database/workspace-write.ts';
import { type Slot, scoreLeads } from '../journeys/lead-scores.ts';
import type { ScoringRules } from '../journeys/scoring-rules.ts';

/** A model by which leads are being scored, and how far that has come. */
export interface ModelInScoring {
  workspaceId: string;
  version: number;
  scoredThrough: string | null;
}

/** Of all workspaces, without locks. */
export function modelsInScoring(on: Queryable): Promise<ModelInScoring[]> {
  return on.query(sql`
    select workspace_id as "workspaceId", version, scored_through as "scoredThrough" from scoring_models
    where status = 'SCORING' order by workspace_id`);
}

/** The last lead in order of id; null without any. */
export async function lastLead(on: Queryable, workspaceId: string): Promise<string | null> {
  const [last] = await on.query<{ id: string }>(
    sql`select id from leads where workspace_id = ${workspaceId} order by id desc limit 1`,
  );
  return last?.id ?? null;
}

export interface Batch {
  /** How many leads. */
  count: number;
  /** The last lead to score, as of some moment after the model was set: those that come later are scored by it as they come. */
  through: string | null;
  now: Date;
}

/**
 * Scores the next leads by the model, in a transaction of its own: writers of the workspace get through between two batches, readers
 * always. With the last of them the model becomes the active one: from that commit on every score and KPI is its own.
 * Gives the last lead scored; undefined where there is nothing more to do, since the model is active or superseded.
 */
export async function scoreBatch(
  database: Database,
  { workspaceId, version }: Pick<ModelInScoring, 'workspaceId' | 'version'>,
  { count, through, now }: Batch,
): Promise<string | undefined> {
  return writeWorkspace(database, workspaceId, async (write) => {
    const [model] = await write.query<{ rules: ScoringRules; slot: Slot; after: string | null }>(sql`
      select rules, slot, scored_through as after from scoring_models
      where workspace_id = ${workspaceId} and version = ${version} and status = 'SCORING'`);
    if (!model) return undefined;
    const range = { after: model.after, through, count };
    const scored = await scoreLeads(write, workspaceId, model, range, async (ids, work) => {
      const shares = () => readShares(write, workspaceId, [{ source: 'leadsCreated', way: 0, ids, except: [] }]);
      const before = await shares();
      await work();
      const cells = new CellChanges();
      cells.move(before, await shares());
      await cells.write(write, workspaceId);
    });
    const last = scored.at(-1);
    await write.query(sql`
      update scoring_models
      set scored_through = ${last ?? model.after}::uuid, leads_scored = leads_scored + ${scored.length}::integer,
          leads_total = greatest(leads_total, leads_scored + ${scored.length}::integer)
      where workspace_id = ${workspaceId} and version = ${version}`);
    if (scored.length === count) return last;
    await activate(write, workspaceId, version, now);
    write.markChanged();
    return undefined;
  });
}

async function activate(on: Queryable, workspaceId: string, version: number, now: Date): Promise<void> {
  await on.query(sql`
    update scoring_models set status = 'SUPERSEDED' where workspace_id = ${workspaceId} and status = 'ACTIVE'`);
  // Leads that came or went meanwhile are no part of what is left to do.
  await on.query(sql`
    update scoring_models set status = 'ACTIVE', activated_at = ${now}, leads_total = leads_scored
    where workspace_id = ${workspaceId} and version = ${version}`);
}
