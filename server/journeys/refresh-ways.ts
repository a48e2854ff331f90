import { sql } from 'kysely';
import { uuidArray } from '../database/binary-arrays.ts';
import { type Row, updateRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { unawaited } from '../database/given-statements.ts';
import type { WorkspaceWrite } from '../database/workspace-write.ts';
import { type ActivityJourney, activityJourneys } from './activity-journey.ts';
import {
  type ActivityJourneyRow,
  activityJourneyRow,
  type Contact,
  contact,
  writeActivityJourneys,
} from './activity-journey-rows.ts';
import type { LeadBatch } from './lead-batches.ts';
import { advances, type LeadJourney, leadJourney } from './lead-journey.ts';
import { type FirstContacts, firstContacts, leadColumns, leadKey, wayRow } from './lead-journey-rows.ts';
import { type LeadStanding, nothingRefreshed, type RefreshedLead, type RefreshedLeads } from './lead-standing.ts';
import {
  type ActivityRow,
  type JourneyFunnel,
  type JourneyFunnels,
  type OpportunityRow,
  readActivities,
  readOpportunities,
  readTransitions,
  type TransitionRow,
  wayFacts,
} from './read-lead-facts.ts';
import { type StayRow, stayRows, writeStays } from './stay-rows.ts';
import type { Touched } from './touched.ts';

/** A lead's journey as it stands: of its own fact, which has not changed, and of what came of the others before. */
interface StandingRow extends Record<keyof FirstContacts, Date | null> {
  id: string;
  funnel_id: string;
  created_at: Date;
  channel_id: string | null;
  owner_id: string | null;
  quality_score_a: string | null;
  quality_score_b: string | null;
  reached_at: (Date | null)[];
  lost_toggles: Date[];
}

/** A lead with its way as it stood and as it is. */
interface Moved {
  id: string;
  funnel: JourneyFunnel;
  before: LeadStanding;
  advancesBefore: readonly number[];
  /** undefined where only its activities were touched: an activity moves no lead. */
  journey: LeadJourney | undefined;
}

/** What the leads of a batch are, and what moves them. */
export interface Standings {
  batch: LeadBatch;
  rows: StandingRow[];
  transitions: ReadonlyMap<string, TransitionRow[]>;
  opportunities: ReadonlyMap<string, OpportunityRow[]>;
  activities: ReadonlyMap<string, ActivityRow[]>;
}

/** undefined: there are no leads to read. */
export async function readStandings(
  on: Queryable,
  workspaceId: string,
  batch: LeadBatch,
): Promise<Standings | undefined> {
  const { ways, contacts, newTransitions, newActivities } = batch;
  const all = [...new Set([...ways, ...contacts])];
  if (all.length === 0) return undefined;
  const of = (leadIds: readonly string[]) => ({ workspaceId, leadIds });
  const [rows, transitions, opportunities, activities] = await Promise.all([
    on.query<StandingRow>(sql`
      select lead_id as id, funnel_id, created_at, channel_id, owner_id, quality_score_a, quality_score_b, reached_at, lost_toggles,
             first_response_at, first_follow_up_at, first_interaction_at
      from lead_journeys where workspace_id = ${workspaceId} and lead_id = any(${uuidArray(all)})`),
    readTransitions(on, of(ways), newTransitions),
    readOpportunities(on, of(ways)),
    readActivities(on, of(contacts), newActivities),
  ]);
  return { batch, rows, transitions, opportunities, activities };
}

/**
 * Computes what transitions, opportunities and activities decide, of leads whose own facts are as they were, and gives the statements that
 * write it. Activities of leads whose own were not touched are read where the lead reached further stages than before; journeys of
 * activities are written where they become others. A fixed number of statements, however many leads.
 */
export async function rewriteWays(
  write: WorkspaceWrite,
  workspaceId: string,
  standings: Standings | undefined,
  funnels: JourneyFunnels,
  { made, corrected }: Touched,
): Promise<RefreshedLeads> {
  if (!standings) return nothingRefreshed;
  const { rows, transitions, opportunities, activities: ofContacts } = standings;
  const { ways, contacts } = standings.batch;
  const isMoved = new Set(ways);
  const leads = rows.map((row): Moved => {
    const { id } = row;
    const funnel = funnels.get(row.funnel_id)!;
    const before = standing(row, funnel);
    const facts = () => wayFacts(funnel, transitions.get(id), opportunities.get(id));
    const journey = isMoved.has(id)
      ? leadJourney({ createdAt: before.createdAt, ...facts() }, funnel.shape)
      : undefined;
    return { id, funnel, before, advancesBefore: advances(before.reachedAt), journey };
  });
  const isTouched = new Set(contacts);
  const further = leads.filter((lead) => !isTouched.has(lead.id) && mayMoveActivities(lead)).map(({ id }) => id);
  const ofFurther = further.length > 0 ? await readActivities(write, { workspaceId, leadIds: further }) : undefined;

  const refreshed: RefreshedLead[] = [];
  const wayRows: Row[] = [];
  const contactRows: Row[] = [];
  const stays: StayRow[] = [];
  const activityRows: ActivityJourneyRow[] = [];
  for (const { id, funnel, before, advancesBefore, journey } of leads) {
    const { funnelId, createdAt } = before;
    const each = (ofContacts.get(id) ?? ofFurther?.get(id) ?? []).map(contact);
    const first = isTouched.has(id) ? firstContacts(each, createdAt) : firstContactsOf(before);
    const { reachedAt, lostToggles } = journey ?? before;
    const after: LeadStanding = { ...before, ...first, reachedAt, lostToggles };
    if (journey) {
      wayRows.push({ workspace_id: workspaceId, lead_id: id, ...wayRow(journey, createdAt), ...first });
      for (const row of stayRows(workspaceId, { id, funnelId }, journey, funnel)) stays.push(row);
    } else if (isOther(first, before)) contactRows.push({ workspace_id: workspaceId, lead_id: id, ...first });
    refreshed.push({ id, before, after, contacts: each });

    // What stands is what the same function gave before, so nothing need be read to know what becomes another.
    const stood = corrected.has(id) ? new Map() : journeysOf(each, advancesBefore, funnel.activityWeights, made);
    for (const [activity, of] of journeysOf(each, journey?.advances ?? advancesBefore, funnel.activityWeights))
      if (!isSame(stood.get(activity), of)) activityRows.push(activityJourneyRow(workspaceId, funnelId, activity, of));
  }
  // Of these leads there are journeys, so they are there themselves.
  const referring =
    ways.length > 0 ? [write.withKnownReferences(() => writeStays(write, workspaceId, ways, stays, made))] : [];
  const written = unawaited([
    ...referring,
    updateRows(write, 'lead_journeys', leadColumns.way, Object.keys(leadKey), wayRows),
    updateRows(write, 'lead_journeys', leadColumns.contacts, Object.keys(leadKey), contactRows),
    writeActivityJourneys(write, activityRows, made),
  ]);
  return { leads: refreshed, written };
}

function standing(row: StandingRow, { qualifiedThreshold }: JourneyFunnel): LeadStanding {
  return {
    funnelId: row.funnel_id,
    createdAt: row.created_at.getTime(),
    channelId: row.channel_id,
    ownerId: row.owner_id,
    qualityScoreA: row.quality_score_a,
    qualityScoreB: row.quality_score_b,
    qualifiedThreshold,
    reachedAt: row.reached_at.map(milliseconds),
    lostToggles: row.lost_toggles.map((toggle) => toggle.getTime()),
    first_response_at: milliseconds(row.first_response_at),
    first_follow_up_at: milliseconds(row.first_follow_up_at),
    first_interaction_at: milliseconds(row.first_interaction_at),
  };
}

/** A follow-up is told which further stage its lead reached after it. */
function mayMoveActivities({ before, advancesBefore, journey }: Moved): boolean {
  if (!journey || before.first_follow_up_at === null) return false;
  return journey.advances.join() !== advancesBefore.join();
}

function firstContactsOf({ first_response_at, first_follow_up_at, first_interaction_at }: LeadStanding): FirstContacts {
  return { first_response_at, first_follow_up_at, first_interaction_at };
}

function journeysOf(
  activities: readonly Contact[],
  advances: readonly number[],
  weights: Parameters<typeof activityJourneys>[2],
  without?: ReadonlySet<string>,
): Map<Contact, ActivityJourney> {
  const seen = without ? activities.filter(({ row }) => !without.has(row.id)) : activities;
  const journeys = activityJourneys(seen, advances, weights);
  return new Map(seen.map((activity, index) => [activity, journeys[index]!]));
}

function isSame(a: ActivityJourney | undefined, b: ActivityJourney): boolean {
  return (
    a !== undefined &&
    a.activityScore === b.activityScore &&
    a.nextScoreAt === b.nextScoreAt &&
    a.previousFollowUpAt === b.previousFollowUpAt &&
    a.nextInteractionAt === b.nextInteractionAt &&
    a.advancedAt === b.advancedAt &&
    a.startsWait === b.startsWait &&
    a.answeredAt === b.answeredAt
  );
}

function isOther(first: FirstContacts, before: FirstContacts): boolean {
  return (
    first.first_response_at !== before.first_response_at ||
    first.first_follow_up_at !== before.first_follow_up_at ||
    first.first_interaction_at !== before.first_interaction_at
  );
}

function milliseconds(instant: Date | null): number | null {
  return instant === null ? null : instant.getTime();
}
