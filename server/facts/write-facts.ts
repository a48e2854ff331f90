import type { Database } from '../database/database.ts';
import { type WorkspaceInfo, type WorkspaceWrite, writeWorkspace } from '../database/workspace-write.ts';
import type { KindName } from './kind.ts';
import type { LineCode } from './problem.ts';

/** What became of one fact. */
export type FactOutcome =
  | { status: 'accepted' | 'unchanged' /** Internal id; absent for what was deleted. */; id?: string }
  | { status: 'deferred' }
  | { status: 'rejected'; problem: { code: LineCode; message: string; field?: string | undefined } };

/**
 * Writes facts in the shape of `POST /ingest/{kind}` (contract.md), in order, in one transaction, and refreshes what they touch.
 * For one-off changes; good facts go in beside bad ones. One outcome a fact.
 */
export async function writeFacts(
  database: Database,
  workspace: WorkspaceInfo,
  kind: KindName,
  facts: readonly object[],
): Promise<FactOutcome[]> {
  return writeWorkspace(database, workspace.id, (write) => writeFactsWithin(write, workspace, kind, facts));
}

/** The same inside a transaction that does more. */
export async function writeFactsWithin(
  _write: WorkspaceWrite,
  _workspace: WorkspaceInfo,
  _kind: KindName,
  _facts: readonly object[],
): Promise<FactOutcome[]> {
  throw new Error('being written');
}
