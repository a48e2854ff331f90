import { sql } from 'kysely';
import type { QueryContext, SourceName, Sql } from './sources.ts';

/**
 * What is added up, over which source. A measure knows nothing of windows, filters and groups: the statement brings them. Measures of
 * one source share one pass.
 */
export interface Measure {
  source: SourceName;
  /**
   * count: rows (with `distinct`: different values). sum: exact, of money. mean: with standard deviation. duration: a mean of signed
   * seconds, with exact quantiles.
   */
  aggregate: 'count' | 'sum' | 'mean' | 'duration';
  /** Which of the source's rows; all without it. */
  where?: (context: QueryContext) => Sql;
  /** What is summed or averaged; null values are left out. For durations an SQL interval. */
  value?: (context: QueryContext) => Sql;
  /** Count different values of this rather than rows. */
  distinct?: Sql;
  /** Asks without the channels filter, and without a grouping by channel: the whole that a channel's share is a share of. */
  acrossChannels?: boolean;
}

const asOf = ({ scope }: QueryContext) => sql`${scope.asOf}::timestamptz`;
const happened = (instant: Sql) => (context: QueryContext) => sql`coalesce(${instant} <= ${asOf(context)}, false)`;
const not = (condition: (context: QueryContext) => Sql) => (context: QueryContext) => sql`not ${condition(context)}`;
const both =
  (...conditions: ((context: QueryContext) => Sql)[]) =>
  (context: QueryContext) =>
    sql`(${sql.join(
      conditions.map((condition) => condition(context)),
      sql` and `,
    )})`;

/** N × 86,400 s, whatever the clocks do. */
const days = (count: number) => sql`make_interval(secs => ${count}::double precision * 86400)`;

/** Rule 8: with `withinDays`, a member whose days since `start` have not run out by asOf is immature and leaves both sides. */
const mature = (start: Sql) => (context: QueryContext) =>
  context.scope.withinDays === null
    ? sql`true`
    : sql`(${start} + ${days(context.scope.withinDays)} <= ${asOf(context)})`;

/** The end happened by asOf and, with `withinDays`, in time. */
const arrived = (start: Sql, end: Sql) => (context: QueryContext) =>
  context.scope.withinDays === null
    ? happened(end)(context)
    : sql`coalesce(${end} <= ${asOf(context)} and ${end} <= ${start} + ${days(context.scope.withinDays)}, false)`;

/** A conversion of a cohort: those whose time has come, those of them that arrived, those left out as immature. */
function cohort(source: SourceName, start: Sql, end: Sql) {
  return {
    started: { source, aggregate: 'count', where: mature(start) },
    arrived: { source, aggregate: 'count', where: both(mature(start), arrived(start, end)) },
    immature: { source, aggregate: 'count', where: not(mature(start)) },
  } satisfies Record<string, Measure>;
}

/** The steps from each stage to the next, of those leads that the source names. */
function steps(source: 'stagesOfNewLeads' | 'stagesReached') {
  const start = sql`j.reached_at[p.position]`;
  const end = sql`j.reached_at[p.position + 1]`;
  const isStep = ({ funnel }: QueryContext) => sql`p.position < ${funnel.stages.length}::integer`;
  // An odd number of toggles by asOf: lost. width_bucket counts the elements at or before it.
  const isLost = (context: QueryContext) => sql`width_bucket(${asOf(context)}, j.lost_toggles) % 2 = 1`;
  const hasAdvanced = both(isStep, mature(start), arrived(start, end));
  return {
    reached: { source, aggregate: 'count', where: mature(start) },
    left: { source, aggregate: 'count', where: both(isStep, mature(start)) },
    advanced: { source, aggregate: 'count', where: hasAdvanced },
    lost: { source, aggregate: 'count', where: both(isStep, mature(start), not(happened(end)), isLost) },
    immature: { source, aggregate: 'count', where: both(isStep, not(mature(start))) },
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
const firstToSecondOrder = cohort('customersFirstOrdering', sql`j.first_order_at`, sql`j.second_order_at`);
const stepsOfNewLeads = steps('stagesOfNewLeads');
const stepsInPeriod = steps('stagesReached');

const isAnswered = happened(sql`j.first_response_at`);
const isUnscored = () => sql`j.quality_score_a is null`;
const hasNoAmount = () => sql`j.amount is null`;
const isWon = happened(sql`j.won_at`);

export const measures = {
  newLeads: { source: 'leadsCreated', aggregate: 'count' },
  newLeadsOfAllChannels: { source: 'leadsCreated', aggregate: 'count', acrossChannels: true },
  qualityScores: { source: 'leadsCreated', aggregate: 'mean', value: () => sql`j.quality_score_a` },
  unscoredLeads: { source: 'leadsCreated', aggregate: 'count', where: isUnscored },
  qualifiedLeads: {
    source: 'leadsCreated',
    aggregate: 'count',
    where: ({ funnel }) => sql`j.quality_score_a >= ${funnel.qualifiedThreshold}::numeric`,
  },
  firstResponseTimes: {
    source: 'leadsCreated',
    aggregate: 'duration',
    value: () => sql`j.first_response_at - j.created_at`,
    where: isAnswered,
  },
  unansweredLeads: { source: 'leadsCreated', aggregate: 'count', where: not(isAnswered) },

  maturedLeads: toWon.started,
  maturedLeadsWon: toWon.arrived,
  maturedLeadsAtSecondStage: toSecondStage.arrived,
  immatureLeads: toWon.immature,
  leadsReachingSecondStage: { source: 'leadsReachingSecondStage', aggregate: 'count' },
  leadsWon: { source: 'leadsWon', aggregate: 'count' },

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
  wonWithoutAmount: { source: 'opportunitiesWon', aggregate: 'count', where: hasNoAmount },

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
  orderAmounts: { source: 'orders', aggregate: 'sum', value: () => sql`j.amount` },

  spend: { source: 'spend', aggregate: 'sum', value: () => sql`j.amount * coalesce(j.per_unit, 1)` },
} satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;

/** The measure of that name, as the general type. */
export function measure(name: MeasureName): Measure {
  return measures[name];
}
