import type { Queryable } from '../database/database.ts';
import type { LeadStanding, RefreshedLead } from '../journeys/lead-standing.ts';
import type { KeptSourceName } from '../kpi/kept.ts';
import type { CellChanges } from './cell-changes.ts';
import { preparedContactSources, preparedLeadSources } from './lead-sources.ts';
import { localDays } from './local-days.ts';
import type { Observation } from './observed-cells.ts';

/** What is asked about refreshed leads. */
export interface Asked {
  timeZone: string;
  /** Whether what this lead added to a source before was told already. */
  isTold(source: KeptSourceName, leadId: string): boolean;
  /** Whether this activity adds something else than before; what it added was told already, or was nothing. */
  isTouched(activityId: string, leadId: string): boolean;
}

/** Adds to `cells` what refreshed leads and their activities add, less what they added before, and how far the horizons of their sources reach. */
export async function tallyLeads(
  on: Queryable,
  leads: readonly RefreshedLead[],
  cells: CellChanges,
  { timeZone, isTold, isTouched }: Asked,
): Promise<void> {
  const dayOf = await localDays(on, timeZone, instantsOf(leads));
  for (const { id, before, after, contacts } of leads) {
    const onlyContacts = before && isSameWay(before, after);
    for (const source of preparedLeadSources) {
      const known = before && !isTold(source.name, id) ? before : undefined;
      if (known && onlyContacts && !source.countsContacts) continue;
      const gone = known ? source.observe(known) : [];
      for (const observation of source.observe(after)) {
        cells.reach(after.funnelId, source.name, observation.latest);
        const same = placeOf(observation, gone);
        if (same < 0) cells.observed.add(source, after, dayOf(observation.at), observation, 1);
        else gone.splice(same, 1);
      }
      for (const observation of gone) cells.observed.add(source, after, dayOf(observation.at), observation, -1);
    }
    for (const contact of contacts) {
      if (!isTouched(contact.row.id, id)) continue;
      const ownerId = contact.row.owner_id ?? after.ownerId;
      const of = { funnelId: after.funnelId, channelId: after.channelId, ownerId };
      for (const source of preparedContactSources)
        for (const observation of source.observe({ contact, ownerId })) {
          cells.reach(after.funnelId, source.name, observation.latest);
          cells.observed.add(source, of, dayOf(observation.at), observation, 1);
        }
    }
  }
}

/** All by which something of these leads may be counted. */
function instantsOf(leads: readonly RefreshedLead[]): number[] {
  const instants: number[] = [];
  for (const { before, after, contacts } of leads) {
    instants.push(after.createdAt);
    for (const { reachedAt } of before ? [before, after] : [after])
      for (const at of reachedAt) if (at !== null) instants.push(at);
    for (const { at } of contacts) instants.push(at);
  }
  return instants;
}

function isSameWay(a: LeadStanding, b: LeadStanding): boolean {
  return (
    a.reachedAt.length === b.reachedAt.length &&
    a.lostToggles.length === b.lostToggles.length &&
    a.reachedAt.every((at, index) => at === b.reachedAt[index]) &&
    a.lostToggles.every((at, index) => at === b.lostToggles[index])
  );
}

/** Of one among others that adds the same to the same cell; −1: none does. */
function placeOf(observation: Observation, others: readonly Observation[]): number {
  for (let place = 0; place < others.length; place++) if (isSame(others[place]!, observation)) return place;
  return -1;
}

/** Whether they add the same to the same cell. (The dimensions of a lead that is told as it was and is are the same.) */
function isSame(a: Observation, b: Observation): boolean {
  if (a.at !== b.at || a.position !== b.position || a.counted !== b.counted) return false;
  for (let index = 0; index < a.values.length; index++) if (a.values[index] !== b.values[index]) return false;
  return true;
}
