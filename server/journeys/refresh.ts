import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import type { Reach } from './reach.ts';
import { refreshCustomers, refreshOpportunities, refreshOrders } from './refresh-dependants.ts';
import { refreshLeads } from './refresh-leads.ts';
import { refreshWays } from './refresh-ways.ts';
import type { Touched } from './touched.ts';

/**
 * Recomputes, in the transaction that changed the facts, every journey that the change reaches: of the leads, as deep as it goes, of their
 * customers and opportunities. Ids that no longer exist are passed over. A fact that moved from one parent to another reaches both.
 */
export async function refreshJourneys(
  transaction: Queryable,
  { id: workspaceId }: Pick<WorkspaceInfo, 'id'>,
  { leads, customers, opportunities, ...reach }: Reach,
  touched: Touched,
): Promise<void> {
  const ways = [...reach.ways].filter((id) => !leads.has(id));
  const contacts = [...reach.contacts].filter((id) => !leads.has(id) && !reach.ways.has(id));
  await refreshLeads(transaction, workspaceId, [...leads], touched);
  await refreshWays(transaction, workspaceId, { ways, contacts }, touched);
  await refreshCustomers(transaction, workspaceId, [...customers]);
  await refreshOrders(transaction, workspaceId, [...customers]);
  await refreshOpportunities(transaction, workspaceId, [...opportunities]);
}
