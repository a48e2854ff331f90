import { insertRows, type Row, upsertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { unawaited } from '../database/given-statements.ts';
import type { WorkspaceWrite } from '../database/workspace-write.ts';
import { activityJourneys } from './activity-journey.ts';
import {
  type ActivityJourneyRow,
  activityJourneyRow,
  contact,
  writeActivityJourneys,
} from './activity-journey-rows.ts';
import { leadJourney } from './lead-journey.ts';
import { firstContacts, leadColumns, leadKey, wayRow } from './lead-journey-rows.ts';
import { type ScoreColumns, scoresOf } from './lead-scores.ts';
import { type LeadStanding, nothingRefreshed, type RefreshedLead, type RefreshedLeads } from './lead-standing.ts';
import {
  type ActivityRow,
  type JourneyFunnels,
  type LeadRow,
  type OpportunityRow,
  readActivities,
  readFunnels,
  readLeads,
  readOpportunities,
  readTransitions,
  type TransitionRow,
  wayFacts,
} from './read-lead-facts.ts';
import { type StayRow, stayRows, writeStays } from './stay-rows.ts';
import { nothingTouched, type Touched } from './touched.ts';

/** What the journeys of leads are made of. */
export interface LeadsWithFacts {
  leads: LeadRow[];
  transitions: ReadonlyMap<string, TransitionRow[]>;
  opportunities: ReadonlyMap<string, OpportunityRow[]>;
  activities: ReadonlyMap<string, ActivityRow[]>;
  scores: ReadonlyMap<string, ScoreColumns>;
}

/** Rewrites all journeys of these leads, their stays and their activities from facts: a fixed number of statements, however many leads. */
export async function refreshLeads(
  write: WorkspaceWrite,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<void> {
  const [facts, funnels] = await Promise.all([
    readLeadFacts(write, workspaceId, leadIds, nothingTouched()),
    readFunnels(write, workspaceId),
  ]);
  await rewriteLeads(write, workspaceId, facts, funnels, nothingTouched()).written;
}

/** undefined: there are no leads to read. */
export async function readLeadFacts(
  on: Queryable,
  workspaceId: string,
  leadIds: readonly string[],
  { made, ways, contacts }: Touched,
): Promise<LeadsWithFacts | undefined> {
  if (leadIds.length === 0) return undefined;
  const withFacts = leadIds.filter((id) => !made.has(id) || ways.has(id) || contacts.has(id));
  const ofLeads = { workspaceId, leadIds: withFacts };
  const [leads, transitions, opportunities, activities, scores] = await Promise.all([
    readLeads(on, workspaceId, leadIds),
    readTransitions(on, ofLeads),
    readOpportunities(on, ofLeads),
    readActivities(on, ofLeads),
    scoresOf(on, workspaceId, leadIds),
  ]);
  return { leads, transitions, opportunities, activities, scores };
}

/** Computes the journeys of leads whole, and gives the statements that write them. */
export function rewriteLeads(
  write: WorkspaceWrite,
  workspaceId: string,
  facts: LeadsWithFacts | undefined,
  funnels: JourneyFunnels,
  { made }: Touched,
): RefreshedLeads {
  if (!facts) return nothingRefreshed;
  const { leads, transitions, opportunities, activities, scores } = facts;
  const refreshed: RefreshedLead[] = [];
  const known: Row[] = [];
  const added: Row[] = [];
  const stays: StayRow[] = [];
  const activityRows: ActivityJourneyRow[] = [];
  for (const lead of leads) {
    const { id, funnel_id } = lead;
    const funnel = funnels.get(funnel_id)!;
    const createdAt = lead.created_at.getTime();
    const ofWay = wayFacts(funnel, transitions.get(id), opportunities.get(id));
    const journey = leadJourney({ createdAt, ...ofWay }, funnel.shape);
    const each = (activities.get(id) ?? []).map(contact);
    const score = scores.get(id);
    const first = firstContacts(each, createdAt);
    const quality_score_a = score?.quality_score_a ?? null;
    const quality_score_b = score?.quality_score_b ?? null;
    const way = wayRow(journey, createdAt);
    // Each column by name: a row put together out of others takes several times as long, and there are many.
    (made.has(id) ? added : known).push({
      workspace_id: workspaceId,
      lead_id: id,
      funnel_id,
      created_at: createdAt,
      channel_id: lead.channel_id,
      owner_id: lead.owner_id,
      product_id: lead.product_id,
      industry: lead.industry,
      region: lead.region,
      company_size: lead.company_size,
      tags: lead.tags,
      quality_score_a,
      quality_score_b,
      reached_at: way.reached_at,
      entered: way.entered,
      lost_toggles: way.lost_toggles,
      won_at: way.won_at,
      last_reached_at: way.last_reached_at,
      open_during: way.open_during,
      open_until: way.open_until,
      first_response_at: first.first_response_at,
      first_follow_up_at: first.first_follow_up_at,
      first_interaction_at: first.first_interaction_at,
    });
    const after: LeadStanding = {
      funnelId: funnel_id,
      createdAt,
      channelId: lead.channel_id,
      ownerId: lead.owner_id,
      qualityScoreA: quality_score_a,
      qualityScoreB: quality_score_b,
      qualifiedThreshold: funnel.qualifiedThreshold,
      reachedAt: journey.reachedAt,
      lostToggles: journey.lostToggles,
      first_response_at: first.first_response_at,
      first_follow_up_at: first.first_follow_up_at,
      first_interaction_at: first.first_interaction_at,
    };
    refreshed.push({ id, before: undefined, after, contacts: each });
    for (const row of stayRows(workspaceId, { id, funnelId: funnel_id }, journey, funnel)) stays.push(row);
    for (const [index, of] of activityJourneys(each, journey.advances, funnel.activityWeights).entries())
      activityRows.push(activityJourneyRow(workspaceId, funnel_id, each[index]!, of));
  }
  // These leads have just been read.
  const written = write.withKnownReferences(() =>
    unawaited([
      upsertRows(write, 'lead_journeys', leadColumns.whole, Object.keys(leadKey), known, { unchanged: 'skip' }),
      insertRows(write, 'lead_journeys', leadColumns.whole, added),
      writeActivityJourneys(write, activityRows, made),
      writeStays(
        write,
        workspaceId,
        leads.map(({ id }) => id),
        stays,
        made,
      ),
    ]),
  );
  return { leads: refreshed, written };
}
