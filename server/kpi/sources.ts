import { type RawBuilder, sql } from 'kysely';
import type { Scope } from './scope.ts';
import type { Dimension, FunnelInfo } from './types.ts';

export type Sql = RawBuilder<unknown>;

/** What the SQL of one statement depends on beside its grouping. */
export interface QueryContext {
  workspaceId: string;
  funnel: FunnelInfo;
  scope: Scope;
}

/** Journeys seen from one side: the instant by which a row falls into the window, and the dimensions that its facts bear (rule 7). */
export interface Source {
  /** The rows, as alias j. */
  from: (context: QueryContext) => Sql;
  at: (context: QueryContext) => Sql;
  /** Beside the window: an indexed bound, or which rows exist at all. */
  where?: (context: QueryContext) => Sql;
  dimensions: Partial<Record<Dimension, Sql>>;
}

/** Columns that every journey of a lead, opportunity, customer or order carries. */
const dimensions = {
  CHANNEL: sql`j.channel_id`,
  OWNER: sql`j.owner_id`,
  TEAM: sql`j.owner_id`,
  PRODUCT: sql`j.product_id`,
  INDUSTRY: sql`j.industry`,
  REGION: sql`j.region`,
  COMPANY_SIZE: sql`j.company_size::text`,
  TAG: sql`j.tags`,
} satisfies Source['dimensions'];

const journeys = (table: string) => () => sql`${sql.table(table)} j`;
const column = (name: string) => () => sql.ref(`j.${name}`);

/** Leads with the stages of their funnel, one row a lead and stage: p.position. */
const leadStages = ({ funnel }: QueryContext) =>
  sql`lead_journeys j cross join generate_series(1, ${funnel.stages.length}::integer) as p(position)`;
const reachedStage = ({ scope }: QueryContext) => sql`j.reached_at[p.position] <= ${scope.asOf}::timestamptz`;
const stageDimensions = { ...dimensions, STAGE: sql`p.position::text` };

/** Bounds a search by an element of reached_at, which has no index of its own: nothing is reached before creation or after the last. */
const reachedSince = ({ scope }: QueryContext) =>
  sql`j.created_at < ${scope.to}::timestamptz and j.last_reached_at >= ${scope.from}::timestamptz`;

export const sources = {
  leadsCreated: { from: journeys('lead_journeys'), at: column('created_at'), dimensions },
  leadsReachingSecondStage: {
    from: journeys('lead_journeys'),
    at: () => sql`j.reached_at[2]`,
    where: reachedSince,
    dimensions,
  },
  leadsWon: { from: journeys('lead_journeys'), at: column('won_at'), dimensions },

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
    where: ({ workspaceId, funnel, scope }) =>
      sql`s.workspace_id = ${workspaceId} and s.funnel_id = ${funnel.id} and s.position < ${funnel.stages.length}::integer
        and s.seen_from <= ${scope.asOf}::timestamptz and (s.seen_until is null or s.seen_until > ${scope.asOf}::timestamptz)`,
    dimensions: { ...dimensions, STAGE: sql`s.position::text` },
  },

  opportunitiesOpened: { from: journeys('opportunity_journeys'), at: column('opened_at'), dimensions },
  opportunitiesWon: { from: journeys('opportunity_journeys'), at: column('won_at'), dimensions },
  opportunitiesLost: { from: journeys('opportunity_journeys'), at: column('lost_at'), dimensions },
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

  customersWon: { from: journeys('customer_journeys'), at: column('became_at'), dimensions },
  customersOfNewLeads: { from: journeys('customer_journeys'), at: column('lead_created_at'), dimensions },
  customersFirstOrdering: { from: journeys('customer_journeys'), at: column('first_order_at'), dimensions },
  orders: { from: journeys('order_journeys'), at: column('at'), dimensions },
  /** Orders as acts of their customer: the product is that of the customer's first order. */
  ordersOfCustomers: {
    from: journeys('order_journeys'),
    at: column('at'),
    dimensions: { ...dimensions, PRODUCT: sql`j.customer_product_id` },
  },

  spend: { from: journeys('spend'), at: column('at'), dimensions: { CHANNEL: sql`j.channel_id` } },
} satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;
