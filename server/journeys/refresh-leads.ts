import { sql } from 'kysely';
import { type Columns, upsertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { type ActivityFact, activityJourneys, interactionAt } from './activity-journey.ts';
import { type LeadFacts, leadJourney } from './lead-journey.ts';
import { scoresOf } from './lead-scores.ts';
import {
  type ActivityRow,
  readActivities,
  readFunnels,
  readLeads,
  readOpportunities,
  readTransitions,
} from './read-lead-facts.ts';

const journeyColumns: Columns = {
  workspace_id: 'uuid',
  lead_id: 'uuid',
  funnel_id: 'uuid',
  created_at: 'timestamptz',
  channel_id: 'uuid',
  owner_id: 'uuid',
  product_id: 'uuid',
  industry: 'text',
  region: 'text',
  company_size: 'integer',
  tags: 'text[]',
  quality_score_a: 'numeric',
  quality_score_b: 'numeric',
  reached_at: 'timestamptz[]',
  entered: 'boolean[]',
  lost_toggles: 'timestamptz[]',
  won_at: 'timestamptz',
  last_reached_at: 'timestamptz',
  open_during: 'tstzmultirange',
  open_until: 'timestamptz',
  first_response_at: 'timestamptz',
  first_follow_up_at: 'timestamptz',
  first_interaction_at: 'timestamptz',
};

const activityColumns: Columns = {
  workspace_id: 'uuid',
  activity_id: 'uuid',
  lead_id: 'uuid',
  funnel_id: 'uuid',
  kind: 'text',
  direction: 'text',
  at: 'timestamptz',
  owner_id: 'uuid',
  responded_at: 'timestamptz',
  interaction_at: 'timestamptz',
  activity_score: 'double precision',
  next_score_at: 'timestamptz',
  previous_follow_up_at: 'timestamptz',
  next_interaction_at: 'timestamptz',
  advanced_at: 'timestamptz',
  starts_wait: 'boolean',
  answered_at: 'timestamptz',
};

const stayColumns: Columns = {
  workspace_id: 'uuid',
  lead_id: 'uuid',
  ordinal: 'integer',
  funnel_id: 'uuid',
  stage_id: 'uuid',
  position: 'integer',
  entered_at: 'timestamptz',
  left_at: 'timestamptz',
  seen_from: 'timestamptz',
  seen_until: 'timestamptz',
};

/** Rewrites the journeys of these leads, their stays and their activities from facts: a fixed number of statements, however many leads. */
export async function refreshLeads(on: Queryable, workspaceId: string, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0) return;
  const ofLeads = sql`workspace_id = ${workspaceId} and lead_id = any(${leadIds}::uuid[])`;
  const leads = await readLeads(on, workspaceId, leadIds);
  const funnels = await readFunnels(on, workspaceId);
  const transitions = await readTransitions(on, ofLeads);
  const opportunities = await readOpportunities(on, ofLeads);
  const activities = await readActivities(on, ofLeads);
  const scores = await scoresOf(on, workspaceId, leadIds);

  const journeyRows: Record<string, unknown>[] = [];
  const activityRows: Record<string, unknown>[] = [];
  const stayRows: Record<string, unknown>[] = [];
  const stayCounts: number[] = [];
  for (const lead of leads) {
    const funnel = funnels.get(lead.funnel_id)!;
    const facts: LeadFacts = {
      createdAt: lead.created_at.getTime(),
      transitions: (transitions.get(lead.id) ?? []).flatMap(({ at, to_stage }) => {
        const to = to_stage === 'lost' ? 'lost' : funnel.positions.get(to_stage);
        return to === undefined ? [] : [{ at: at.getTime(), to }];
      }),
      opportunities: (opportunities.get(lead.id) ?? []).map(({ opened_at, won_at, lost_at }) => ({
        openedAt: opened_at.getTime(),
        wonAt: won_at?.getTime() ?? null,
        lostAt: lost_at?.getTime() ?? null,
      })),
    };
    const journey = leadJourney(facts, funnel.shape);
    const contacts = activities.get(lead.id)?.map(activityFact) ?? [];
    journeyRows.push({
      ...lead,
      workspace_id: workspaceId,
      lead_id: lead.id,
      ...scores.get(lead.id),
      reached_at: journey.reachedAt.map(instant),
      entered: journey.entered,
      lost_toggles: journey.lostToggles.map(instant),
      won_at: instant(journey.reachedAt.at(-1) ?? null),
      last_reached_at: instant(Math.max(...journey.reachedAt.filter((at) => at !== null))),
      open_during: multirange(journey.openDuring),
      open_until: journey.openDuring.length === 0 ? lead.created_at : instant(journey.openDuring.at(-1)![1]),
      ...contactsOf(contacts, facts.createdAt),
    });
    for (const [index, of] of activityJourneys(contacts, journey.advances, funnel.activityWeights).entries()) {
      const { activity } = contacts[index]!;
      activityRows.push({
        ...activity,
        workspace_id: workspaceId,
        activity_id: activity.id,
        funnel_id: lead.funnel_id,
        interaction_at: instant(of.interactionAt),
        activity_score: of.activityScore,
        next_score_at: instant(of.nextScoreAt),
        previous_follow_up_at: instant(of.previousFollowUpAt),
        next_interaction_at: instant(of.nextInteractionAt),
        advanced_at: instant(of.advancedAt),
        starts_wait: of.startsWait,
        answered_at: instant(of.answeredAt),
      });
    }
    stayCounts.push(journey.stays.length);
    for (const [index, stay] of journey.stays.entries())
      stayRows.push({
        workspace_id: workspaceId,
        lead_id: lead.id,
        ordinal: index + 1,
        funnel_id: lead.funnel_id,
        stage_id: funnel.stageIds[stay.position - 1],
        position: stay.position,
        entered_at: instant(stay.enteredAt),
        left_at: instant(stay.leftAt),
        seen_from: instant(stay.seenFrom),
        seen_until: instant(stay.seenUntil),
      });
  }
  await upsertRows(on, 'lead_journeys', journeyColumns, ['workspace_id', 'lead_id'], journeyRows, skipUnchanged);
  await upsertRows(
    on,
    'activity_journeys',
    activityColumns,
    ['workspace_id', 'activity_id'],
    activityRows,
    skipUnchanged,
  );
  await on.query(sql`
    delete from lead_stays s using unnest(${leads.map(({ id }) => id)}::uuid[], ${stayCounts}::integer[]) as kept(lead_id, stays)
    where s.workspace_id = ${workspaceId} and s.lead_id = kept.lead_id and s.ordinal > kept.stays`);
  await upsertRows(on, 'lead_stays', stayColumns, ['workspace_id', 'lead_id', 'ordinal'], stayRows, skipUnchanged);
}

/** A fact of a lead leaves most of what is known of it as it was. */
const skipUnchanged = { unchanged: 'skip' } as const;

function activityFact(activity: ActivityRow): ActivityFact & { activity: ActivityRow } {
  const { at, direction, kind, responded_at, arrival } = activity;
  return { activity, at: at.getTime(), direction, kind, respondedAt: responded_at?.getTime() ?? null, arrival };
}

/** The lead's first contacts, each way. 首次响应 is the first follow-up at or after creation. */
function contactsOf(contacts: readonly ActivityFact[], createdAt: number) {
  const followUps = contacts.filter(({ direction }) => direction === 'OUTBOUND').map(({ at }) => at);
  return {
    first_response_at: earliest(followUps.filter((at) => at >= createdAt)),
    first_follow_up_at: earliest(followUps),
    first_interaction_at: earliest(contacts.map(interactionAt).filter((at) => at !== null)),
  };
}

function earliest(instants: readonly number[]): Date | null {
  return instants.length === 0 ? null : new Date(instants.reduce((a, b) => Math.min(a, b)));
}

/** As PostgreSQL reads a multirange from text. */
function multirange(spans: readonly (readonly [from: number, until: number | null])[]): string {
  const end = (until: number | null) => (until === null ? '' : new Date(until).toISOString());
  return `{${spans.map(([from, until]) => `[${new Date(from).toISOString()},${end(until)})`).join(',')}}`;
}

function instant(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}
