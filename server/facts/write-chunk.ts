import { assignOwners } from '../assignment/assign-owners.ts';
import { insertRows, upsertRows } from '../database/bulk.ts';
import type { ChangeOfFacts } from '../database/workspace-write.ts';
import { nothingTouched } from '../journeys/touched.ts';
import type { CheckedFact } from './check-fact.ts';
import type { ChunkWrite } from './chunk-write.ts';
import { columnsOf } from './columns.ts';
import { readDailyRates } from './daily-rates.ts';
import { readKept, readWaiting, removeKept, writeKept } from './deferred.ts';
import { readErased } from './erasures.ts';
import { type FoldOutcome, fold, type Slot, type UnknownParents } from './fold.ts';
import type { FactKind, FactRow, FactValues, KindName } from './kind.ts';
import { kinds } from './kinds.ts';
import { isParentKind, Lookups, readFunnels } from './lookups.ts';
import { Problem } from './problem.ts';
import { applyChangedRates } from './rate-change.ts';
import { reachOfChange } from './reach-of-change.ts';
import { readStored } from './stored.ts';
import { inUse, takeAway } from './take-away.ts';

const WAITING_AT_ONCE = 1_000;

export interface Incoming {
  fact: CheckedFact;
  /** Number of first receipt, where it was given one before. Set on those that are handed back as 'waiting'. */
  arrival?: number;
}

export type ChunkOutcome = FoldOutcome & {
  /** External key; undefined where the fact does not even have one. */
  key?: string;
  /** Internal id, where the fact is stored now. */
  id?: string;
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
): Promise<ChunkOutcome[]> {
  const { write, workspace, time } = chunk;
  const funnels = await readFunnels(write, workspace.id);
  const keys = incoming.map(({ fact }) => kind.key.of(fact.values, funnels));
  const distinct = [...new Set(keys.filter((key) => typeof key === 'string'))];
  const [stored, kept] = await Promise.all([
    readStored(write, workspace.id, kind, distinct),
    hasParents(kind) ? readKept(write, workspace.id, kind.name, distinct) : new Map(),
  ]);
  const said: FactValues[] = [...incoming.map(({ fact }) => fact.values), ...[...kept.values()].map((k) => k.values)];
  const lookups = await Lookups.read(write, workspace.id, kind, said, stored.values());
  const rates = await readDailyRates(chunk, kind, said, stored.values());
  const context = {
    kind,
    workspaceId: workspace.id,
    funnels,
    lookups,
    rates,
    time,
    surroundings: {
      currency: workspace.currency,
      stagesOfLead: (id: string) => funnels.byId.get(lookups.leadFunnel(id)!)!.stages,
    },
    inUse: await inUse(chunk, kind, deletedRows(incoming, keys, stored)),
    unknownParents: options.unknownParents,
    erased: await readErased(write, workspace.id, kind, said),
  };

  const slots = new Map<string, Slot>();
  const overtaken = new Set<string>(options.heldKeys);
  const outcomes = incoming.map(({ fact, arrival }, index): ChunkOutcome => {
    const key = keys[index]!;
    if (key instanceof Problem) return { status: 'rejected', problem: key };
    if (overtaken.has(key)) return { status: 'waiting', problem: waitsBehind, key };
    const slot = slots.get(key) ?? newSlot(stored.get(key), kept.get(key));
    slots.set(key, slot);
    const before = slot.current ?? slot.kept;
    const outcome = fold(slot, key, fact, arrival ?? null, context);
    if (outcome.status === 'waiting') overtaken.add(key);
    if (!before) slot.bornAt = index;
    return { ...outcome, key };
  });

  await number(chunk, incoming, outcomes, slots);
  await lookups.writeMade(write, workspace.id);
  await store(chunk, kind, slots);
  if (isParentKind(kind.name)) await releaseWaiting(chunk, kind, slots);
  return outcomes.map((outcome) => ({ ...outcome, id: outcome.key && slots.get(outcome.key)?.current?.id }));
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

function newSlot(stored: Slot['stored'], storedKept: Slot['storedKept']): Slot {
  return { stored, storedKept, current: stored, kept: storedKept, bornAt: -1 };
}

/** Gives each fact that is new, kept or handed back its number of arrival, in the order of the lines. */
async function number(
  { write }: ChunkWrite,
  incoming: readonly Incoming[],
  outcomes: readonly ChunkOutcome[],
  slots: ReadonlyMap<string, Slot>,
): Promise<void> {
  const unnumbered: { index: number; give(arrival: number): void }[] = [];
  for (const { current, kept, bornAt } of slots.values())
    for (const fact of [current, kept])
      if (fact && fact.arrival === null)
        unnumbered.push({
          index: bornAt,
          give: (arrival) => {
            fact.arrival = arrival;
          },
        });
  for (const [index, outcome] of outcomes.entries()) {
    const fact = incoming[index]!;
    if (outcome.status !== 'waiting' || fact.arrival !== undefined) continue;
    unnumbered.push({
      index,
      give: (arrival) => {
        fact.arrival = arrival;
      },
    });
  }
  if (unnumbered.length === 0) return;
  unnumbered.sort((a, b) => a.index - b.index);
  let next = await write.arrivals(unnumbered.length);
  for (const { give } of unnumbered) give(next++);
}

async function store(chunk: ChunkWrite, kind: FactKind, slots: ReadonlyMap<string, Slot>): Promise<void> {
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
  await Promise.all([
    upsertRows(write, kind.table, columnsOf(kind), ['workspace_id', 'id'], changed),
    insertRows(write, kind.table, columnsOf(kind), made),
  ]);
  if (kind.name === 'leads') await assignOwners(write, workspace, { made, changed });
  for (const row of changed) kind.touch?.(row, change.touched, false);
  for (const row of made) kind.touch?.(row, change.touched, true);
  await applyChangedRates(chunk, changedRates);
  if (gone.length + changed.length + made.length > 0) write.markChanged(() => reachOfSlots(kind, slots.values()));

  const keptNow = [...slots].flatMap(([key, { kept, storedKept }]) =>
    kept && kept !== storedKept ? [[key, kept] as const] : [],
  );
  const released = [...slots.values()].flatMap(({ kept, storedKept }) =>
    storedKept && storedKept.id !== kept?.id ? [storedKept.id] : [],
  );
  await removeKept(write, workspace.id, released);
  await writeKept(write, workspace.id, kind.name, keptNow);
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
  const outcomes = await writeChunk(chunk, kinds[name], incoming, { unknownParents: 'defer' });
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
