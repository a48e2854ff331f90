import type { Contact } from './activity-journey-rows.ts';
import type { FirstContacts } from './lead-journey-rows.ts';

/** A row of lead_journeys in memory, as far as sums over leads and their activities go. Instants are milliseconds since 1970. */
export interface LeadStanding extends FirstContacts {
  funnelId: string;
  createdAt: number;
  channelId: string | null;
  ownerId: string | null;
  /** Exact text; null for no score. */
  qualityScoreA: string | null;
  qualityScoreB: string | null;
  /** The funnel's: from which score on a lead is qualified. */
  qualifiedThreshold: number;
  reachedAt: readonly (number | null)[];
  lostToggles: readonly number[];
}

/** A lead whose journey was written anew. */
export interface RefreshedLead {
  id: string;
  /** What stood there; undefined where it was not looked at: nothing, or more than a change of the lead's way and contacts. */
  before: LeadStanding | undefined;
  after: LeadStanding;
  /** All its activities, where any was touched; else those that were read. */
  contacts: readonly Contact[];
}

export interface RefreshedLeads {
  leads: readonly RefreshedLead[];
  /** Until the rows are written. The statements have been given: what is given after them finds them done. */
  written: Promise<void>;
}

export const nothingRefreshed: RefreshedLeads = { leads: [], written: Promise.resolve() };
