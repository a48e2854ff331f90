import { sql } from 'kysely';
import { compile } from '../database/database.ts';
import type { Slot } from '../journeys/lead-scores.ts';
import type { Reach } from '../journeys/reach.ts';
import { type MeasureName, measure } from './measures.ts';
import { readsQualityScore } from './scoring-model-version.ts';
import type { QueryContext, SourceName, Sql } from './sources.ts';
import { source as sourceOf } from './sources.ts';

/**
 * What is kept in cells: which measures of which sources, summed up by day, as of the end of time. A measure can be kept when it adds up
 * (counts of rows, sums, means without quantiles) and asks about nothing but its row. Changing this list, or what one of these measures
 * means, asks for a new CELLS_VERSION.
 */

/** By what a day is cut. Each cut holds all rows, so a total may be read from either. */
export type Cut = 'CHANNEL' | 'OWNER';

/** Stands for the channel or owner of rows that have none. */
export const NO_ENTITY = '00000000-0000-0000-0000-000000000000';

/** A change that reaches one of these may make the rows with that id others. */
interface ReachedBy {
  by: readonly (keyof Reach)[];
  id: Sql;
}

interface KeptSource {
  reachedBy: readonly ReachedBy[];
  measures: readonly MeasureName[];
  /** The last instant of a row on which its measures depend; null: only that by which it falls into the window. */
  latest: Sql | null;
}

const reachedBy = (...ways: ReachedBy[]) => ({ reachedBy: ways });
const leadId = sql`j.lead_id`;
const lead = reachedBy({ by: ['leads', 'ways', 'contacts'], id: leadId });
const way = reachedBy({ by: ['leads', 'ways'], id: leadId });
/** What is kept of an activity depends on itself and on its lead's own fact, not on the lead's other activities. */
const activity = reachedBy({ by: ['leads'], id: leadId }, { by: ['activities'], id: sql`a.activity_id` });
const opportunity = reachedBy({ by: ['opportunities'], id: sql`j.opportunity_id` });
const customer = reachedBy({ by: ['customers'], id: sql`j.customer_id` });
const spend = reachedBy({ by: ['spend'], id: sql`j.id` });

const lastOfWay = sql`greatest(j.created_at, j.last_reached_at, j.lost_toggles[cardinality(j.lost_toggles)])`;

const keptSources = {
  leadsCreated: {
    ...lead,
    measures: [
      'newLeads',
      'newLeadsOfAllChannels',
      'qualityScores',
      'unscoredLeads',
      'qualifiedLeads',
      'unansweredLeads',
      'followedUpNewLeads',
      'contactableLeads',
      'maturedLeads',
      'maturedLeadsWon',
      'maturedLeadsAtSecondStage',
      'immatureLeads',
    ],
    latest: sql`greatest(${lastOfWay}, j.first_response_at, j.first_follow_up_at, j.first_interaction_at)`,
  },
  leadsReachingSecondStage: { ...way, measures: ['leadsReachingSecondStage'], latest: null },
  leadsReachingStageBeforeLast: {
    ...way,
    measures: [
      'leadsReachingStageBeforeLast',
      'maturedLeadsAtStageBeforeLast',
      'maturedLeadsWonFromStageBefore',
      'immatureLeadsAtStageBeforeLast',
    ],
    latest: lastOfWay,
  },
  leadsWon: { ...way, measures: ['leadsWon'], latest: null },
  stagesOfNewLeads: {
    ...way,
    measures: [
      'cohortStagesReached',
      'cohortStepsReached',
      'cohortStepsAdvanced',
      'cohortStepsLost',
      'cohortStepsImmature',
    ],
    latest: lastOfWay,
  },
  stagesReached: {
    ...way,
    measures: ['periodStagesReached', 'periodStepsReached', 'periodStepsAdvanced', 'periodStepsLost'],
    latest: lastOfWay,
  },
  followUps: { ...activity, measures: ['followUps', 'followUpsWithOwner', 'followUpsWithoutOwner'], latest: null },
  contentSent: {
    ...activity,
    measures: ['contentSent', 'contentAnswered'],
    latest: sql`greatest(a.at, a.responded_at)`,
  },

  opportunitiesOpened: {
    ...opportunity,
    measures: ['opportunitiesOpened', 'maturedOpportunities', 'maturedOpportunitiesWon', 'immatureOpportunities'],
    latest: sql`greatest(j.opened_at, j.won_at)`,
  },
  opportunitiesWon: {
    ...opportunity,
    measures: ['opportunitiesWon', 'wonAmounts', 'dealSizes', 'wonWithoutAmount'],
    latest: null,
  },
  opportunitiesLost: {
    ...opportunity,
    measures: ['opportunitiesLost'],
    latest: sql`greatest(j.lost_at, j.won_at)`,
  },
  opportunitiesFirstQuoted: {
    ...opportunity,
    measures: ['maturedQuotedOpportunities', 'maturedQuotedOpportunitiesWon', 'immatureQuotedOpportunities'],
    latest: sql`greatest(j.first_quote_at, j.won_at)`,
  },
  opportunitiesOfNewLeads: {
    ...opportunity,
    measures: ['wonAmountsOfNewLeads', 'wonOfNewLeadsWithoutAmount'],
    latest: sql`greatest(j.lead_created_at, j.won_at)`,
  },
  opportunitiesWonFirstTouch: {
    ...opportunity,
    measures: ['wonAmountsFirstTouch', 'wonFirstTouchWithoutAmount', 'wonWithoutLead'],
    latest: null,
  },
  quotesSent: {
    ...opportunity,
    measures: ['quotes', 'quotesAccepted'],
    latest: sql`greatest(q.sent_at, q.accepted_at)`,
  },

  customersWon: { ...customer, measures: ['customersWon', 'customersReferred'], latest: null },
  customersOfNewLeads: {
    ...customer,
    measures: ['customersWonOfNewLeads'],
    latest: sql`greatest(j.lead_created_at, j.became_at)`,
  },
  customersFirstOrdering: {
    ...customer,
    measures: ['maturedFirstOrders', 'maturedSecondOrders', 'immatureFirstOrders'],
    latest: sql`greatest(j.first_order_at, j.second_order_at)`,
  },
  orders: { ...customer, measures: ['orderAmounts'], latest: null },
  surveys: { ...customer, measures: ['surveys', 'promoters', 'detractors'], latest: null },

  spend: { ...spend, measures: ['spend'], latest: null },
} satisfies Partial<Record<SourceName, KeptSource>>;

export type KeptSourceName = keyof typeof keptSources;
export const keptSourceNames = Object.keys(keptSources) as KeptSourceName[];

/** Where in the arrays of a cell a measure is. Elements number from 1; element 1 of counts are the rows. */
export interface KeptColumn {
  measure: MeasureName;
  /** Of measures of the quality score, which are kept for both of a lead's scores; null for all others. */
  slot: Slot | null;
  count: number;
  /** Of sums and means; null for counts. */
  sum: number | null;
  /** Of means. */
  squares: number | null;
}

export interface Kept extends KeptSource {
  name: KeptSourceName;
  columns: readonly KeptColumn[];
  cuts: readonly Cut[];
}

const layouts = new Map(keptSourceNames.map((name) => [name as string, layoutOf(name)]));

/** undefined for sources of which nothing is kept. */
export function kept(name: SourceName): Kept | undefined {
  return layouts.get(name);
}

/** Those whose rows a change that reaches these may make others. */
export function changedBy(reached: keyof Reach): KeptSourceName[] {
  return keptSourceNames.filter((name) => kept(name)!.reachedBy.some(({ by }) => by.includes(reached)));
}

function layoutOf(name: KeptSourceName): Kept {
  const kept: KeptSource = keptSources[name];
  let count = 1;
  let sum = 0;
  const columns = kept.measures.flatMap((measureName) => {
    const { aggregate } = measure(measureName);
    const slots = readsQualityScore([measureName]) ? (['A', 'B'] as const) : [null];
    return slots.map((slot): KeptColumn => {
      const hasSquares = aggregate === 'mean' || aggregate === 'moneyMean';
      return {
        measure: measureName,
        slot,
        count: ++count,
        sum: aggregate === 'count' ? null : ++sum,
        squares: hasSquares ? ++sum : null,
      };
    });
  });
  const { dimensions } = sourceOf(name);
  return { ...kept, name, columns, cuts: dimensions.OWNER ? ['CHANNEL', 'OWNER'] : ['CHANNEL'] };
}

/** Whether a measure counts each row that there is, so that a group without any has none. */
export function countsAll(name: MeasureName): boolean {
  const { aggregate, where, distinct } = measure(name);
  if (aggregate !== 'count' || distinct) return false;
  return where === undefined || compile(where(everContext('', null))).text === 'true';
}

/** As of the end of time, about every day and every funnel: what the measures of cells are computed in. */
export function everContext(workspaceId: string, scoreSlot: Slot | null): QueryContext {
  return {
    workspaceId,
    get funnel(): never {
      throw new Error('What is kept in cells must not depend on a funnel’s settings but for those of this context.');
    },
    get moment(): never {
      throw new Error('What is kept in cells must not depend on the moment of a question.');
    },
    from: sql`'-infinity'::timestamptz`,
    to: sql`'infinity'::timestamptz`,
    asOf: sql`'infinity'::timestamptz`,
    withinDays: null,
    stageCount: sql`cardinality(j.reached_at)`,
    qualifiedThreshold: sql`(select f.qualified_threshold from funnels f where f.workspace_id = ${workspaceId} and f.id = j.funnel_id)`,
    scoreSlot,
    locked: {},
  };
}
