import { isAnyPolicyActive } from '../assignment/policy.ts';
import type { CheckedFact } from './check-fact.ts';
import type { ChunkWrite } from './chunk-write.ts';
import { readDailyRates } from './daily-rates.ts';
import { isAnyWaiting, type KeptFact, readKept } from './deferred.ts';
import { readErased } from './erasures.ts';
import type { FoldContext } from './fold.ts';
import type { FactKind, FactRow, FactValues } from './kind.ts';
import { type FunnelDirectory, isParentKind, Lookups } from './lookups.ts';
import type { Problem } from './problem.ts';
import { readStored } from './stored.ts';
import { inUse } from './take-away.ts';

export interface Incoming {
  fact: CheckedFact;
  /** Number of first receipt, where it was given one before. Set on those that are handed back as 'waiting'. */
  arrival?: number;
}

/** What there is to know of the facts of a chunk before it is written. */
export interface ReadChunk {
  incoming: readonly Incoming[];
  /** By place in the chunk: the external key, or why there is none. */
  keys: readonly (string | Problem)[];
  /** By external key. */
  stored: ReadonlyMap<string, FactRow>;
  kept: ReadonlyMap<string, KeptFact>;
  /** Whether facts wait for any of this kind, so perhaps for one of these. */
  hasWaiting: boolean;
  /** Whether owners may be chosen for these. */
  assigns: boolean;
  context: Omit<FoldContext, 'unknownParents'>;
}

/**
 * Reads what is stored under the keys of these facts and what they name, with a constant number of statements: facts only, never journeys
 * or cells. Of new facts all is asked for at once, so that an answer waits for nothing that was given after it.
 */
export async function readChunk(
  chunk: ChunkWrite,
  kind: FactKind,
  incoming: readonly Incoming[],
  funnels: FunnelDirectory,
): Promise<ReadChunk> {
  const { write, workspace, time } = chunk;
  const keys = incoming.map(({ fact }) => kind.key.of(fact.values, funnels));
  const distinct = [...new Set(keys.filter((key) => typeof key === 'string'))];
  const lookups = new Lookups();
  const said = incoming.map(({ fact }) => fact.values);
  const [stored, kept, hasWaiting, assigns, ofThese] = await Promise.all([
    readStored(write, workspace.id, kind, distinct),
    hasParents(kind) ? readKept(write, workspace.id, kind.name, distinct) : new Map<string, KeptFact>(),
    isParentKind(kind.name) && isAnyWaiting(write, workspace.id, kind.name),
    kind.name === 'leads' && isAnyPolicyActive(write, workspace.id),
    readNamed(chunk, kind, said, [], lookups),
  ]);
  const rows = [...stored.values()];
  const all = [...said, ...[...kept.values()].map(({ values }) => values)];
  const [{ rates, erased }, used] = await Promise.all([
    rows.length + kept.size > 0 ? readNamed(chunk, kind, all, rows, lookups) : ofThese,
    inUse(chunk, kind, deletedRows(incoming, keys, stored)),
  ]);
  const surroundings = {
    currency: workspace.currency,
    stagesOfLead: (id: string) => funnels.byId.get(lookups.leadFunnel(id)!)!.stages,
  };
  return {
    incoming,
    keys,
    stored,
    kept,
    hasWaiting,
    assigns,
    context: { kind, workspaceId: workspace.id, funnels, lookups, rates, time, surroundings, inUse: used, erased },
  };
}

/** What facts name, as they are sent and as they are stored. */
async function readNamed(
  chunk: ChunkWrite,
  kind: FactKind,
  said: readonly FactValues[],
  stored: readonly FactRow[],
  lookups: Lookups,
): Promise<Pick<FoldContext, 'rates' | 'erased'>> {
  const { write, workspace } = chunk;
  const [rates, erased] = await Promise.all([
    readDailyRates(chunk, kind, said, stored),
    readErased(write, workspace.id, kind, said),
    lookups.read(write, workspace.id, kind, said, stored),
  ]);
  return { rates, erased };
}

function hasParents(kind: FactKind): boolean {
  return Object.values(kind.fields).some(({ refersTo }) => refersTo && isParentKind(refersTo));
}

function deletedRows(
  incoming: readonly Incoming[],
  keys: readonly (string | Problem)[],
  stored: ReadonlyMap<string, FactRow>,
): FactRow[] {
  const rows = new Set<FactRow>();
  for (const [index, { fact }] of incoming.entries()) {
    const row = fact.deleted && stored.get(keys[index] as string);
    if (row) rows.add(row);
  }
  return [...rows];
}
