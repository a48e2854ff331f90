import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { Found } from '../database/shared-answers.ts';
import { type Context, perContext } from '../graphql/context.ts';
import { requestError } from '../graphql/request-error.ts';
import type { FunnelInfo, StageCategory } from '../kpi/types.ts';
import type { FunnelSettings } from './settings.ts';

export interface StageRecord {
  id: string;
  funnelId: string;
  key: string;
  nameEn: string | null;
  nameZh: string | null;
  position: number;
  category: StageCategory;
}

export interface FunnelRecord extends FunnelInfo, FunnelSettings {
  nameEn: string | null;
  nameZh: string | null;
  isDefault: boolean;
  stages: StageRecord[];
}

/**
 * All funnels that may be seen with their stages, the default one first: few, so one statement serves all, and is shared. Of an embed
 * token locked to a funnel it is that alone: there is no other way to a funnel.
 */
export const funnelsOf = perContext(async ({ database, workspace, credential: { token }, answers }) => {
  const funnels = await answers.find('funnels', () => findFunnels(database, workspace.id));
  return token?.funnel ? funnels.filter(({ key }) => key === token.funnel) : funnels;
});

/** The funnel with that key, without one the default. */
export async function funnelByKey(key: string | null | undefined, context: Context): Promise<FunnelRecord> {
  const funnels = await funnelsOf(context);
  const found = funnels.find((funnel) => (key ? funnel.key === key : funnel.isDefault));
  if (found) return found;
  throw requestError(
    'UNKNOWN_FUNNEL',
    `There is no funnel '${key?.slice(0, 100)}'; there is ${funnels.map((funnel) => funnel.key).join(', ')}.`,
  );
}

export async function readFunnels(on: Queryable, workspaceId: string): Promise<FunnelRecord[]> {
  return (await findFunnels(on, workspaceId)).value;
}

async function findFunnels(on: Queryable, workspaceId: string): Promise<Found<FunnelRecord[]>> {
  const rows = await on.query<StageRecord & FunnelColumns>(
    sql`
    select s.id, s.funnel_id as "funnelId", s.key, s.name_en as "nameEn", s.name_zh as "nameZh", s.position, s.category,
           f.key as funnel_key, f.name_en as funnel_name_en, f.name_zh as funnel_name_zh, f.is_default, f.qualified_threshold,
           f.skip_policy, f.lead_churn_days, f.customer_churn_days, f.follow_up_effect_days, f.stalled_after_days, f.activity_weights,
           (select w.data_version from workspaces w where w.workspace_id = ${workspaceId}) as data_version
    from stages s join funnels f on f.workspace_id = s.workspace_id and f.id = s.funnel_id
    where s.workspace_id = ${workspaceId} and f.workspace_id = ${workspaceId}
    order by f.is_default desc, f.key, s.position`,
    { plannedOnce: true, lane: 'look-up' },
  );
  const funnels = new Map<string, FunnelRecord>();
  for (const row of rows) {
    const funnel = funnels.get(row.funnelId) ?? funnelRecord(row);
    const { id, funnelId, key, nameEn, nameZh, position, category } = row;
    funnel.stages.push({ id, funnelId, key, nameEn, nameZh, position, category });
    funnels.set(funnel.id, funnel);
  }
  return { value: [...funnels.values()], version: rows[0]!.data_version, size: rows.length };
}

function funnelRecord(row: StageRecord & FunnelColumns): FunnelRecord {
  return {
    id: row.funnelId,
    key: row.funnel_key,
    nameEn: row.funnel_name_en,
    nameZh: row.funnel_name_zh,
    isDefault: row.is_default,
    qualifiedThreshold: row.qualified_threshold,
    skipPolicy: row.skip_policy,
    leadChurnDays: row.lead_churn_days,
    customerChurnDays: row.customer_churn_days,
    followUpEffectDays: row.follow_up_effect_days,
    stalledAfterDays: row.stalled_after_days,
    activityWeights: row.activity_weights,
    stages: [],
  };
}

interface FunnelColumns {
  funnel_key: string;
  funnel_name_en: string | null;
  funnel_name_zh: string | null;
  is_default: boolean;
  qualified_threshold: number;
  skip_policy: FunnelRecord['skipPolicy'];
  lead_churn_days: number;
  customer_churn_days: number | null;
  follow_up_effect_days: number;
  stalled_after_days: number | null;
  activity_weights: Record<string, number> | null;
  data_version: number;
}
