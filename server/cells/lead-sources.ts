import type { Contact } from '../journeys/activity-journey-rows.ts';
import type { Slot } from '../journeys/lead-scores.ts';
import type { LeadStanding } from '../journeys/lead-standing.ts';
import { type KeptSourceName, kept } from '../kpi/kept.ts';
import type { MeasureName } from '../kpi/measures.ts';
import type { CellLayout, Observation } from './observed-cells.ts';

/**
 * What a lead and its activities add to cells, told from the journey in memory: nearly all that is written are leads and activities, and
 * asking the database (share.ts) costs more than all the rest of a write. That these say the same as the catalogue's SQL is for a test,
 * and for `funnel check`.
 */

type Test<Row> = (row: Row, position: number) => boolean;
/** In whole millionths; null for none. */
type Value<Row> = (row: Row) => number | null;
/** By the lead's score in each of its slots. */
type BySlot<Read> = Record<Slot, Read>;

interface MemorySource<Row> {
  /** When the row counts, at each position; null: not at all. A row without stages has position 0. */
  at: (row: Row) => readonly (number | null)[];
  hasStages?: true;
  /** The last instant on which a value depends; absent: only that at which the row counts. */
  latest?: (row: Row) => number;
  /** Of means: what is averaged. */
  values?: Partial<Record<MeasureName, BySlot<Value<Row>>>>;
  /** Of counts: which rows. */
  tests: Partial<Record<MeasureName, Test<Row> | BySlot<Test<Row>>>>;
}

const always = () => true;
const never = () => false;
const isWon = ({ reachedAt }: LeadStanding) => reachedAt.at(-1) !== null;
const stageBeforeLast = ({ reachedAt }: LeadStanding) => reachedAt.at(-2) ?? null;
const bySlot = <Read>(read: (score: string | null, lead: LeadStanding) => Read) => ({
  A: (lead: LeadStanding) => read(lead.qualityScoreA, lead),
  B: (lead: LeadStanding) => read(lead.qualityScoreB, lead),
});
const lastOfWay = ({ createdAt, reachedAt, lostToggles }: LeadStanding) =>
  Math.max(createdAt, latestOf(reachedAt), lostToggles.at(-1) ?? createdAt);

/** Steps from each stage to the next: the last stage is no step. */
const isStep = ({ reachedAt }: LeadStanding, position: number) => position < reachedAt.length;
const isNextReached = ({ reachedAt }: LeadStanding, position: number) => (reachedAt[position] ?? null) !== null;
const isStepAdvanced = (lead: LeadStanding, position: number) =>
  isStep(lead, position) && isNextReached(lead, position);
const isStepLost = (lead: LeadStanding, position: number) =>
  isStep(lead, position) && !isNextReached(lead, position) && lead.lostToggles.length % 2 === 1;

const leadSources = {
  leadsCreated: {
    at: ({ createdAt }) => [createdAt],
    latest: (lead) =>
      latestOf([lastOfWay(lead), lead.first_response_at, lead.first_follow_up_at, lead.first_interaction_at]),
    values: {
      qualityScores: bySlot((score) => (score === null ? null : Math.round(Number(score) * 1e6))),
    },
    tests: {
      newLeads: always,
      newLeadsOfAllChannels: always,
      unscoredLeads: bySlot((score) => score === null),
      qualifiedLeads: bySlot((score, { qualifiedThreshold }) => score !== null && Number(score) >= qualifiedThreshold),
      unansweredLeads: (lead) => lead.first_response_at === null,
      followedUpNewLeads: (lead) => lead.first_follow_up_at !== null,
      contactableLeads: (lead) => lead.first_follow_up_at !== null && lead.first_interaction_at !== null,
      maturedLeads: always,
      maturedLeadsWon: isWon,
      maturedLeadsAtSecondStage: (lead) => isNextReached(lead, 1),
      immatureLeads: never,
    },
  },
  leadsReachingSecondStage: {
    at: ({ reachedAt }) => [reachedAt[1] ?? null],
    tests: { leadsReachingSecondStage: always },
  },
  leadsReachingStageBeforeLast: {
    at: (lead) => [stageBeforeLast(lead)],
    latest: lastOfWay,
    tests: {
      leadsReachingStageBeforeLast: always,
      maturedLeadsAtStageBeforeLast: always,
      maturedLeadsWonFromStageBefore: isWon,
      immatureLeadsAtStageBeforeLast: never,
    },
  },
  leadsWon: { at: ({ reachedAt }) => [reachedAt.at(-1)!], tests: { leadsWon: always } },
  stagesOfNewLeads: {
    hasStages: true,
    at: ({ createdAt, reachedAt }) => reachedAt.map((at) => (at === null ? null : createdAt)),
    latest: lastOfWay,
    tests: {
      cohortStagesReached: always,
      cohortStepsReached: isStep,
      cohortStepsAdvanced: isStepAdvanced,
      cohortStepsLost: isStepLost,
      cohortStepsImmature: never,
    },
  },
  stagesReached: {
    hasStages: true,
    at: ({ reachedAt }) => reachedAt,
    latest: lastOfWay,
    tests: {
      periodStagesReached: always,
      periodStepsReached: isStep,
      periodStepsAdvanced: isStepAdvanced,
      periodStepsLost: isStepLost,
    },
  },
} satisfies Partial<Record<KeptSourceName, MemorySource<LeadStanding>>>;

/** An activity with the lead's dimensions. */
export interface DimensionedContact {
  contact: Contact;
  /** Its own, else the lead's. */
  ownerId: string | null;
}

const contentKinds = new Set(['EMAIL', 'SMS', 'WECHAT', 'EVENT', 'CONTENT']);
const isFollowUp = ({ contact }: DimensionedContact) => contact.direction === 'OUTBOUND';
const isContent = (row: DimensionedContact) => isFollowUp(row) && contentKinds.has(row.contact.kind);

const contactSources = {
  followUps: {
    at: (row) => [isFollowUp(row) ? row.contact.at : null],
    tests: {
      followUps: always,
      followUpsWithOwner: ({ ownerId }) => ownerId !== null,
      followUpsWithoutOwner: ({ ownerId }) => ownerId === null,
    },
  },
  contentSent: {
    at: (row) => [isContent(row) ? row.contact.at : null],
    latest: ({ contact }) => latestOf([contact.at, contact.respondedAt]),
    tests: { contentSent: always, contentAnswered: ({ contact }) => contact.respondedAt !== null },
  },
} satisfies Partial<Record<KeptSourceName, MemorySource<DimensionedContact>>>;

/** A source ready to be asked of rows in memory. */
export interface PreparedSource<Row> extends CellLayout {
  /** Whether what a lead's activities decide of it is counted. */
  countsContacts: boolean;
  observe(row: Row): Observation[];
}

export const preparedLeadSources: readonly PreparedSource<LeadStanding>[] = prepareAll(leadSources);
export const preparedContactSources: readonly PreparedSource<DimensionedContact>[] = prepareAll(contactSources);

function prepareAll<Row>(sources: Partial<Record<KeptSourceName, MemorySource<Row>>>): PreparedSource<Row>[] {
  return Object.entries(sources).map(([name, source]) => prepare(name as KeptSourceName, source));
}

const NONE: readonly never[] = [];

function prepare<Row>(
  name: KeptSourceName,
  { at, hasStages, latest, values, tests }: MemorySource<Row>,
): PreparedSource<Row> {
  const { columns, cuts, reachedBy } = kept(name)!;
  const columnTests = columns.map(({ measure, slot, sum }) =>
    sum === null ? ofSlot(tests[measure], slot, measure) : undefined,
  );
  const means = columns.filter(({ sum }) => sum !== null);
  const columnValues = means.map(({ measure, slot }) => ofSlot(values?.[measure], slot, measure));
  return {
    name,
    cuts,
    counts: 1 + columns.length,
    sums: 2 * means.length,
    valueColumns: means.map((column) => columns.indexOf(column)),
    countsContacts: reachedBy.some(({ by }) => by.includes('contacts')),
    observe(row) {
      const observations: Observation[] = [];
      const last = latest?.(row);
      const instants = at(row);
      for (let index = 0; index < instants.length; index++) {
        const instant = instants[index]!;
        if (instant === null) continue;
        const position = hasStages ? index + 1 : 0;
        let counted = 0;
        for (let column = 0; column < columnTests.length; column++)
          if (columnTests[column]?.(row, position)) counted |= 1 << column;
        const given = columnValues.length === 0 ? NONE : columnValues.map((value) => value(row));
        observations.push({ at: instant, position, counted, values: given, latest: last ?? instant });
      }
      return observations;
    },
  };
}

function ofSlot<Read extends object>(read: Read | BySlot<Read> | undefined, slot: Slot | null, measure: string): Read {
  const found = read && slot && slot in read ? (read as BySlot<Read>)[slot] : (read as Read | undefined);
  if (typeof found !== 'function') throw new Error(`Cells keep ${measure}, but nothing says what it is in memory.`);
  return found;
}

function latestOf(instants: readonly (number | null)[]): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (const instant of instants) if (instant !== null && instant > latest) latest = instant;
  return latest;
}
