import { type RawBuilder, sql } from 'kysely';
import { HALF_LIFE_SECONDS } from '../journeys/activity-score.ts';
import type { Slot } from '../journeys/lead-scores.ts';
import { filterConditions } from './filter-conditions.ts';
import type { Moment } from './moment.ts';
import type { Filter } from './scope.ts';
import type { Dimension, FunnelInfo } from './types.ts';

export type Sql = RawBuilder<unknown>;

/** What the SQL of sources and measures depends on. */
export interface QueryContext {
  workspaceId: string;
  funnel: FunnelInfo;
  /** Of the window; of each bucket of a series, where a source is asked anew of each. */
  moment: Moment<Sql>;
  /** The first instant of the window, and the first one after it. */
  from: Sql;
  to: Sql;
  /** Hides every event later than it. */
  asOf: Sql;
  withinDays: number | null;
  /** How many stages the funnel has, and from which score on a lead is qualified. */
  stageCount: Sql;
  qualifiedThreshold: Sql;
  /** By which of a lead's two scores; null: by that of the active model. */
  scoreSlot: Slot | null;
  /** Of the scope: for what a source looks at beside its own rows. */
  locked: Filter;
}

/** Journeys seen from one side, with the dimensions that their facts bear (rule 7). */
export interface Source {
  /** The rows, as alias j. */
  from: (context: QueryContext) => Sql;
  /**
   * The instant by which a row falls into the window, and into one bucket of a series. Absent: the source is a state (who is open at the
   * end) or looks beyond the window, so that it is asked anew of each bucket; then `where` says all about time.
   */
  at?: (context: QueryContext) => Sql;
  /** Beside the window: an indexed bound, or which rows exist at all. */
  where?: (context: QueryContext) => Sql;
  dimensions: Partial<Record<Dimension, Sql>>;
}

/** Columns that every journey of a lead, opportunity, customer or order carries. */
const dimensionsOf = (alias: string) =>
  ({
    CHANNEL: sql.ref(`${alias}.channel_id`),
    OWNER: sql.ref(`${alias}.owner_id`),
    TEAM: sql.ref(`${alias}.owner_id`),
    PRODUCT: sql.ref(`${alias}.product_id`),
    INDUSTRY: sql.ref(`${alias}.industry`),
    REGION: sql.ref(`${alias}.region`),
    COMPANY_SIZE: sql`${sql.ref(`${alias}.company_size`)}::text`,
    TAG: sql.ref(`${alias}.tags`),
  }) satisfies Source['dimensions'];
const dimensions = dimensionsOf('j');

const journeys = (table: string) => () => sql`${sql.table(table)} j`;
const column = (name: string) => () => sql.ref(`j.${name}`);

/** N × 86,400 s, whatever the clocks do. */
export const days = (count: number) => sql`make_interval(secs => ${count}::double precision * 86400)`;

/** Leads with the stages of their funnel, one row a lead and stage: p.position. */
const leadStages = ({ stageCount }: QueryContext) =>
  sql`lead_journeys j cross join generate_series(1, ${stageCount}) as p(position)`;
const reachedStage = ({ asOf }: QueryContext) => sql`j.reached_at[p.position] <= ${asOf}`;
const stageDimensions = { ...dimensions, STAGE: sql`p.position` };

/** Bounds a search by an element of reached_at, which has no index of its own: nothing is reached before creation or after the last. */
const reachedSince = ({ from, to }: QueryContext) => sql`j.created_at < ${to} and j.last_reached_at >= ${from}`;

/** Activities `a`, with their lead as j. An owner of their own comes before the lead's. */
const activities = ({ workspaceId }: QueryContext) =>
  sql`activity_journeys a join lead_journeys j on j.workspace_id = ${workspaceId} and j.lead_id = a.lead_id`;
const activityDimensions = {
  ...dimensions,
  OWNER: sql`coalesce(a.owner_id, j.owner_id)`,
  TEAM: sql`coalesce(a.owner_id, j.owner_id)`,
};
const activitiesWhere = (condition: Sql) => (context: QueryContext) =>
  sql`a.workspace_id = ${context.workspaceId} and a.funnel_id = j.funnel_id and ${condition}`;

/** Whether a lead was lost and came back, so that its time of being open has gaps. */
const hasGaps = sql`cardinality(j.lost_toggles) > 1`;

/** After so many half-lives an interaction counts nothing: PostgreSQL refuses powers that vanish. */
const MOST_HALF_LIVES = 1_000;
/** Leads with `i`, their latest interaction that can be seen, if any, and `activity.score`: the score at it, decayed since. */
const leadsWithInteraction = ({ workspaceId, moment }: QueryContext) => sql`lead_journeys j
  left join activity_journeys i on i.workspace_id = ${workspaceId} and i.lead_id = j.lead_id
    and i.interaction_at <= ${moment.seen} and (i.next_score_at > ${moment.seen} or i.next_score_at is null)
  cross join lateral (
    select extract(epoch from ${moment.until} - i.interaction_at)::double precision / ${HALF_LIFE_SECONDS}::double precision as half_lives) age
  cross join lateral (
    select coalesce(i.activity_score * power(2::double precision, -least(age.half_lives, ${MOST_HALF_LIVES})), 0) as score) activity`;
/** Open just before the end. */
const isOpenLead = ({ moment }: QueryContext) =>
  sql`j.created_at <= ${moment.seen} and (j.open_until > ${moment.seen} or j.open_until is null)
    and (not ${hasGaps} or j.open_during @> ${moment.seen})`;
/** Some moment of the window found it open. (A range must not end before it begins.) */
const wasOpenInWindow = ({ moment: { from, end } }: QueryContext) =>
  sql`${from} < ${end} and j.created_at < ${end} and (j.open_until > greatest(${from}, j.created_at) or j.open_until is null)
    and (not ${hasGaps} or j.open_during && tstzrange(${from}, greatest(${from}, ${end})))`;

const isOpenOpportunity = ({ moment }: QueryContext) =>
  sql`j.opened_at <= ${moment.seen} and (j.closed_at > ${moment.seen} or j.closed_at is null)`;
/** Sales cycles won in the year before the end, whatever the filter: what is usual, of all that may be seen. */
const isWonInYearBefore = (alias: string, { workspaceId, moment: { end }, locked }: QueryContext) => {
  const wonAt = sql.ref(`${alias}.won_at`);
  return sql.join(
    [
      sql`${wonAt} >= ${end} - ${days(365)}`,
      sql`${wonAt} < ${end}`,
      ...filterConditions(locked, { dimensions: dimensionsOf(alias), workspaceId }),
    ],
    sql` and `,
  );
};
/** Seconds after which an open opportunity is stalled; NULL where nothing tells. */
const stallLimit = (context: QueryContext) =>
  context.funnel.stalledAfterDays === null
    ? sql`select percentile_cont(0.9) within group (order by extract(epoch from w.won_at - w.opened_at)::double precision) as seconds
          from opportunity_journeys w
          where w.workspace_id = ${context.workspaceId} and w.funnel_id = ${context.funnel.id} and ${isWonInYearBefore('w', context)}`
    : sql`select ${context.funnel.stalledAfterDays}::double precision * 86400 as seconds`;

/** The product of a customer, and of its orders as acts of the customer, is that of its first order. */
const customerDimensions = { ...dimensions, PRODUCT: sql`j.customer_product_id` };

export const sources = {
  leadsCreated: { from: journeys('lead_journeys'), at: column('created_at'), dimensions },
  leadsReachingSecondStage: {
    from: journeys('lead_journeys'),
    at: () => sql`j.reached_at[2]`,
    where: reachedSince,
    dimensions,
  },
  leadsReachingStageBeforeLast: {
    from: journeys('lead_journeys'),
    at: () => sql`j.reached_at[cardinality(j.reached_at) - 1]`,
    where: reachedSince,
    dimensions,
  },
  leadsWon: { from: journeys('lead_journeys'), at: column('won_at'), dimensions },
  openLeads: { from: leadsWithInteraction, where: isOpenLead, dimensions },
  openLeadsByLevel: {
    from: leadsWithInteraction,
    where: isOpenLead,
    dimensions: {
      ...dimensions,
      ACTIVITY_LEVEL: sql`case when activity.score >= 5 then 'HIGH' when activity.score >= 1 then 'MEDIUM' else 'LOW' end`,
    },
  },
  leadsOpenInWindow: { from: journeys('lead_journeys'), where: wasOpenInWindow, dimensions },

  /** Stages reached by leads created in the window. */
  stagesOfNewLeads: { from: leadStages, at: column('created_at'), where: reachedStage, dimensions: stageDimensions },
  /** Stages reached in the window. */
  stagesReached: {
    from: leadStages,
    at: () => sql`j.reached_at[p.position]`,
    where: reachedSince,
    dimensions: stageDimensions,
  },
  /** Stays by their end. The last stage is no step to anywhere, so leaving it gives none. */
  staysEnded: {
    from: ({ workspaceId }) =>
      sql`lead_stays s join lead_journeys j on j.workspace_id = ${workspaceId} and j.lead_id = s.lead_id`,
    at: () => sql`s.left_at`,
    where: ({ workspaceId, stageCount, asOf }) =>
      sql`s.workspace_id = ${workspaceId} and s.funnel_id = j.funnel_id and s.position < ${stageCount}
        and s.seen_from <= ${asOf} and (s.seen_until is null or s.seen_until > ${asOf})`,
    dimensions: { ...dimensions, STAGE: sql`s.position` },
  },

  followUps: {
    from: activities,
    at: () => sql`a.at`,
    where: activitiesWhere(sql`a.direction = 'OUTBOUND'`),
    dimensions: activityDimensions,
  },
  /** What was sent for the lead to respond to. */
  contentSent: {
    from: activities,
    at: () => sql`a.at`,
    where: activitiesWhere(sql`a.direction = 'OUTBOUND' and a.kind in ('EMAIL', 'SMS', 'WECHAT', 'EVENT', 'CONTENT')`),
    dimensions: { ...activityDimensions, ACTIVITY_KIND: sql`a.kind` },
  },
  /** Waits for an answer, by the inbound that began them. */
  waits: {
    from: activities,
    at: () => sql`a.at`,
    where: activitiesWhere(sql`a.direction = 'INBOUND' and a.starts_wait`),
    dimensions: activityDimensions,
  },

  opportunitiesOpened: { from: journeys('opportunity_journeys'), at: column('opened_at'), dimensions },
  opportunitiesWon: { from: journeys('opportunity_journeys'), at: column('won_at'), dimensions },
  opportunitiesLost: { from: journeys('opportunity_journeys'), at: column('lost_at'), dimensions },
  opportunitiesFirstQuoted: { from: journeys('opportunity_journeys'), at: column('first_quote_at'), dimensions },
  openOpportunities: { from: journeys('opportunity_journeys'), where: isOpenOpportunity, dimensions },
  openOpportunitiesByAge: {
    from: (context) => sql`lateral (${stallLimit(context)}) stall cross join opportunity_journeys j`,
    where: isOpenOpportunity,
    dimensions,
  },
  /** What the limit of stalled opportunities rests on: a setting (one row), or sales cycles. */
  stallLimits: {
    from: ({ workspaceId, funnel }) =>
      funnel.stalledAfterDays === null
        ? sql`opportunity_journeys j`
        : sql`(select ${workspaceId}::uuid as workspace_id, ${funnel.id}::uuid as funnel_id) j`,
    where: (context) => (context.funnel.stalledAfterDays === null ? isWonInYearBefore('j', context) : sql`true`),
    dimensions: {},
  },
  /** For return on spend: opportunities of leads created in the window, by the lead's channel. */
  opportunitiesOfNewLeads: {
    from: journeys('opportunity_journeys'),
    at: column('lead_created_at'),
    dimensions: { CHANNEL: sql`j.lead_channel_id` },
  },
  /** For return on spend: opportunities won in the window, by the lead's channel, without a lead by their own. */
  opportunitiesWonFirstTouch: {
    from: journeys('opportunity_journeys'),
    at: column('won_at'),
    dimensions: { CHANNEL: sql`(case when j.lead_id is null then j.channel_id else j.lead_channel_id end)` },
  },
  quotesSent: {
    from: ({ workspaceId }) =>
      sql`quotes q join opportunity_journeys j on j.workspace_id = ${workspaceId} and j.opportunity_id = q.opportunity_id`,
    at: () => sql`q.sent_at`,
    where: ({ workspaceId }) => sql`q.workspace_id = ${workspaceId}`,
    dimensions,
  },

  customersWon: { from: journeys('customer_journeys'), at: column('became_at'), dimensions },
  customersOfNewLeads: { from: journeys('customer_journeys'), at: column('lead_created_at'), dimensions },
  customersFirstOrdering: { from: journeys('customer_journeys'), at: column('first_order_at'), dimensions },
  customersExisting: {
    from: journeys('customer_journeys'),
    where: ({ moment }) => sql`j.became_at <= ${moment.seen}`,
    dimensions,
  },
  /** Customers won in the window, for what they had bought by its end. */
  customersWonByEnd: {
    from: journeys('customer_journeys'),
    where: ({ moment }) => sql`j.became_at >= ${moment.from} and j.became_at <= ${moment.seen}`,
    dimensions,
  },
  orders: { from: journeys('order_journeys'), at: column('at'), dimensions },
  ordersOfCustomers: { from: journeys('order_journeys'), at: column('at'), dimensions: customerDimensions },
  ordersOfYear: {
    from: journeys('order_journeys'),
    where: ({ moment }) => sql`j.at >= ${moment.end} - ${days(365)} and j.at < ${moment.end}`,
    dimensions: customerDimensions,
  },
  /** Orders of the days before the window, with which customer churn compares. */
  ordersBefore: {
    from: journeys('order_journeys'),
    where: ({ moment, asOf }) => sql`j.at >= ${moment.before} and j.at < ${moment.from} and j.at <= ${asOf}`,
    dimensions: customerDimensions,
  },
  surveys: {
    from: ({ workspaceId }) =>
      sql`surveys s join customer_journeys j on j.workspace_id = ${workspaceId} and j.customer_id = s.customer_id`,
    at: () => sql`s.at`,
    where: ({ workspaceId }) => sql`s.workspace_id = ${workspaceId}`,
    dimensions,
  },

  spend: { from: journeys('spend'), at: column('at'), dimensions: { CHANNEL: sql`j.channel_id` } },
} satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;

/** The source of that name, as the general type. */
export function source(name: SourceName): Source {
  return sources[name];
}
