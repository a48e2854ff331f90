import { type Columns, insertRows, type Row, upsertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import type { ActivityFact, ActivityJourney } from './activity-journey.ts';
import type { ActivityRow } from './read-lead-facts.ts';

const columns: Columns = {
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

/** An activity as its journey sees it, with the row that it was read from. */
export interface Contact extends ActivityFact {
  row: ActivityRow;
}

export function contact(row: ActivityRow): Contact {
  const { at, direction, kind, responded_at, arrival } = row;
  return { row, at: at.getTime(), direction, kind, respondedAt: responded_at?.getTime() ?? null, arrival };
}

export interface ActivityJourneyRow extends Row {
  activity_id: string;
}

export function activityJourneyRow(
  workspaceId: string,
  funnelId: string,
  { row, at, direction, kind, respondedAt }: Contact,
  journey: ActivityJourney,
): ActivityJourneyRow {
  return {
    workspace_id: workspaceId,
    activity_id: row.id,
    lead_id: row.lead_id,
    funnel_id: funnelId,
    kind,
    direction,
    at,
    owner_id: row.owner_id,
    responded_at: respondedAt,
    interaction_at: journey.interactionAt,
    activity_score: journey.activityScore,
    next_score_at: journey.nextScoreAt,
    previous_follow_up_at: journey.previousFollowUpAt,
    next_interaction_at: journey.nextInteractionAt,
    advanced_at: journey.advancedAt,
    starts_wait: journey.startsWait,
    answered_at: journey.answeredAt,
  };
}

/** Writes journeys of activities, those of activities in `made` as new ones. */
export async function writeActivityJourneys(
  on: Queryable,
  rows: readonly ActivityJourneyRow[],
  made: ReadonlySet<string>,
): Promise<void> {
  const known = rows.filter(({ activity_id }) => !made.has(activity_id));
  const added = rows.filter(({ activity_id }) => made.has(activity_id));
  await Promise.all([
    upsertRows(on, 'activity_journeys', columns, ['workspace_id', 'activity_id'], known, { unchanged: 'skip' }),
    insertRows(on, 'activity_journeys', columns, added),
  ]);
}
