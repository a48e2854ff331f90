import { type RawBuilder, sql } from 'kysely';
import { uuidArray } from '../database/binary-arrays.ts';
import type { Queryable } from '../database/database.ts';

/** The journeys of opportunities, customers and orders: their own fields beside the dimensions of their lead. One statement each. */

/** Rewrites the journeys of these opportunities. */
export async function refreshOpportunities(
  on: Queryable,
  workspaceId: string,
  opportunities: readonly string[],
): Promise<void> {
  if (opportunities.length === 0) return;
  await on.query(sql`
    insert into opportunity_journeys (
      workspace_id, opportunity_id, funnel_id, opened_at, won_at, lost_at, closed_at, first_quote_at, amount, lead_id, lead_created_at, lead_channel_id,
      channel_id, owner_id, product_id, industry, region, company_size, tags)
    select o.workspace_id, o.id, coalesce(l.funnel_id, cl.funnel_id, f.id), o.opened_at, o.won_at, o.lost_at,
           least(o.won_at, o.lost_at),
           (select min(q.sent_at) from quotes q where q.workspace_id = ${workspaceId} and q.opportunity_id = o.id),
           o.amount * coalesce(o.per_unit, 1), o.lead_id, l.created_at, l.channel_id,
           coalesce(o.channel_id, l.channel_id), coalesce(o.owner_id, l.owner_id), coalesce(o.product_id, l.product_id),
           l.industry, l.region, l.company_size, coalesce(l.tags, '{}')
    from opportunities o
    ${defaultFunnel(workspaceId)}
    left join leads l on l.workspace_id = ${workspaceId} and l.id = o.lead_id
    left join customers c on c.workspace_id = ${workspaceId} and c.id = o.customer_id
    left join leads cl on cl.workspace_id = ${workspaceId} and cl.id = c.lead_id
    where o.workspace_id = ${workspaceId} and o.id = any(${uuidArray(opportunities)})
    on conflict (workspace_id, opportunity_id) do update set ${overwrite(
      'funnel_id, opened_at, won_at, lost_at, closed_at, first_quote_at, amount, lead_id, lead_created_at, lead_channel_id, channel_id, owner_id, product_id, industry, region, company_size, tags',
    )}`);
}

/** Rewrites the journeys of these customers. Orders count by (at, arrival). */
export async function refreshCustomers(
  on: Queryable,
  workspaceId: string,
  customers: readonly string[],
): Promise<void> {
  if (customers.length === 0) return;
  await on.query(sql`
    insert into customer_journeys (
      workspace_id, customer_id, external_id, referrer, funnel_id, became_at, lead_id, lead_created_at, channel_id, owner_id, product_id,
      industry, region, company_size, tags, first_order_at, second_order_at, order_count, revenue)
    select c.workspace_id, c.id, c.external_id, coalesce(c.referred_by, l.referred_by), coalesce(l.funnel_id, f.id), c.became_at, c.lead_id, l.created_at, l.channel_id, l.owner_id,
           orders.products[1], l.industry, l.region, l.company_size, coalesce(l.tags, '{}'),
           orders.instants[1], orders.instants[2], coalesce(orders.count, 0), coalesce(orders.revenue, 0)
    from customers c
    ${defaultFunnel(workspaceId)}
    left join leads l on l.workspace_id = ${workspaceId} and l.id = c.lead_id
    left join (
      select customer_id, count(*)::integer as count, sum(amount * coalesce(per_unit, 1)) as revenue,
             array_agg(at order by at, arrival) as instants, array_agg(product_id order by at, arrival) as products
      from orders where workspace_id = ${workspaceId} and customer_id = any(${uuidArray(customers)})
      group by customer_id
    ) orders on orders.customer_id = c.id
    where c.workspace_id = ${workspaceId} and c.id = any(${uuidArray(customers)})
    on conflict (workspace_id, customer_id) do update set ${overwrite(
      'external_id, referrer, funnel_id, became_at, lead_id, lead_created_at, channel_id, owner_id, product_id, industry, region, company_size, tags, first_order_at, second_order_at, order_count, revenue',
    )}`);
}

/** Rewrites the journeys of all orders of these customers; after refreshCustomers, whose dimensions they carry. */
export async function refreshOrders(on: Queryable, workspaceId: string, customers: readonly string[]): Promise<void> {
  if (customers.length === 0) return;
  await on.query(sql`
    insert into order_journeys (
      workspace_id, order_id, customer_id, funnel_id, at, ordinal, amount, channel_id, owner_id, product_id, customer_product_id,
      industry, region, company_size, tags)
    select o.workspace_id, o.id, o.customer_id, c.funnel_id, o.at,
           row_number() over (partition by o.customer_id order by o.at, o.arrival)::integer,
           o.amount * coalesce(o.per_unit, 1), c.channel_id, c.owner_id, o.product_id, c.product_id,
           c.industry, c.region, c.company_size, c.tags
    from orders o join customer_journeys c on c.workspace_id = ${workspaceId} and c.customer_id = o.customer_id
    where o.workspace_id = ${workspaceId} and o.customer_id = any(${uuidArray(customers)})
    on conflict (workspace_id, order_id) do update set ${overwrite(
      'customer_id, funnel_id, at, ordinal, amount, channel_id, owner_id, product_id, customer_product_id, industry, region, company_size, tags',
    )}`);
}

function defaultFunnel(workspaceId: string): RawBuilder<unknown> {
  return sql`join funnels f on f.workspace_id = ${workspaceId} and f.is_default`;
}

function overwrite(columns: string): RawBuilder<unknown> {
  return sql.raw(
    columns
      .split(', ')
      .map((column) => `${column} = excluded.${column}`)
      .join(', '),
  );
}
