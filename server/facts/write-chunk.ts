import { assignOwners } from '../assignment/assign-owners.ts';
import { insertRows, upsertRows } from '../database/bulk.ts';
import { unawaited } from '../database/given-statements.ts';
import type { ChangeOfFacts } from '../database/workspace-write.ts';
import { nothingTouched } from '../journeys/touched.ts';
import type { ChunkWrite } from './chunk-write.ts';
import { columnsOf } from './columns.ts';
import { type KeptFact, readWaiting, removeKept, writeKept } from './deferred.ts';
import { type FoldOutcome, fold, type Slot, type UnknownParents } from './fold.ts';
import type { FactKind, FactRow, KindName } from './kind.ts';
import { kinds } from './kinds.ts';
import { isParentKind, readFunnels } from './lookups.ts';
import { Problem } from './problem.ts';
import { applyChangedRates } from './rate-change.ts';
import { reachOfChange } from './reach-of-change.ts';
import { type Incoming, type ReadChunk, readChunk } from './read-chunk.ts';
import { takeAway } from './take-away.ts';

const WAITING_AT_ONCE = 1_000;

export type ChunkOutcome = FoldOutcome & {
  /** External key; undefined where the fact does not even have one. */
  key?: string;
};

export interface ChunkOptions {
  unknownParents: UnknownParents;
  /** Keys of which an earlier version waits: later ones must not overtake it. */
  heldKeys?: ReadonlySet<string>;
}

const waitsBehind = new Problem(
  'UNKNOWN_REFERENCE',
  'An earlier line of this fact names something that is not known; post that first, or ask with ?references=defer.',
);

/**
 * Writes facts of one kind, in order, with a constant number of statements: reads what is stored under their keys, folds the versions in
 * memory, writes what changed. Facts that waited for one of these go in too. Does not refresh journeys.
 */
export async function writeChunk(
  chunk: ChunkWrite,
  kind: FactKind,
  incoming: readonly Incoming[],
  options: ChunkOptions,
): Promise<StoredChunk> {
  const funnels = await readFunnels(chunk.write, chunk.workspace.id);
  const stored = await storeChunk(chunk, kind, await readChunk(chunk, kind, incoming, funnels), options);
  await stored.written;
  return stored;
}

export interface StoredChunk {
  /** What became of each fact. */
  outcomes: ChunkOutcome[];
  /** The internal id of the fact with that external key, where it is stored now. */
  idOf(key: string): string | undefined;
  /** Until its rows are there. What is given after them finds them. */
  written: Promise<void>;
  /** Whether what was read for another chunk before this one was stored holds no more. */
  outdates(read: ReadChunk): boolean;
}

/** Folds and writes what was read before in the same transaction. */
export async function storeChunk(
  chunk: ChunkWrite,
  kind: FactKind,
  { incoming, keys, stored, kept, hasWaiting, context: read }: ReadChunk,
  options: ChunkOptions,
): Promise<StoredChunk> {
  const { write, workspace } = chunk;
  const context = { ...read, unknownParents: options.unknownParents };
  const slots = new Map<string, Slot>();
  const overtaken = new Set<string>(options.heldKeys);
  const outcomes = incoming.map(({ fact, arrival }, index): ChunkOutcome => {
    const key = keys[index]!;
    if (key instanceof Problem) return { status: 'rejected', problem: key };
    if (overtaken.has(key)) return { status: 'waiting', problem: waitsBehind, key };
    const slot = slots.get(key) ?? newSlot(stored.get(key), kept.get(key));
    slots.set(key, slot);
    const before = slot.current ?? slot.kept;
    const outcome: ChunkOutcome = fold(slot, key, fact, arrival ?? null, context);
    outcome.key = key;
    if (outcome.status === 'waiting') overtaken.add(key);
    if (!before) slot.bornAt = index;
    return outcome;
  });

  number(chunk, incoming, outcomes, slots);
  const made = context.lookups.writeMade(write, workspace.id);
  const { written } = await store(chunk, kind, slots);
  if (hasWaiting) await releaseWaiting(chunk, kind, slots);
  return {
    outcomes,
    idOf: (key) => slots.get(key)?.current?.id,
    written: unawaited([made, written]),
    // What waited may have named something that was made for it.
    outdates: (other) =>
      hasWaiting || context.lookups.hasMade || other.keys.some((key) => typeof key === 'string' && slots.has(key)),
  };
}

function newSlot(stored: Slot['stored'], storedKept: Slot['storedKept']): Slot {
  return { stored, storedKept, current: stored, kept: storedKept, bornAt: -1 };
}

/** Gives each fact that is new, kept or handed back its number of arrival, in the order of the lines. */
function number(
  { write }: ChunkWrite,
  incoming: readonly Incoming[],
  outcomes: readonly ChunkOutcome[],
  slots: ReadonlyMap<string, Slot>,
): void {
  const unnumbered: { index: number; fact: FactRow | KeptFact | Incoming }[] = [];
  for (const { current, kept, bornAt } of slots.values()) {
    if (current?.arrival === null) unnumbered.push({ index: bornAt, fact: current });
    if (kept?.arrival === null) unnumbered.push({ index: bornAt, fact: kept });
  }
  for (let index = 0; index < outcomes.length; index++) {
    const fact = incoming[index]!;
    if (outcomes[index]!.status === 'waiting' && fact.arrival === undefined) unnumbered.push({ index, fact });
  }
  if (unnumbered.length === 0) return;
  unnumbered.sort((a, b) => a.index - b.index);
  let next = write.arrivals(unnumbered.length);
  for (const { fact } of unnumbered) fact.arrival = next++;
}

async function store(
  chunk: ChunkWrite,
  kind: FactKind,
  slots: ReadonlyMap<string, Slot>,
): Promise<Pick<StoredChunk, 'written'>> {
  const { write, workspace, change } = chunk;
  const gone: FactRow[] = [];
  const made: FactRow[] = [];
  const changed: FactRow[] = [];
  const changedRates: FactRow[] = [];
  for (const { stored, current } of slots.values()) {
    if (stored && stored.id !== current?.id) gone.push(stored);
    if (!current || current === stored) continue;
    if (!stored || stored.id !== current.id) {
      made.push(current);
      continue;
    }
    changed.push(current);
    kind.touch?.(stored, change.touched, false);
    if (kind.name === 'rates') changedRates.push(current);
  }
  for (const row of made) change.touched.made.add(row.id);
  await takeAway(chunk, kind, gone);
  if (kind.isCountedItself) await announce(chunk, kind, [...slots.values()]);
  const written = unawaited([
    upsertRows(write, kind.table, columnsOf(kind), ['workspace_id', 'id'], changed),
    write.withKnownReferences(() => insertRows(write, kind.table, columnsOf(kind), made)),
  ]);
  if (kind.name === 'leads') await assignOwners(write, workspace, { made, changed });
  for (const row of changed) kind.touch?.(row, change.touched, false);
  for (const row of made) kind.touch?.(row, change.touched, true);
  await applyChangedRates(chunk, changedRates);
  if (gone.length + changed.length + made.length > 0)
    write.markChanged({ kind: kind.name, reach: () => reachOfSlots(kind, slots.values()) });

  const keptNow = [...slots].flatMap(([key, { kept, storedKept }]) =>
    kept && kept !== storedKept ? [[key, kept] as const] : [],
  );
  const released = [...slots.values()].flatMap(({ kept, storedKept }) =>
    storedKept && storedKept.id !== kept?.id ? [storedKept.id] : [],
  );
  await removeKept(write, workspace.id, released);
  await writeKept(write, workspace.id, kind.name, keptNow);
  return { written };
}

/** What replaced another fact under its key took that one away. */
function* reachOfSlots(kind: FactKind, slots: Iterable<Slot>): Generator<ChangeOfFacts> {
  for (const { stored, current } of slots) {
    if (current === stored) continue;
    const isSame = stored && stored.id === current?.id;
    if (isSame) yield reachOfChange(kind, stored, current);
    else {
      if (stored) yield reachOfChange(kind, stored, null);
      if (current) yield reachOfChange(kind, null, current);
    }
  }
}

/** Before it is written: of what is counted without a journey of its own, nobody could tell afterwards what was there before. */
async function announce({ change }: ChunkWrite, kind: FactKind, slots: readonly Slot[]): Promise<void> {
  const changing = nothingTouched();
  for (const { stored, current } of slots) {
    if (current === stored) continue;
    for (const row of [stored, current]) if (row) kind.touch?.(row, changing, false);
  }
  await change.willChange(changing);
}

/** Lets in what waited for the facts that this chunk made; a quote may wait for an opportunity that waited for a lead. */
async function releaseWaiting(chunk: ChunkWrite, kind: FactKind, slots: ReadonlyMap<string, Slot>): Promise<void> {
  const { write, workspace } = chunk;
  const made = [...slots].filter(([, { stored, current }]) => current && current.id !== stored?.id).map(([key]) => key);
  if (made.length === 0 || !isParentKind(kind.name)) return;
  for (;;) {
    const waiting = await readWaiting(write, workspace.id, kind.name, made, WAITING_AT_ONCE);
    if (waiting.length === 0) return;
    for (const name of new Set(waiting.map((fact) => fact.kind))) await release(chunk, name, waiting);
  }
}

async function release(
  chunk: ChunkWrite,
  name: KindName,
  waiting: Awaited<ReturnType<typeof readWaiting>>,
): Promise<void> {
  const ofKind = waiting.filter((fact) => fact.kind === name);
  const incoming = ofKind.map(({ values, arrival }) => ({
    fact: { values, deleted: false },
    arrival: arrival ?? undefined,
  }));
  const { outcomes } = await writeChunk(chunk, kinds[name], incoming, { unknownParents: 'defer' });
  const rejected: string[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status !== 'rejected') continue;
    const { id, key } = ofKind[index]!;
    rejected.push(id);
    const { code, message } = outcome.problem;
    chunk.onDeferredRejected(
      `The ${kinds[name].singular} ${key}, which waited for this, is dropped: ${code}, ${message}`,
    );
  }
  await removeKept(chunk.write, chunk.workspace.id, rejected);
}
