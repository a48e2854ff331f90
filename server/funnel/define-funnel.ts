import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { replaceCells } from '../cells/rebuild.ts';
import type { Database, Queryable } from '../database/database.ts';
import { type WorkspaceWrite, writeWorkspace } from '../database/workspace-write.ts';
import { nextIds } from '../journeys/batches.ts';
import { refreshLeads } from '../journeys/refresh-leads.ts';
import { changedBy } from '../kpi/kept.ts';
import type { StageCategory } from '../kpi/types.ts';
import { type FunnelRecord, readFunnels } from './funnel.loaders.ts';
import { changeSettings, type FunnelSettings, type SettingsChange } from './settings.ts';

export interface FunnelDefinition extends SettingsChange {
  key: string;
  name: { en?: string | null | undefined; zh?: string | null | undefined };
  stages: readonly {
    key: string;
    name: { en?: string | null | undefined; zh?: string | null | undefined };
    category: StageCategory;
  }[];
}

/**
 * Makes a funnel or changes the one with this key; the definition has been checked. Facts stay, since they name stages by key: leads
 * whose stages changed get their journeys anew in the same transaction, so nobody sees old journeys beside new stages.
 */
export async function defineFunnel(
  database: Database,
  workspaceId: string,
  definition: FunnelDefinition,
): Promise<FunnelRecord> {
  return writeWorkspace(database, workspaceId, async (write) => {
    const known = (await readFunnels(write, workspaceId)).find(({ key }) => key === definition.key);
    const settings = changeSettings(definition, known);
    const funnelId = await writeFunnel(write, workspaceId, definition, settings, known);
    await writeStages(write, workspaceId, funnelId, definition, known);
    const shape = shapeOf(definition.stages, settings);
    if (known && shapeOf(known.stages, known) !== shape) {
      await refreshLeadsOf(write, workspaceId, funnelId);
      await replaceCells(write, workspaceId, sourcesOfLeads, funnelId);
    } else if (known && known.qualifiedThreshold !== settings.qualifiedThreshold)
      await replaceCells(write, workspaceId, ['leadsCreated'], funnelId);
    write.markChanged();
    return (await readFunnels(write, workspaceId)).find(({ id }) => id === funnelId)!;
  });
}

async function writeFunnel(
  on: Queryable,
  workspaceId: string,
  { key, name }: FunnelDefinition,
  settings: FunnelSettings,
  known: FunnelRecord | undefined,
): Promise<string> {
  const id = known?.id ?? uuid();
  const columns = {
    name_en: name.en ?? null,
    name_zh: name.zh ?? null,
    qualified_threshold: settings.qualifiedThreshold,
    skip_policy: settings.skipPolicy,
    lead_churn_days: settings.leadChurnDays,
    customer_churn_days: settings.customerChurnDays,
    follow_up_effect_days: settings.followUpEffectDays,
    stalled_after_days: settings.stalledAfterDays,
    activity_weights: settings.activityWeights && JSON.stringify(settings.activityWeights),
  };
  const names = Object.keys(columns);
  await on.query(sql`
    insert into funnels (workspace_id, id, key, is_default, ${sql.join(names.map((column) => sql.ref(column)))})
    values (${workspaceId}, ${id}, ${key}, false, ${sql.join(Object.values(columns))})
    on conflict (workspace_id, id) do update
    set ${sql.join(names.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))}`);
  return id;
}

/** A stage that keeps its key keeps its id. Stays in those that are gone go as their leads’ journeys are written anew. */
async function writeStages(
  on: Queryable,
  workspaceId: string,
  funnelId: string,
  { stages }: FunnelDefinition,
  known: FunnelRecord | undefined,
): Promise<void> {
  const keys = stages.map(({ key }) => key);
  await on.query(sql`
    delete from stages where workspace_id = ${workspaceId} and funnel_id = ${funnelId} and not key = any(${keys}::text[])`);
  for (const [index, { key, name, category }] of stages.entries()) {
    const id = known?.stages.find((stage) => stage.key === key)?.id ?? uuid();
    await on.query(sql`
      insert into stages (workspace_id, id, funnel_id, key, name_en, name_zh, position, category)
      values (${workspaceId}, ${id}, ${funnelId}, ${key}, ${name.en ?? null}, ${name.zh ?? null}, ${index + 1}, ${category})
      on conflict (workspace_id, id) do update
      set name_en = excluded.name_en, name_zh = excluded.name_zh, position = excluded.position, category = excluded.category`);
  }
}

/** What journeys depend on. */
function shapeOf(
  stages: readonly { key: string; category: StageCategory }[],
  { skipPolicy, activityWeights }: Pick<FunnelSettings, 'skipPolicy' | 'activityWeights'>,
): string {
  // The database gives the weights in an order of its own.
  const weights = Object.entries(activityWeights ?? {}).sort();
  return JSON.stringify([skipPolicy, weights, stages.map(({ key, category }) => [key, category])]);
}

const sourcesOfLeads = changedBy('leads');

/** Of what a lead has, its journey, its stays and its activities depend on stages; customers, orders and opportunities do not. */
async function refreshLeadsOf(write: WorkspaceWrite, workspaceId: string, funnelId: string): Promise<void> {
  let after: string | null = null;
  do {
    const ids: string[] = await nextIds(write, workspaceId, 'leads', sql`funnel_id = ${funnelId}`, after);
    await refreshLeads(write, workspaceId, ids);
    after = ids.at(-1) ?? null;
  } while (after !== null);
}
