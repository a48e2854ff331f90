import type { Columns } from '../database/bulk.ts';
import { type ActivityFact, interactionAt } from './activity-journey.ts';
import type { LeadJourney } from './lead-journey.ts';

export const leadKey = { workspace_id: 'uuid', lead_id: 'uuid' } as const satisfies Columns;

/** Columns of lead_journeys that the lead's own fact decides. */
const dimensionColumns: Columns = {
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
};

/** Columns that transitions and opportunities decide, too. */
const wayColumns: Columns = {
  reached_at: 'timestamptz[]',
  entered: 'boolean[]',
  lost_toggles: 'timestamptz[]',
  won_at: 'timestamptz',
  last_reached_at: 'timestamptz',
  open_during: 'tstzmultirange',
  open_until: 'timestamptz',
};

/** Columns that activities decide, too. */
const contactColumns: Columns = {
  first_response_at: 'timestamptz',
  first_follow_up_at: 'timestamptz',
  first_interaction_at: 'timestamptz',
};

/** The columns of lead_journeys, by how deep a change goes: each with those of the changes below it. */
export const leadColumns = {
  whole: { ...leadKey, ...dimensionColumns, ...wayColumns, ...contactColumns },
  way: { ...leadKey, ...wayColumns, ...contactColumns },
  contacts: { ...leadKey, ...contactColumns },
} as const;

/** The columns that the lead's way decides. */
export function wayRow({ reachedAt, entered, lostToggles, openDuring }: LeadJourney, createdAt: number) {
  return {
    reached_at: reachedAt,
    entered,
    lost_toggles: lostToggles,
    won_at: reachedAt.at(-1),
    last_reached_at: Math.max(...reachedAt.filter((at) => at !== null)),
    open_during: openDuring,
    open_until: openDuring.length === 0 ? createdAt : openDuring.at(-1)![1],
  };
}

export type FirstContacts = Record<'first_response_at' | 'first_follow_up_at' | 'first_interaction_at', number | null>;

/** The lead's first contacts, each way. 首次响应 is the first follow-up at or after creation. */
export function firstContacts(contacts: readonly ActivityFact[], createdAt: number): FirstContacts {
  const first: FirstContacts = { first_response_at: null, first_follow_up_at: null, first_interaction_at: null };
  const consider = (column: keyof FirstContacts, at: number | null) => {
    if (at !== null && (first[column] === null || at < first[column])) first[column] = at;
  };
  for (const contact of contacts) {
    if (contact.direction === 'OUTBOUND') {
      consider('first_follow_up_at', contact.at);
      if (contact.at >= createdAt) consider('first_response_at', contact.at);
    }
    consider('first_interaction_at', interactionAt(contact));
  }
  return first;
}
