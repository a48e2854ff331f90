import { sql } from 'kysely';
import { qualityScore } from './quality-score-column.ts';
import { days, type QueryContext, type SourceName, type Sql } from './sources.ts';
import type { Dimension } from './types.ts';

/**
 * What is added up, over which source. A measure knows nothing of windows, filters and groups: the statement brings them. Measures of
 * one source share one pass.
 */
export interface Measure {
  source: SourceName;
  /**
   * count: rows (with `distinct`: different values). sum: exact, of money. mean: with standard deviation. moneyMean: both. duration: a
   * mean of signed seconds, with exact quantiles.
   */
  aggregate: 'count' | 'sum' | 'mean' | 'moneyMean' | 'duration';
  /** Which of the source's rows; all without it. */
  where?: (context: QueryContext) => Sql;
  /** What is summed or averaged; null values are left out. For durations an SQL interval. */
  value?: (context: QueryContext) => Sql;
  /** Count different values of this rather than rows. */
  distinct?: Sql;
  /** The same value may be counted in several slices, so that slices taken together must be counted anew. */
  overlaps?: boolean;
  /** Finds nothing where the question has no withinDays: members whose days have not run out. */
  onlyWithinDays?: boolean;
  /** Asks without filter and grouping by this dimension, or by any: the whole that a slice is a share of. */
  across?: Across;
}

export type Across = 'CHANNEL' | 'ACTIVITY_LEVEL' | 'EVERYTHING';

export function isAcross(across: Across | undefined, dimension: Dimension): boolean {
  return across === dimension || across === 'EVERYTHING';
}

/** Cannot be added up over slices: quantiles, and different values that several slices share. */
export function isGathered({ aggregate, overlaps = false }: Measure): boolean {
  return aggregate === 'duration' || overlaps;
}

const happened = (instant: Sql) => (context: QueryContext) => sql`coalesce(${instant} <= ${context.asOf}, false)`;
const not = (condition: (context: QueryContext) => Sql) => (context: QueryContext) => sql`not ${condition(context)}`;
const both =
  (...conditions: ((context: QueryContext) => Sql)[]) =>
  (context: QueryContext) =>
    sql`(${sql.join(
      conditions.map((condition) => condition(context)),
      sql` and `,
    )})`;

/** Rule 8: with `withinDays`, a member whose days since `start` have not run out by asOf is immature and leaves both sides. */
const mature =
  (start: Sql) =>
  ({ withinDays, asOf }: QueryContext) =>
    withinDays === null ? sql`true` : sql`(${start} + ${days(withinDays)} <= ${asOf})`;

/** The end happened by asOf and, with `withinDays`, in time. */
const arrived = (start: Sql, end: Sql) => (context: QueryContext) =>
  context.withinDays === null
    ? happened(end)(context)
    : sql`coalesce(${end} <= ${context.asOf} and ${end} <= ${start} + ${days(context.withinDays)}, false)`;

/** A conversion of a cohort: those whose time has come, those of them that arrived, those left out as immature. */
function cohort(source: SourceName, start: Sql, end: Sql) {
  return {
    started: { source, aggregate: 'count', where: mature(start) },
    arrived: { source, aggregate: 'count', where: both(mature(start), arrived(start, end)) },
    immature: { source, aggregate: 'count', where: not(mature(start)), onlyWithinDays: true },
  } satisfies Record<string, Measure>;
}

/** The steps from each stage to the next, of those leads that the source names. */
function steps(source: 'stagesOfNewLeads' | 'stagesReached') {
  const start = sql`j.reached_at[p.position]`;
  const end = sql`j.reached_at[p.position + 1]`;
  const isStep = ({ stageCount }: QueryContext) => sql`p.position < ${stageCount}`;
  // An odd number of toggles by asOf: lost. width_bucket counts the elements at or before it.
  const isLost = ({ asOf }: QueryContext) => sql`width_bucket(${asOf}, j.lost_toggles) % 2 = 1`;
  const hasAdvanced = both(isStep, mature(start), arrived(start, end));
  return {
    reached: { source, aggregate: 'count', where: mature(start) },
    left: { source, aggregate: 'count', where: both(isStep, mature(start)) },
    advanced: { source, aggregate: 'count', where: hasAdvanced },
    lost: { source, aggregate: 'count', where: both(isStep, mature(start), not(happened(end)), isLost) },
    immature: { source, aggregate: 'count', where: both(isStep, not(mature(start))), onlyWithinDays: true },
    // A skip is no sample of how long the step takes.
    time: {
      source,
      aggregate: 'duration',
      value: () => sql`${end} - ${start}`,
      where: both(hasAdvanced, () => sql`j.entered[p.position] and j.entered[p.position + 1]`),
    },
  } satisfies Record<string, Measure>;
}

const createdAt = sql`j.created_at`;
const toSecondStage = cohort('leadsCreated', createdAt, sql`j.reached_at[2]`);
const toWon = cohort('leadsCreated', createdAt, sql`j.won_at`);
const opportunityToWon = cohort('opportunitiesOpened', sql`j.opened_at`, sql`j.won_at`);
const toWonFromStageBefore = cohort(
  'leadsReachingStageBeforeLast',
  sql`j.reached_at[cardinality(j.reached_at) - 1]`,
  sql`j.won_at`,
);
const firstQuoteToWon = cohort('opportunitiesFirstQuoted', sql`j.first_quote_at`, sql`j.won_at`);
const firstToSecondOrder = cohort('customersFirstOrdering', sql`j.first_order_at`, sql`j.second_order_at`);
const stepsOfNewLeads = steps('stagesOfNewLeads');
const stepsInPeriod = steps('stagesReached');

const isAnswered = happened(sql`j.first_response_at`);
const isUnscored = (context: QueryContext) => sql`${qualityScore(context)} is null`;
const hasNoAmount = () => sql`j.amount is null`;
const isWon = happened(sql`j.won_at`);
const isFollowedUp = happened(sql`j.first_follow_up_at`);
const hasOwner = () => sql`coalesce(a.owner_id, j.owner_id) is not null`;
const isAnsweredWait = happened(sql`a.answered_at`);
/** The days in which a follow-up may show its effect have run out. */
const isEffectKnown = (context: QueryContext) =>
  sql`(a.at + ${days(context.funnel.followUpEffectDays)} <= ${context.asOf})`;
const hasEffect = ({ funnel }: QueryContext) =>
  sql`coalesce(a.advanced_at <= a.at + ${days(funnel.followUpEffectDays)}, false)`;

const isOlderThanChurn = ({ funnel, moment }: QueryContext) =>
  sql`(${moment.until} - j.created_at > ${days(funnel.leadChurnDays)})`;
const isSilent = ({ funnel, moment }: QueryContext) =>
  sql`(i.interaction_at is null or i.interaction_at < ${moment.until} - ${days(funnel.leadChurnDays)})`;
const hasReferredInWindow = ({ workspaceId, funnel, moment }: QueryContext) => sql`exists (
  select 1 from customer_journeys r
  where r.workspace_id = ${workspaceId} and r.funnel_id = ${funnel.id} and r.referrer = j.external_id
    and r.became_at >= ${moment.from} and r.became_at <= ${moment.seen})`;
const hasNoOrderInWindow = ({ workspaceId, moment }: QueryContext) => sql`not exists (
  select 1 from order_journeys o
  where o.workspace_id = ${workspaceId} and o.customer_id = j.customer_id and o.at >= ${moment.from} and o.at < ${moment.to})`;
const boughtByEnd = ({ workspaceId, moment }: QueryContext) => sql`(
  select coalesce(sum(o.amount), 0) from order_journeys o
  where o.workspace_id = ${workspaceId} and o.customer_id = j.customer_id and o.at <= ${moment.seen})`;

export const measures = {
  newLeads: { source: 'leadsCreated', aggregate: 'count' },
  newLeadsOfAllChannels: { source: 'leadsCreated', aggregate: 'count', across: 'CHANNEL' },
  qualityScores: { source: 'leadsCreated', aggregate: 'mean', value: qualityScore },
  unscoredLeads: { source: 'leadsCreated', aggregate: 'count', where: isUnscored },
  qualifiedLeads: {
    source: 'leadsCreated',
    aggregate: 'count',
    where: (context) => sql`${qualityScore(context)} >= ${context.qualifiedThreshold}`,
  },
  firstResponseTimes: {
    source: 'leadsCreated',
    aggregate: 'duration',
    value: () => sql`j.first_response_at - j.created_at`,
    where: isAnswered,
  },
  unansweredLeads: { source: 'leadsCreated', aggregate: 'count', where: not(isAnswered) },

  followedUpNewLeads: { source: 'leadsCreated', aggregate: 'count', where: isFollowedUp },
  contactableLeads: {
    source: 'leadsCreated',
    aggregate: 'count',
    where: both(isFollowedUp, happened(sql`j.first_interaction_at`)),
  },

  openLeads: { source: 'openLeads', aggregate: 'count' },
  activeLeads: { source: 'openLeads', aggregate: 'count', where: () => sql`activity.score >= 5` },
  // As numeric, whose sums do not depend on the order of rows as those of floating point do.
  activityScores: { source: 'openLeads', aggregate: 'mean', value: () => sql`activity.score::numeric` },
  openLeadsOfLevel: { source: 'openLeadsByLevel', aggregate: 'count' },
  openLeadsOfAllLevels: { source: 'openLeadsByLevel', aggregate: 'count', across: 'ACTIVITY_LEVEL' },
  olderOpenLeads: { source: 'openLeads', aggregate: 'count', where: isOlderThanChurn },
  silentOpenLeads: { source: 'openLeads', aggregate: 'count', where: both(isOlderThanChurn, isSilent) },

  followUps: { source: 'followUps', aggregate: 'count' },
  followUpsWithOwner: { source: 'followUps', aggregate: 'count', where: hasOwner },
  followUpsWithoutOwner: { source: 'followUps', aggregate: 'count', where: not(hasOwner) },
  ownersOfOpenLeads: { source: 'leadsOpenInWindow', aggregate: 'count', distinct: sql`j.owner_id`, overlaps: true },
  followedUpLeads: { source: 'followUps', aggregate: 'count', distinct: sql`a.lead_id`, overlaps: true },
  // An interaction after any of the follow-ups is one after the first of them.
  replyingLeads: {
    source: 'followUps',
    aggregate: 'count',
    distinct: sql`a.lead_id`,
    overlaps: true,
    where: happened(sql`a.next_interaction_at`),
  },
  followUpIntervals: {
    source: 'followUps',
    aggregate: 'duration',
    value: () => sql`a.at - a.previous_follow_up_at`,
    where: () => sql`a.previous_follow_up_at is not null`,
  },
  followUpsWithKnownEffect: { source: 'followUps', aggregate: 'count', where: isEffectKnown },
  effectiveFollowUps: { source: 'followUps', aggregate: 'count', where: both(isEffectKnown, hasEffect) },
  followUpsWithOpenEffect: { source: 'followUps', aggregate: 'count', where: not(isEffectKnown) },
  responseTimes: {
    source: 'waits',
    aggregate: 'duration',
    value: () => sql`a.answered_at - a.at`,
    where: isAnsweredWait,
  },
  unansweredWaits: { source: 'waits', aggregate: 'count', where: not(isAnsweredWait) },
  contentSent: { source: 'contentSent', aggregate: 'count' },
  contentAnswered: { source: 'contentSent', aggregate: 'count', where: happened(sql`a.responded_at`) },

  maturedLeads: toWon.started,
  maturedLeadsWon: toWon.arrived,
  maturedLeadsAtSecondStage: toSecondStage.arrived,
  immatureLeads: toWon.immature,
  leadsReachingSecondStage: { source: 'leadsReachingSecondStage', aggregate: 'count' },
  leadsWon: { source: 'leadsWon', aggregate: 'count' },
  leadsReachingStageBeforeLast: { source: 'leadsReachingStageBeforeLast', aggregate: 'count' },
  maturedLeadsAtStageBeforeLast: toWonFromStageBefore.started,
  maturedLeadsWonFromStageBefore: toWonFromStageBefore.arrived,
  immatureLeadsAtStageBeforeLast: toWonFromStageBefore.immature,

  cohortStagesReached: stepsOfNewLeads.reached,
  cohortStepsReached: stepsOfNewLeads.left,
  cohortStepsAdvanced: stepsOfNewLeads.advanced,
  cohortStepsLost: stepsOfNewLeads.lost,
  cohortStepsImmature: stepsOfNewLeads.immature,
  cohortStepTimes: stepsOfNewLeads.time,
  periodStagesReached: stepsInPeriod.reached,
  periodStepsReached: stepsInPeriod.left,
  periodStepsAdvanced: stepsInPeriod.advanced,
  periodStepsLost: stepsInPeriod.lost,
  periodStepTimes: stepsInPeriod.time,
  stays: { source: 'staysEnded', aggregate: 'duration', value: () => sql`s.left_at - s.entered_at` },

  opportunitiesOpened: { source: 'opportunitiesOpened', aggregate: 'count' },
  maturedOpportunities: opportunityToWon.started,
  maturedOpportunitiesWon: opportunityToWon.arrived,
  immatureOpportunities: opportunityToWon.immature,
  opportunitiesWon: { source: 'opportunitiesWon', aggregate: 'count' },
  // With both wonAt and lostAt it is won; lost it was only while the win had not happened.
  opportunitiesLost: { source: 'opportunitiesLost', aggregate: 'count', where: not(isWon) },
  salesCycles: { source: 'opportunitiesWon', aggregate: 'duration', value: () => sql`j.won_at - j.opened_at` },
  wonAmounts: { source: 'opportunitiesWon', aggregate: 'sum', value: () => sql`j.amount` },
  dealSizes: { source: 'opportunitiesWon', aggregate: 'moneyMean', value: () => sql`j.amount` },
  wonWithoutAmount: { source: 'opportunitiesWon', aggregate: 'count', where: hasNoAmount },

  openOpportunities: { source: 'openOpportunities', aggregate: 'count' },
  openAmounts: { source: 'openOpportunities', aggregate: 'sum', value: () => sql`j.amount` },
  openWithoutAmount: { source: 'openOpportunities', aggregate: 'count', where: hasNoAmount },
  stalledOpportunities: {
    source: 'openOpportunitiesByAge',
    aggregate: 'count',
    where: ({ moment }) => sql`extract(epoch from ${moment.until} - j.opened_at)::double precision > stall.seconds`,
  },
  stallLimits: { source: 'stallLimits', aggregate: 'count', across: 'EVERYTHING' },

  quotes: { source: 'quotesSent', aggregate: 'count' },
  quotesAccepted: { source: 'quotesSent', aggregate: 'count', where: happened(sql`q.accepted_at`) },
  maturedQuotedOpportunities: firstQuoteToWon.started,
  maturedQuotedOpportunitiesWon: firstQuoteToWon.arrived,
  immatureQuotedOpportunities: firstQuoteToWon.immature,

  wonAmountsOfNewLeads: {
    source: 'opportunitiesOfNewLeads',
    aggregate: 'sum',
    value: () => sql`j.amount`,
    where: isWon,
  },
  wonOfNewLeadsWithoutAmount: {
    source: 'opportunitiesOfNewLeads',
    aggregate: 'count',
    where: both(isWon, hasNoAmount),
  },
  wonAmountsFirstTouch: { source: 'opportunitiesWonFirstTouch', aggregate: 'sum', value: () => sql`j.amount` },
  wonFirstTouchWithoutAmount: { source: 'opportunitiesWonFirstTouch', aggregate: 'count', where: hasNoAmount },
  wonWithoutLead: { source: 'opportunitiesWonFirstTouch', aggregate: 'count', where: () => sql`j.lead_id is null` },

  customersWon: { source: 'customersWon', aggregate: 'count' },
  customersWonOfNewLeads: { source: 'customersOfNewLeads', aggregate: 'count', where: happened(sql`j.became_at`) },
  customersReferred: { source: 'customersWon', aggregate: 'count', where: () => sql`j.referrer is not null` },
  customersExisting: { source: 'customersExisting', aggregate: 'count' },
  customersReferring: { source: 'customersExisting', aggregate: 'count', where: hasReferredInWindow },
  customersWonByEnd: { source: 'customersWonByEnd', aggregate: 'count' },
  amountsOfCustomersWon: { source: 'customersWonByEnd', aggregate: 'sum', value: boughtByEnd },
  maturedFirstOrders: firstToSecondOrder.started,
  maturedSecondOrders: firstToSecondOrder.arrived,
  immatureFirstOrders: firstToSecondOrder.immature,
  orderingCustomers: { source: 'ordersOfCustomers', aggregate: 'count', distinct: sql`j.customer_id` },
  returningCustomers: {
    source: 'ordersOfCustomers',
    aggregate: 'count',
    distinct: sql`j.customer_id`,
    where: () => sql`j.ordinal > 1`,
  },
  orderAmountsOfYear: { source: 'ordersOfYear', aggregate: 'sum', value: () => sql`j.amount` },
  customersOrderingInYear: { source: 'ordersOfYear', aggregate: 'count', distinct: sql`j.customer_id` },
  customersOrderingBefore: { source: 'ordersBefore', aggregate: 'count', distinct: sql`j.customer_id` },
  customersLeaving: {
    source: 'ordersBefore',
    aggregate: 'count',
    distinct: sql`j.customer_id`,
    where: hasNoOrderInWindow,
  },
  orderAmounts: { source: 'orders', aggregate: 'sum', value: () => sql`j.amount` },

  surveys: { source: 'surveys', aggregate: 'count' },
  promoters: { source: 'surveys', aggregate: 'count', where: () => sql`s.score >= 9` },
  detractors: { source: 'surveys', aggregate: 'count', where: () => sql`s.score <= 6` },

  spend: { source: 'spend', aggregate: 'sum', value: () => sql`j.amount * coalesce(j.per_unit, 1)` },
} satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;

/** The measure of that name, as the general type. */
export function measure(name: MeasureName): Measure {
  return measures[name];
}
