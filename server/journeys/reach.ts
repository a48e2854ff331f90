import { sql } from 'kysely';
import { uuidArray } from '../database/binary-arrays.ts';
import type { Queryable } from '../database/database.ts';
import type { Touched } from './touched.ts';

/** What a change reaches, by internal id: whose journeys are to be computed anew, how deep, and the spend that has none. */
export type Reach = Readonly<
  Record<'leads' | 'ways' | 'contacts' | 'activities' | 'customers' | 'opportunities' | 'spend', ReadonlySet<string>>
>;

/**
 * Beside the touched themselves: the customers of leads whose own facts changed, whose dimensions they bear, and the opportunities of both;
 * as the facts stand at this moment. Ids that no longer exist are no harm.
 */
export async function reachOf(on: Queryable, workspaceId: string, touched: Touched): Promise<Reach> {
  const known = (ids: ReadonlySet<string>) => [...ids].filter((id) => !touched.made.has(id));
  const leads = known(touched.leads);
  const customers = new Set(touched.customers);
  if (leads.length > 0) for (const id of await customersOfLeads(on, workspaceId, leads)) customers.add(id);
  const opportunities = new Set(touched.opportunities);
  const knownCustomers = known(customers);
  if (leads.length + knownCustomers.length > 0)
    for (const id of await opportunitiesOf(on, workspaceId, leads, knownCustomers)) opportunities.add(id);
  return { ...touched, customers, opportunities };
}

async function customersOfLeads(on: Queryable, workspaceId: string, leads: readonly string[]): Promise<string[]> {
  const rows = await on.query<{ id: string }>(sql`
    select id from customers where workspace_id = ${workspaceId} and lead_id = any(${uuidArray(leads)})`);
  return rows.map(({ id }) => id);
}

async function opportunitiesOf(
  on: Queryable,
  workspaceId: string,
  leads: readonly string[],
  customers: readonly string[],
): Promise<string[]> {
  const rows = await on.query<{ id: string }>(sql`
    select id from opportunities where workspace_id = ${workspaceId} and lead_id = any(${uuidArray(leads)})
    union select id from opportunities where workspace_id = ${workspaceId} and customer_id = any(${uuidArray(customers)})`);
  return rows.map(({ id }) => id);
}
