import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import { CELLS_VERSION } from '../cells/version.ts';
import type { Database, Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { JOURNEYS_VERSION } from '../journeys/version.ts';

/** The stages that a new workspace's funnel `sales` begins with. */
export const defaultStages = [
  { key: 'lead', category: 'ACQUISITION', name: { en: 'Lead', zh: '线索获取' } },
  { key: 'nurturing', category: 'NURTURING', name: { en: 'Nurturing', zh: '线索培育' } },
  { key: 'opportunity', category: 'OPPORTUNITY', name: { en: 'Opportunity', zh: '机会管理' } },
  { key: 'won', category: 'RETENTION', name: { en: 'Won', zh: '成交与复购' } },
] as const;

export interface NewWorkspace {
  name: string;
  timeZone: string;
  currency: string;
  now: Date;
}

/** A workspace with its default funnel, without facts and without keys. */
export function makeWorkspace(database: Database, workspace: NewWorkspace): Promise<WorkspaceInfo> {
  return database.transaction((transaction) => makeWorkspaceWithin(transaction, workspace));
}

/** The same inside a transaction that does more. */
export async function makeWorkspaceWithin(
  transaction: Queryable,
  { name, timeZone, currency, now }: NewWorkspace,
): Promise<WorkspaceInfo> {
  const id = uuid();
  const funnelId = uuid();
  await transaction.query(sql`
    insert into workspaces (workspace_id, name, time_zone, currency, journeys_version, cells_version, created_at)
    values (${id}, ${name}, ${timeZone}, ${currency}, ${JOURNEYS_VERSION}, ${CELLS_VERSION}, ${now})`);
  await transaction.query(sql`
    insert into funnels (workspace_id, id, key, name_en, name_zh, is_default)
    values (${id}, ${funnelId}, 'sales', 'Sales', '销售漏斗', true)`);
  for (const [index, stage] of defaultStages.entries())
    await transaction.query(sql`
      insert into stages (workspace_id, id, funnel_id, key, name_en, name_zh, position, category)
      values (${id}, ${uuid()}, ${funnelId}, ${stage.key}, ${stage.name.en}, ${stage.name.zh}, ${index + 1}, ${stage.category})`);
  return { id, timeZone, currency };
}

export async function hasWorkspace(on: Queryable): Promise<boolean> {
  return (await on.query(sql`select 1 from workspaces limit 1`)).length > 0;
}
