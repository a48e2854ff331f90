import type { CheckedFact } from './check-fact.ts';
import type { ChunkWrite } from './chunk-write.ts';
import { readDailyRates } from './daily-rates.ts';
import { type KeptFact, readKept } from './deferred.ts';
import { readErased } from './erasures.ts';
import type { FoldContext } from './fold.ts';
import type { FactKind, FactRow, FactValues } from './kind.ts';
import { isParentKind, Lookups, readFunnels } from './lookups.ts';
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
  context: Omit<FoldContext, 'unknownParents'>;
}

/**
 * Reads what is stored under the keys of these facts and what they name, with a constant number of statements. It reads facts only, never
 * journeys or cells, so those of the chunk before may be written meanwhile.
 */
export async function readChunk(chunk: ChunkWrite, kind: FactKind, incoming: readonly Incoming[]): Promise<ReadChunk> {
  const { write, workspace, time } = chunk;
  const funnels = await readFunnels(write, workspace.id);
  const keys = incoming.map(({ fact }) => kind.key.of(fact.values, funnels));
  const distinct = [...new Set(keys.filter((key) => typeof key === 'string'))];
  const [stored, kept] = await Promise.all([
    readStored(write, workspace.id, kind, distinct),
    hasParents(kind) ? readKept(write, workspace.id, kind.name, distinct) : new Map<string, KeptFact>(),
  ]);
  const said: FactValues[] = [...incoming.map(({ fact }) => fact.values), ...[...kept.values()].map((k) => k.values)];
  const [lookups, rates, used, erased] = await Promise.all([
    Lookups.read(write, workspace.id, kind, said, stored.values()),
    readDailyRates(chunk, kind, said, stored.values()),
    inUse(chunk, kind, deletedRows(incoming, keys, stored)),
    readErased(write, workspace.id, kind, said),
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
    context: { kind, workspaceId: workspace.id, funnels, lookups, rates, time, surroundings, inUse: used, erased },
  };
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
