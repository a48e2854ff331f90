import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { Touched } from './touched.ts';

/** Whose journeys a change reaches, by internal id; spend has none, and is its own. */
export type Reach = Record<keyof Touched, ReadonlySet<string>>;

/**
 * Of the touched: the leads (an opportunity is its lead's fact too), their customers, and the opportunities of both; as the facts stand at
 * this moment. Ids that no longer exist are no harm.
 */
export async function reachOf(on: Queryable, workspaceId: string, touched: Touched): Promise<Reach> {
  const leads = new Set(touched.leads);
  for (const id of await leadsOfOpportunities(on, workspaceId, touched.opportunities)) leads.add(id);
  const customers = new Set(touched.customers);
  for (const id of await customersOfLeads(on, workspaceId, leads)) customers.add(id);
  const opportunities = new Set(touched.opportunities);
  for (const id of await opportunitiesOf(on, workspaceId, leads, customers)) opportunities.add(id);
  return { leads, customers, opportunities, spend: new Set(touched.spend) };
}

async function leadsOfOpportunities(on: Queryable, workspaceId: string, opportunities: Set<string>): Promise<string[]> {
  if (opportunities.size === 0) return [];
  const rows = await on.query<{ id: string }>(sql`
    select distinct lead_id as id from opportunities
    where workspace_id = ${workspaceId} and id = any(${[...opportunities]}::uuid[]) and lead_id is not null`);
  return rows.map(({ id }) => id);
}

async function customersOfLeads(on: Queryable, workspaceId: string, leads: Set<string>): Promise<string[]> {
  if (leads.size === 0) return [];
  const rows = await on.query<{ id: string }>(sql`
    select id from customers where workspace_id = ${workspaceId} and lead_id = any(${[...leads]}::uuid[])`);
  return rows.map(({ id }) => id);
}

async function opportunitiesOf(
  on: Queryable,
  workspaceId: string,
  leads: Set<string>,
  customers: Set<string>,
): Promise<string[]> {
  if (leads.size + customers.size === 0) return [];
  const rows = await on.query<{ id: string }>(sql`
    select id from opportunities where workspace_id = ${workspaceId} and lead_id = any(${[...leads]}::uuid[])
    union select id from opportunities where workspace_id = ${workspaceId} and customer_id = any(${[...customers]}::uuid[])`);
  return rows.map(({ id }) => id);
}
