import { type RawBuilder, sql } from 'kysely';
import { uuidArray } from '../database/binary-arrays.ts';
import type { Queryable } from '../database/database.ts';
import type { ActivityFact } from './activity-journey.ts';
import type { FunnelShape, LeadFacts } from './lead-journey.ts';

/** Reads what the journeys of leads are made of: one statement a kind of fact, however many leads. */

export interface LeadRow {
  id: string;
  funnel_id: string;
  created_at: Date;
  channel_id: string | null;
  owner_id: string | null;
  product_id: string | null;
  industry: string | null;
  region: string | null;
  company_size: number | null;
  tags: string[];
}

export async function readLeads(on: Queryable, workspaceId: string, leadIds: readonly string[]): Promise<LeadRow[]> {
  return on.query<LeadRow>(sql`
    select id, funnel_id, created_at, channel_id, owner_id, product_id, industry, region, company_size, tags
    from leads where workspace_id = ${workspaceId} and id = any(${uuidArray(leadIds)})`);
}

export interface JourneyFunnel {
  shape: FunnelShape;
  qualifiedThreshold: number;
  /** Position by stage key. */
  positions: Map<string, number>;
  stageIds: string[];
  /** Of interactions, by kind; of the kinds whose weight was set. */
  activityWeights: Readonly<Record<string, number>> | null;
}

/** By id. */
export type JourneyFunnels = ReadonlyMap<string, JourneyFunnel>;

export async function readFunnels(on: Queryable, workspaceId: string): Promise<JourneyFunnels> {
  const rows = await on.query<{
    funnel_id: string;
    skip_policy: FunnelShape['skipPolicy'];
    qualified_threshold: number;
    activity_weights: JourneyFunnel['activityWeights'];
    id: string;
    key: string;
    category: string;
  }>(sql`
    select s.funnel_id, f.skip_policy, f.qualified_threshold, f.activity_weights, s.id, s.key, s.category
    from stages s join funnels f on f.workspace_id = s.workspace_id and f.id = s.funnel_id
    where s.workspace_id = ${workspaceId} and f.workspace_id = ${workspaceId}
    order by s.funnel_id, s.position`);
  return new Map(
    [...groupBy(rows, (row) => row.funnel_id)].map(([id, stages]) => {
      const opportunity = stages.findIndex((stage) => stage.category === 'OPPORTUNITY');
      return [
        id,
        {
          shape: {
            stageCount: stages.length,
            opportunityPosition: opportunity < 0 ? null : opportunity + 1,
            skipPolicy: stages[0]!.skip_policy,
          },
          qualifiedThreshold: stages[0]!.qualified_threshold,
          positions: new Map(stages.map((stage, index) => [stage.key, index + 1])),
          stageIds: stages.map((stage) => stage.id),
          activityWeights: stages[0]!.activity_weights,
        },
      ];
    }),
  );
}

export interface TransitionRow {
  lead_id: string;
  at: Date;
  to_stage: string;
}

/** @param known those of them that are new and whole already, by id. */
export async function readTransitions(
  on: Queryable,
  of: OfLeads,
  known: ReadonlyMap<string, TransitionRow> = new Map(),
) {
  const rows = await on.query<TransitionRow>(
    sql`select lead_id, at, to_stage from transitions where ${condition(of)} ${but(known)}`,
  );
  return byLead(of, rows, known);
}

export interface OpportunityRow {
  lead_id: string;
  opened_at: Date;
  won_at: Date | null;
  lost_at: Date | null;
}

export async function readOpportunities(on: Queryable, of: OfLeads) {
  const rows = await on.query<OpportunityRow>(
    sql`select lead_id, opened_at, won_at, lost_at from opportunities where ${condition(of)}`,
  );
  return byLead(of, rows);
}

/** Rows of one lead as the facts that decide its way. A move to a stage that the funnel no longer has says nothing. */
export function wayFacts(
  { positions }: JourneyFunnel,
  transitions: readonly TransitionRow[] = [],
  opportunities: readonly OpportunityRow[] = [],
): Pick<LeadFacts, 'transitions' | 'opportunities'> {
  return {
    transitions: transitions.flatMap(({ at, to_stage }) => {
      const to = to_stage === 'lost' ? 'lost' : positions.get(to_stage);
      return to === undefined ? [] : [{ at: at.getTime(), to }];
    }),
    opportunities: opportunities.map(({ opened_at, won_at, lost_at }) => ({
      openedAt: opened_at.getTime(),
      wonAt: won_at?.getTime() ?? null,
      lostAt: lost_at?.getTime() ?? null,
    })),
  };
}

export interface ActivityRow {
  id: string;
  lead_id: string;
  kind: string;
  direction: ActivityFact['direction'];
  at: Date;
  owner_id: string | null;
  responded_at: Date | null;
  arrival: number;
}

/** @param known those of them that are new and whole already, by id. */
export async function readActivities(on: Queryable, of: OfLeads, known: ReadonlyMap<string, ActivityRow> = new Map()) {
  const rows = await on.query<ActivityRow>(sql`
    select id, lead_id, kind, direction, at, owner_id, responded_at, arrival from activities where ${condition(of)} ${but(known)}`);
  return byLead(of, rows, known);
}

/** Whose facts are to be read. */
export interface OfLeads {
  workspaceId: string;
  leadIds: readonly string[];
}

function condition({ workspaceId, leadIds }: OfLeads): RawBuilder<unknown> {
  return sql`workspace_id = ${workspaceId} and lead_id = any(${uuidArray(leadIds)})`;
}

function but(known: ReadonlyMap<string, unknown>): RawBuilder<unknown> {
  return known.size > 0 ? sql`and id <> all(${uuidArray([...known.keys()])})` : sql``;
}

function byLead<Row extends { lead_id: string }>(
  { leadIds }: OfLeads,
  rows: Row[],
  known?: ReadonlyMap<string, Row>,
): Map<string, Row[]> {
  const asked = new Set(known?.size ? leadIds : []);
  for (const row of known?.values() ?? []) if (asked.has(row.lead_id)) rows.push(row);
  return groupBy(rows, (row) => row.lead_id);
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
