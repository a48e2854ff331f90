import type { Reach } from './reach.ts';
import type { ActivityRow, TransitionRow } from './read-lead-facts.ts';
import type { Touched } from './touched.ts';

/** Few enough to compute between two turns of the event loop, enough to share the cost of the statements. */
const LEADS_AT_ONCE = 1_000;

/** Leads whose journeys are computed together, by internal id, each in one of `whole` and the other two. */
export interface LeadBatch {
  /** Whose own facts changed. */
  whole: string[];
  /** Whose transitions or opportunities did. */
  ways: string[];
  /** Whose activities did. */
  contacts: string[];
  /** Facts of these leads that need not be read, by id. */
  newTransitions: Map<string, TransitionRow>;
  newActivities: Map<string, ActivityRow>;
}

/** All leads that a change reaches, in batches that have none in common: what one writes, no other reads. */
export function leadBatches({ leads, ways, contacts }: Reach, { newTransitions, newActivities }: Touched): LeadBatch[] {
  const batches: LeadBatch[] = [];
  const batchOf = new Map<string, LeadBatch>();
  const add = (to: 'whole' | 'ways' | 'contacts', ids: Iterable<string>) => {
    for (const id of ids) {
      if (to !== 'whole' && leads.has(id)) continue;
      if (batchOf.size % LEADS_AT_ONCE === 0 && !batchOf.has(id)) batches.push(emptyBatch());
      const batch = batchOf.get(id) ?? batches.at(-1)!;
      batchOf.set(id, batch);
      batch[to].push(id);
    }
  };
  add('whole', leads);
  add('ways', ways);
  add('contacts', contacts);
  for (const [id, row] of newTransitions) batchOf.get(row.lead_id)?.newTransitions.set(id, row);
  for (const [id, row] of newActivities) batchOf.get(row.lead_id)?.newActivities.set(id, row);
  return batches;
}

function emptyBatch(): LeadBatch {
  return { whole: [], ways: [], contacts: [], newTransitions: new Map(), newActivities: new Map() };
}
