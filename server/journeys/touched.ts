import type { ActivityRow, TransitionRow } from './read-lead-facts.ts';

/**
 * What a change touched, by internal id, and how deep. A lead may be in several of the first three: `leads` rewrites all that its journeys
 * are, the others only what such facts can change.
 */
export interface Touched {
  /** Leads whose own fact was written or taken away: their dimensions, and those of all that hangs on them. */
  leads: Set<string>;
  /** Leads whose transitions or opportunities were. */
  ways: Set<string>;
  /** Leads whose activities were. */
  contacts: Set<string>;
  activities: Set<string>;
  /** Those among `contacts` of which an activity was there before, and was changed or taken away. */
  corrected: Set<string>;
  /** Facts that were not there before: nothing is known of them yet, and nothing hangs on them that is not new itself. */
  made: Set<string>;
  /** Those among `made` that journeys are made of, whole and by id: they need not be read again. */
  newTransitions: Map<string, TransitionRow>;
  newActivities: Map<string, ActivityRow>;
  /** Opportunities whose own fact, or a quote of which, was written or taken away. */
  opportunities: Set<string>;
  /** Customers whose own fact, or an order or survey of which, was written or taken away. */
  customers: Set<string>;
  spend: Set<string>;
}

export function nothingTouched(): Touched {
  return {
    leads: new Set(),
    ways: new Set(),
    contacts: new Set(),
    activities: new Set(),
    corrected: new Set(),
    made: new Set(),
    newTransitions: new Map(),
    newActivities: new Map(),
    opportunities: new Set(),
    customers: new Set(),
    spend: new Set(),
  };
}
