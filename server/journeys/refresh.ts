import { ahead, type GivenStatements, unawaited } from '../database/given-statements.ts';
import type { WorkspaceInfo, WorkspaceWrite } from '../database/workspace-write.ts';
import { type LeadBatch, leadBatches } from './lead-batches.ts';
import type { RefreshedLeads } from './lead-standing.ts';
import type { Reach } from './reach.ts';
import { type JourneyFunnels, readFunnels } from './read-lead-facts.ts';
import { refreshCustomers, refreshOpportunities, refreshOrders } from './refresh-dependants.ts';
import { readLeadFacts, rewriteLeads } from './refresh-leads.ts';
import { readStandings, rewriteWays } from './refresh-ways.ts';
import type { Touched } from './touched.ts';

/**
 * Recomputes, in the transaction that changed the facts, every journey that the change reaches: of the leads, as deep as it goes, of their
 * customers and opportunities. Ids that no longer exist are passed over. A fact that moved from one parent to another reaches both. The
 * statements that write them are among `statements` when it is done.
 *
 * Leads come a batch after the other, each as they were and are, once what writes them has been given; what the next one takes has been
 * asked for by then. So while one is computed here, the database writes another.
 */
export async function refreshJourneys(
  write: WorkspaceWrite,
  { id: workspaceId }: Pick<WorkspaceInfo, 'id'>,
  reach: Reach,
  touched: Touched,
  statements: GivenStatements,
  onRefreshed: (leads: RefreshedLeads['leads']) => Promise<void>,
): Promise<void> {
  const batches = leadBatches(reach, touched);
  const read = (batch: LeadBatch) => ahead(readBatch(write, workspaceId, batch, touched));
  const funnels = batches.length > 0 ? readFunnels(write, workspaceId) : undefined;
  let reading = batches[0] && read(batches[0]);
  for (let index = 0; reading; index++) {
    const [facts, shapes] = await Promise.all([reading, funnels!]);
    const next = batches[index + 1];
    reading = next && read(next);
    const refreshed = await rewriteBatch(write, workspaceId, facts, shapes, touched);
    for (const { written } of refreshed) statements.add(written);
    await onRefreshed(refreshed.flatMap(({ leads }) => leads));
  }
  const customers = [...reach.customers];
  const opportunities = [...reach.opportunities];
  if (customers.length + opportunities.length === 0) return;
  // What these are made from is what they refer to.
  statements.add(
    write.withKnownReferences(() =>
      unawaited([
        refreshCustomers(write, workspaceId, customers),
        refreshOrders(write, workspaceId, customers),
        refreshOpportunities(write, workspaceId, opportunities),
      ]),
    ),
  );
}

async function readBatch(write: WorkspaceWrite, workspaceId: string, batch: LeadBatch, touched: Touched) {
  const [whole, standing] = await Promise.all([
    readLeadFacts(write, workspaceId, batch.whole, touched),
    readStandings(write, workspaceId, batch),
  ]);
  return { whole, standing };
}

async function rewriteBatch(
  write: WorkspaceWrite,
  workspaceId: string,
  { whole, standing }: Awaited<ReturnType<typeof readBatch>>,
  funnels: JourneyFunnels,
  touched: Touched,
): Promise<RefreshedLeads[]> {
  return [
    rewriteLeads(write, workspaceId, whole, funnels, touched),
    await rewriteWays(write, workspaceId, standing, funnels, touched),
  ];
}
