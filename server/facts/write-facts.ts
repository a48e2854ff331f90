import { FactChange } from '../cells/fact-change.ts';
import type { Database } from '../database/database.ts';
import { type WorkspaceInfo, type WorkspaceWrite, writeWorkspace } from '../database/workspace-write.ts';
import { checkFact } from './check-fact.ts';
import type { KindName } from './kind.ts';
import { kinds } from './kinds.ts';
import { LocalTime } from './local-time.ts';
import { type LineCode, Problem } from './problem.ts';
import type { Incoming } from './read-chunk.ts';
import { writeChunk } from './write-chunk.ts';

/** What became of one fact. */
export type FactOutcome =
  | { status: 'accepted' | 'unchanged' /** Internal id; absent for what was deleted. */; id: string | undefined }
  | { status: 'rejected'; problem: { code: LineCode; message: string; field: string | undefined } };

/**
 * Writes facts in the shape of `POST /ingest/{kind}` (contract.md), in order, in one transaction, and refreshes what they touch.
 * For one-off changes, not for streams; good facts go in beside bad ones. One outcome a fact.
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
  write: WorkspaceWrite,
  workspace: WorkspaceInfo,
  kindName: KindName,
  facts: readonly object[],
): Promise<FactOutcome[]> {
  const kind = kinds[kindName];
  const time = new LocalTime(workspace.timeZone);
  const checked = facts.map((fact) => checkFact(kind, fact, time, () => {}));
  const incoming = checked.flatMap((fact): Incoming[] => (fact instanceof Problem ? [] : [{ fact }]));
  const change = new FactChange(write, workspace);
  const chunk = { write, workspace, time, change, onDeferredRejected() {} };
  const { outcomes, idOf } = await writeChunk(chunk, kind, incoming, { unknownParents: 'reject' });
  await change.finish();
  const each = outcomes.values();
  return checked.map((fact): FactOutcome => {
    if (fact instanceof Problem) return { status: 'rejected', problem: fact };
    const outcome = each.next().value!;
    if (outcome.status === 'rejected') return { status: 'rejected', problem: outcome.problem };
    return { status: outcome.status === 'accepted' ? 'accepted' : 'unchanged', id: idOf(outcome.key!) };
  });
}
