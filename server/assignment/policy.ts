import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';

export type AssignmentStrategy = 'ROUND_ROBIN' | 'FREE_CAPACITY';

/** Who gets the new leads of a funnel that come without an owner. */
export interface AssignmentPolicy {
  isActive: boolean;
  /** Quality score from which a lead is assigned; null: any lead, scored or not. */
  minimumScore: number | null;
  strategy: AssignmentStrategy;
  /** Keys of owners who take part. */
  owners: readonly string[];
  /** Teams whose owners take part, whoever that is when a lead comes. */
  teams: readonly string[];
  /** Leads created longer ago are history, and left alone. */
  maximumAgeDays: number;
}

export interface StoredPolicy extends AssignmentPolicy {
  funnelId: string;
  /** ROUND_ROBIN: key of the owner whose turn was last; null: nobody's yet. */
  lastOwner: string | null;
}

export function readPolicies(
  on: Queryable,
  workspaceId: string,
  funnelIds: readonly string[],
): Promise<StoredPolicy[]> {
  return on.query(sql`
    select funnel_id as "funnelId", is_active as "isActive", minimum_score as "minimumScore", strategy, owners, teams,
           maximum_age_days as "maximumAgeDays", last_owner as "lastOwner"
    from assignment_policies where workspace_id = ${workspaceId} and funnel_id = any(${[...funnelIds]}::uuid[])`);
}

export async function isAnyPolicyActive(on: Queryable, workspaceId: string): Promise<boolean> {
  const rows = await on.query(
    sql`select 1 from assignment_policies where workspace_id = ${workspaceId} and is_active limit 1`,
  );
  return rows.length > 0;
}

/** Makes the policy of a funnel, or replaces it; whose turn it is stays. */
export async function writePolicy(
  on: Queryable,
  workspaceId: string,
  funnelId: string,
  { isActive, minimumScore, strategy, owners, teams, maximumAgeDays }: AssignmentPolicy,
): Promise<void> {
  await on.query(sql`
    insert into assignment_policies
      (workspace_id, funnel_id, is_active, minimum_score, strategy, owners, teams, maximum_age_days)
    values (${workspaceId}, ${funnelId}, ${isActive}, ${minimumScore}, ${strategy}, ${[...owners]}::text[],
            ${[...teams]}::text[], ${maximumAgeDays})
    on conflict (workspace_id, funnel_id) do update
    set is_active = excluded.is_active, minimum_score = excluded.minimum_score, strategy = excluded.strategy,
        owners = excluded.owners, teams = excluded.teams, maximum_age_days = excluded.maximum_age_days`);
}
