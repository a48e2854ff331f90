import { sql } from 'kysely';
import { type Row, updateRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { type ActivityJourney, activityJourneys } from './activity-journey.ts';
import {
  type ActivityJourneyRow,
  activityJourneyRow,
  type Contact,
  contact,
  writeActivityJourneys,
} from './activity-journey-rows.ts';
import { advances, leadJourney } from './lead-journey.ts';
import { type FirstContacts, firstContacts, leadColumns, leadKey, wayRow } from './lead-journey-rows.ts';
import { readActivities, readFunnels, readOpportunities, readTransitions, wayFacts } from './read-lead-facts.ts';
import { type StayRow, stayRows, writeStays } from './stay-rows.ts';
import type { Touched } from './touched.ts';

/** A lead's journey as it stands: of its own fact, which has not changed, and of what came of the others before. */
interface Standing extends Record<keyof FirstContacts, Date | null> {
  id: string;
  funnel_id: string;
  created_at: Date;
  reached_at: (Date | null)[];
}

/**
 * Rewrites what transitions, opportunities and activities decide, of leads whose own facts are as they were. An activity moves no lead:
 * where nothing else changed the way is taken as it stands. Journeys of activities are written where they become others. A fixed number of
 * statements, however many leads.
 */
export async function refreshWays(
  on: Queryable,
  workspaceId: string,
  { ways, contacts }: { ways: readonly string[]; contacts: readonly string[] },
  { made, corrected }: Touched,
): Promise<void> {
  const all = [...ways, ...contacts];
  if (all.length === 0) return;
  const of = (ids: readonly string[]) => sql`workspace_id = ${workspaceId} and lead_id = any(${ids}::uuid[])`;
  const leads = await on.query<Standing>(sql`
    select lead_id as id, funnel_id, created_at, reached_at, first_response_at, first_follow_up_at, first_interaction_at
    from lead_journeys where ${of(all)}`);
  const funnels = await readFunnels(on, workspaceId);
  const transitions = await readTransitions(on, of(ways));
  const opportunities = await readOpportunities(on, of(ways));
  const activities = await readActivities(on, of(all));

  const moved = new Set(ways);
  const wayRows: Row[] = [];
  const contactRows: Row[] = [];
  const stays: StayRow[] = [];
  const activityRows: ActivityJourneyRow[] = [];
  for (const lead of leads) {
    const { id, funnel_id } = lead;
    const funnel = funnels.get(funnel_id)!;
    const createdAt = lead.created_at.getTime();
    const each = (activities.get(id) ?? []).map(contact);
    const first = firstContacts(each, createdAt);
    const advancesBefore = advances(lead.reached_at.map(milliseconds));
    let advancesNow = advancesBefore;
    if (moved.has(id)) {
      const facts = { createdAt, ...wayFacts(funnel, transitions.get(id), opportunities.get(id)) };
      const journey = leadJourney(facts, funnel.shape);
      advancesNow = journey.advances;
      wayRows.push({ workspace_id: workspaceId, lead_id: id, ...wayRow(journey, createdAt), ...first });
      for (const row of stayRows(workspaceId, { id, funnelId: funnel_id }, journey, funnel)) stays.push(row);
    } else if (isOther(first, lead)) contactRows.push({ workspace_id: workspaceId, lead_id: id, ...first });

    // What stands is what the same function gave before, so nothing need be read to know what becomes another.
    const before = corrected.has(id) ? new Map() : journeysOf(each, advancesBefore, funnel.activityWeights, made);
    for (const [activity, journey] of journeysOf(each, advancesNow, funnel.activityWeights))
      if (!isSame(before.get(activity), journey))
        activityRows.push(activityJourneyRow(workspaceId, funnel_id, activity, journey));
  }
  await updateRows(on, 'lead_journeys', leadColumns.way, Object.keys(leadKey), wayRows);
  await updateRows(on, 'lead_journeys', leadColumns.contacts, Object.keys(leadKey), contactRows);
  await writeActivityJourneys(on, activityRows, made);
  await writeStays(on, workspaceId, ways, stays, made);
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

function isOther(first: FirstContacts, lead: Standing): boolean {
  return (
    first.first_response_at !== milliseconds(lead.first_response_at) ||
    first.first_follow_up_at !== milliseconds(lead.first_follow_up_at) ||
    first.first_interaction_at !== milliseconds(lead.first_interaction_at)
  );
}

function milliseconds(instant: Date | null): number | null {
  return instant === null ? null : instant.getTime();
}
