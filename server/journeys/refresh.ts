import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import type { Reach } from './reach.ts';
import { refreshCustomers, refreshOpportunities, refreshOrders } from './refresh-dependants.ts';
import { refreshLeads } from './refresh-leads.ts';

/**
 * Recomputes, in the transaction that changed the facts, every journey that the change reaches. Ids that no longer exist are passed over.
 * A fact that moved from one parent to another reaches both.
 */
export async function refreshJourneys(
  transaction: Queryable,
  { id: workspaceId }: Pick<WorkspaceInfo, 'id'>,
  { leads, customers, opportunities }: Reach,
): Promise<void> {
  await refreshLeads(transaction, workspaceId, [...leads]);
  await refreshCustomers(transaction, workspaceId, [...customers]);
  await refreshOrders(transaction, workspaceId, [...customers]);
  await refreshOpportunities(transaction, workspaceId, [...opportunities]);
}
