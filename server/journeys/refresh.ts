import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { refreshCustomers, refreshOpportunities, refreshOrders } from './refresh-dependants.ts';
import { refreshLeads } from './refresh-leads.ts';
import { refreshWays } from './refresh-ways.ts';
import type { Touched } from './touched.ts';

/**
 * Recomputes, in the transaction that changed the facts, every journey that the touched facts bear on: of the leads, as deep as the change
 * goes, of their opportunities and customers where the lead's own fact changed, of the customers' opportunities and orders. Ids that no
 * longer exist are passed over. A fact that moved from one parent to another touches both.
 */
export async function refreshJourneys(
  transaction: Queryable,
  { id: workspaceId }: WorkspaceInfo,
  touched: Touched,
): Promise<void> {
  const { leads } = touched;
  const ways = [...touched.ways].filter((id) => !leads.has(id));
  const contacts = [...touched.contacts].filter((id) => !leads.has(id) && !touched.ways.has(id));
  await refreshLeads(transaction, workspaceId, [...leads], touched);
  await refreshWays(transaction, workspaceId, { ways, contacts }, touched);

  const customers = new Set(touched.customers);
  for (const customer of await customersOfLeads(transaction, workspaceId, leads)) customers.add(customer);
  await refreshCustomers(transaction, workspaceId, [...customers]);
  await refreshOrders(transaction, workspaceId, [...customers]);
  await refreshOpportunities(transaction, workspaceId, {
    leads: [...leads],
    customers: [...customers],
    opportunities: [...touched.opportunities],
  });
}

async function customersOfLeads(on: Queryable, workspaceId: string, leads: Set<string>): Promise<string[]> {
  if (leads.size === 0) return [];
  const rows = await on.query<{ id: string }>(sql`
    select id from customers where workspace_id = ${workspaceId} and lead_id = any(${[...leads]}::uuid[])`);
  return rows.map(({ id }) => id);
}
