import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { type RefreshedLeads, unawaited } from './lead-standing.ts';
import type { Reach } from './reach.ts';
import { refreshCustomers, refreshOpportunities, refreshOrders } from './refresh-dependants.ts';
import { refreshLeads } from './refresh-leads.ts';
import { refreshWays } from './refresh-ways.ts';
import type { Touched } from './touched.ts';

/**
 * Recomputes, in the transaction that changed the facts, every journey that the change reaches: of the leads, as deep as it goes, of their
 * customers and opportunities. Ids that no longer exist are passed over. A fact that moved from one parent to another reaches both.
 * Gives the leads as they were and are.
 */
export async function refreshJourneys(
  transaction: Queryable,
  { id: workspaceId }: Pick<WorkspaceInfo, 'id'>,
  { leads, customers, opportunities, ...reach }: Reach,
  touched: Touched,
): Promise<RefreshedLeads> {
  const ways = [...reach.ways].filter((id) => !leads.has(id));
  const contacts = [...reach.contacts].filter((id) => !leads.has(id));
  const whole = await refreshLeads(transaction, workspaceId, [...leads], touched);
  const moved = await refreshWays(transaction, workspaceId, { ways, contacts }, touched);
  const dependants = [
    refreshCustomers(transaction, workspaceId, [...customers]),
    refreshOrders(transaction, workspaceId, [...customers]),
    refreshOpportunities(transaction, workspaceId, [...opportunities]),
  ];
  return {
    leads: [...whole.leads, ...moved.leads],
    written: unawaited([whole.written, moved.written, ...dependants]),
  };
}
