import { sql } from 'kysely';
import { insertRows, type Row, upsertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { activityJourneys } from './activity-journey.ts';
import {
  type ActivityJourneyRow,
  activityJourneyRow,
  contact,
  writeActivityJourneys,
} from './activity-journey-rows.ts';
import { leadJourney } from './lead-journey.ts';
import { firstContacts, leadColumns, leadKey, wayRow } from './lead-journey-rows.ts';
import { scoresOf } from './lead-scores.ts';
import {
  readActivities,
  readFunnels,
  readLeads,
  readOpportunities,
  readTransitions,
  wayFacts,
} from './read-lead-facts.ts';
import { type StayRow, stayRows, writeStays } from './stay-rows.ts';
import { nothingTouched, type Touched } from './touched.ts';

/** Rewrites all journeys of these leads, their stays and their activities from facts: a fixed number of statements, however many leads. */
export async function refreshLeads(
  on: Queryable,
  workspaceId: string,
  leadIds: readonly string[],
  { made, ways, contacts }: Touched = nothingTouched(),
): Promise<void> {
  if (leadIds.length === 0) return;
  const withFacts = leadIds.filter((id) => !made.has(id) || ways.has(id) || contacts.has(id));
  const ofLeads = sql`workspace_id = ${workspaceId} and lead_id = any(${withFacts}::uuid[])`;
  const leads = await readLeads(on, workspaceId, leadIds);
  const funnels = await readFunnels(on, workspaceId);
  const transitions = await readTransitions(on, ofLeads);
  const opportunities = await readOpportunities(on, ofLeads);
  const activities = await readActivities(on, ofLeads);
  const scores = await scoresOf(on, workspaceId, leadIds);

  const known: Row[] = [];
  const added: Row[] = [];
  const stays: StayRow[] = [];
  const activityRows: ActivityJourneyRow[] = [];
  for (const lead of leads) {
    const { id, funnel_id } = lead;
    const funnel = funnels.get(funnel_id)!;
    const createdAt = lead.created_at.getTime();
    const facts = { createdAt, ...wayFacts(funnel, transitions.get(id), opportunities.get(id)) };
    const journey = leadJourney(facts, funnel.shape);
    const each = (activities.get(id) ?? []).map(contact);
    (made.has(id) ? added : known).push({
      ...lead,
      workspace_id: workspaceId,
      lead_id: id,
      ...scores.get(id),
      ...wayRow(journey, createdAt),
      ...firstContacts(each, createdAt),
    });
    for (const row of stayRows(workspaceId, { id, funnelId: funnel_id }, journey, funnel)) stays.push(row);
    for (const [index, of] of activityJourneys(each, journey.advances, funnel.activityWeights).entries())
      activityRows.push(activityJourneyRow(workspaceId, funnel_id, each[index]!, of));
  }
  await upsertRows(on, 'lead_journeys', leadColumns.whole, Object.keys(leadKey), known, { unchanged: 'skip' });
  await insertRows(on, 'lead_journeys', leadColumns.whole, added);
  await writeActivityJourneys(on, activityRows, made);
  await writeStays(on, workspaceId, leadIds, stays, made);
}
