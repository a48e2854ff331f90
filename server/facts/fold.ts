import { newId } from '../database/new-id.ts';
import { type CheckedFact, missingField } from './check-fact.ts';
import { blankRow } from './columns.ts';
import { convert, type DailyRates } from './daily-rates.ts';
import { type KeptFact, newKept } from './deferred.ts';
import { erasedProblem, namesErased } from './erasures.ts';
import type { FactValue } from './field-types.ts';
import { type FactKind, type FactRow, type FactValues, fieldsOf, type ParentKind, type Surroundings } from './kind.ts';
import type { LocalTime } from './local-time.ts';
import { type FunnelDirectory, isParentKind, type Lookups } from './lookups.ts';
import { Problem, quote } from './problem.ts';
import { mergeAttributes, sameValue } from './same-value.ts';

/** What is to be done with a fact whose parent is not known: refuse it, keep it until the parent comes, or hand it back for a later try. */
export type UnknownParents = 'reject' | 'defer' | 'wait';

/** One fact's state while a chunk is folded. */
export interface Slot {
  /** As stored before the chunk. */
  readonly stored: FactRow | undefined;
  readonly storedKept: KeptFact | undefined;
  current: FactRow | undefined;
  kept: KeptFact | undefined;
  /** Place in the chunk of the line that made what has no arrival number yet. */
  bornAt: number;
}

export type FoldOutcome = (
  | { status: 'accepted' | 'unchanged' | 'deferred' }
  /** Waiting: handed back, with why it would be refused. */
  | { status: 'rejected' | 'waiting'; problem: Problem }
) & {
  /** It named an erased lead, and was taken without it. */
  leadErased?: true;
};

export interface FoldContext {
  kind: FactKind;
  workspaceId: string;
  funnels: FunnelDirectory;
  lookups: Lookups;
  rates: DailyRates;
  time: LocalTime;
  surroundings: Surroundings;
  /** Internal ids that cannot be taken away. */
  inUse: ReadonlySet<string>;
  unknownParents: UnknownParents;
  /** External ids of the erased leads among those that the facts name. */
  erased: ReadonlySet<string>;
}

/** Applies one version of a fact to what is known of it: the rules of contract.md, 'Facts in'. */
export function fold(
  slot: Slot,
  key: string,
  { values, deleted }: CheckedFact,
  arrival: number | null,
  context: FoldContext,
): FoldOutcome {
  const { kind, erased } = context;
  // Taking away what is not there any more is no offence.
  if (!deleted && namesErased(kind, values, erased)) {
    if (!kind.withoutLead) return { status: 'rejected', problem: erasedProblem(kind) };
    return { ...fold(slot, key, { values: kind.withoutLead(values), deleted }, arrival, context), leadErased: true };
  }
  const known = slot.kept?.values.updatedAt ?? slot.current?.updated_at;
  // Both ISO in UTC with four-digit years: the order of the texts is the order of the instants.
  if (typeof values.updatedAt === 'string' && typeof known === 'string' && values.updatedAt < known)
    return { status: 'unchanged' };
  if (deleted) return remove(slot, kind, context.inUse);

  // What waits is the newest version so far; this one goes over it.
  const patch: FactValues = slot.kept ? { ...slot.kept.values, ...values } : values;
  if (!slot.current) {
    const missing = missingField(kind, patch);
    if (missing) return { status: 'rejected', problem: missing };
  }
  const unknown = unknownParent(kind, patch, context.lookups);
  if (unknown && context.unknownParents !== 'defer')
    return {
      status: context.unknownParents === 'wait' ? 'waiting' : 'rejected',
      problem: unknownReference(kind, unknown),
    };

  const next = unknown ? checkedWithoutParent(slot, key, patch, context) : patched(slot, patch, context);
  if (next instanceof Problem) return { status: 'rejected', problem: next };
  if (unknown) return keep(slot, patch, unknown, arrival);

  next[kind.key.column] = key;
  const problem = complete(next, slot.current, context);
  if (problem) return { status: 'rejected', problem };
  nameMadeReferences(next, patch, context);
  next.arrival ??= slot.kept?.arrival ?? arrival;
  slot.kept = undefined;
  if (slot.current && isSame(slot.current, next)) return { status: 'unchanged' };
  slot.current = next;
  return { status: 'accepted' };
}

function remove(slot: Slot, kind: FactKind, inUse: ReadonlySet<string>): FoldOutcome {
  if (slot.current && inUse.has(slot.current.id)) {
    const advice = kind.name === 'rates' ? 'post another rate for the day instead' : 'change or delete those first';
    return {
      status: 'rejected',
      problem: new Problem('IN_USE', `Other facts still use this ${kind.singular}; ${advice}.`, kind.key.fields[0]),
    };
  }
  const existed = slot.current !== undefined || slot.kept !== undefined;
  slot.current = undefined;
  slot.kept = undefined;
  return { status: existed ? 'accepted' : 'unchanged' };
}

function keep(slot: Slot, patch: FactValues, parent: UnknownParent, arrival: number | null): FoldOutcome {
  const isSameVersion = slot.kept && sameValue(slot.kept.values, patch) && slot.kept.parentKey === parent.key;
  if (!isSameVersion)
    slot.kept = slot.kept
      ? { ...slot.kept, values: patch, parentKind: parent.kind, parentKey: parent.key }
      : newKept(patch, parent.kind, parent.key, arrival ?? (slot.current?.arrival as number | undefined) ?? null);
  return { status: 'deferred' };
}

interface UnknownParent {
  field: string;
  kind: ParentKind;
  key: string;
}

function unknownParent(kind: FactKind, values: FactValues, lookups: Lookups): UnknownParent | undefined {
  for (const [field, { refersTo }] of fieldsOf(kind)) {
    const key = values[field];
    if (refersTo && isParentKind(refersTo) && typeof key === 'string' && !lookups.parent(refersTo, key))
      return { field, kind: refersTo, key };
  }
  return undefined;
}

function unknownReference(kind: FactKind, { field, key }: UnknownParent): Problem {
  return new Problem(
    'UNKNOWN_REFERENCE',
    `The ${field} ${quote(key)} of this ${kind.singular} is not known; post it first, or ask with ?references=defer.`,
    field,
  );
}

/** Whether a fact whose parent is unknown is otherwise in order: nobody will be there to hear when it goes in. */
function checkedWithoutParent(slot: Slot, key: string, patch: FactValues, context: FoldContext): FactRow | Problem {
  const row = patched(slot, patch, context);
  if (row instanceof Problem) return row;
  row[context.kind.key.column] = key;
  return convert(row, context.kind, context.surroundings.currency, context.rates, context.time) ?? row;
}

/** A copy of the row, or a new one, with the version's values in it, but for references that may have to be made. */
function patched({ current }: Slot, patch: FactValues, context: FoldContext): FactRow | Problem {
  const { kind, workspaceId, funnels, lookups } = context;
  const next: FactRow = current ? { ...current } : blankRow(kind, workspaceId, newId());
  for (const [name, { column, refersTo }] of fieldsOf(kind)) {
    const value = patch[name];
    if (!column) continue;
    if (refersTo === 'funnels') {
      if (value === undefined && next[column] !== null) continue;
      const funnel = typeof value === 'string' ? funnels.byKey.get(value) : funnels.default;
      if (!funnel)
        return new Problem(
          'UNKNOWN_FUNNEL',
          `There is no funnel ${quote(value)}; the workspace has ${[...funnels.byKey.keys()].join(', ')}.`,
          name,
        );
      next[column] = funnel.id;
    } else if (value === undefined) {
    } else if (refersTo && isParentKind(refersTo))
      next[column] = value === null ? null : (lookups.parent(refersTo, value as string) ?? null);
    else if (refersTo) next[column] = value === null ? null : next[column]!;
    else if (column === 'attributes') next[column] = mergeAttributes(next[column]!, value);
    else next[column] = value ?? emptyValue(column);
  }
  return next;
}

function complete(row: FactRow, before: FactRow | undefined, context: FoldContext): Problem | undefined {
  const { kind, surroundings, rates, time } = context;
  if (kind.derived) Object.assign(row, kind.derived.of(row, time));
  return kind.check?.(row, before, surroundings) ?? convert(row, kind, surroundings.currency, rates, time);
}

/** Last, when nothing can refuse the fact any more: a refused fact makes no channel. */
function nameMadeReferences(row: FactRow, patch: FactValues, { kind, lookups }: FoldContext): void {
  for (const [name, { column, refersTo }] of fieldsOf(kind)) {
    const value = patch[name];
    if (column && refersTo && refersTo !== 'funnels' && !isParentKind(refersTo) && typeof value === 'string')
      row[column] = lookups.knownOrMade(refersTo, value);
  }
}

function isSame(a: FactRow, b: FactRow): boolean {
  for (const column in b) if (!sameValue(a[column] ?? null, b[column] ?? null)) return false;
  return true;
}

/** No tags are an empty list, not NULL. */
function emptyValue(column: string): FactValue {
  return column === 'tags' ? [] : null;
}
