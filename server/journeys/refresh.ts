import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { refreshCustomers, refreshOpportunities, refreshOrders } from './refresh-dependants.ts';
import { refreshLeads } from './refresh-leads.ts';
import type { Touched } from './touched.ts';

/**
 * Recomputes, in the transaction that changed the facts, every journey that the touched facts bear on: of the leads (an opportunity is
 * its lead's fact too), of their opportunities and customers, of the customers' opportunities and orders. Ids that no longer exist are
 * passed over. A fact that moved from one parent to another touches both.
 */
export async function refreshJourneys(
  transaction: Queryable,
  { id: workspaceId }: WorkspaceInfo,
  touched: Touched,
): Promise<void> {
  const leads = new Set(touched.leads);
  for (const lead of await leadsOfOpportunities(transaction, workspaceId, touched.opportunities)) leads.add(lead);
  await refreshLeads(transaction, workspaceId, [...leads]);

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
