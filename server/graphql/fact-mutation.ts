import type { KindName } from '../facts/kind.ts';
import { type FactOutcome, writeFacts } from '../facts/write-facts.ts';
import { builder } from './builder.ts';
import { type Context, renew } from './context.ts';
import { InvalidFactError } from './fact-error.ts';

/** What a one-off change did. */
export interface FactChange {
  /** Internal id of what was written. */
  id: string;
  externalId: string;
  /** false: it was there already, just so. */
  changed: boolean;
}

/** A success with nothing to show but itself. Slices add the entity that was changed. */
export function implementChange(name: string, description: string) {
  return builder.objectRef<FactChange>(name).implement({
    description,
    fields: (t) => ({
      externalId: t.exposeString('externalId', { description: 'The fact’s id or key; made where none was given.' }),
      changed: t.exposeBoolean('changed', { description: 'false: it was there already, just so.' }),
    }),
  });
}

/**
 * Writes one fact on the same path as `POST /ingest/{kind}`: an id that is there already is changed, a field left out stays, null clears.
 * `datedBy` names the instant that a new fact needs: now, where it was left out.
 * @throws InvalidFactError
 */
export async function writeFact(
  context: Context,
  kind: KindName,
  { externalId, ...fields }: { externalId: string } & Record<string, unknown>,
  datedBy?: string,
): Promise<FactChange> {
  const fact = { id: externalId, ...fields };
  const outcome = await post(context, kind, fact);
  const isUndated =
    outcome.status === 'rejected' && outcome.problem.code === 'REQUIRED' && outcome.problem.field === datedBy;
  const final =
    isUndated && datedBy ? await post(context, kind, { ...fact, [datedBy]: context.services.now() }) : outcome;
  const { id, changed } = accepted(final, kind);
  return { id, externalId, changed };
}

/** As `writeFact`, for the kinds that are told apart by fields of their own instead of an id. */
export async function writeKeyedFact(context: Context, kind: KindName, fact: object): Promise<FactChange> {
  const { id, changed } = accepted(await post(context, kind, fact), kind);
  return { id, externalId: 'key' in fact ? String(fact.key) : '', changed };
}

/** Takes a fact away, and what hangs on it. Whether it was there. @throws InvalidFactError */
export async function removeFact(context: Context, kind: KindName, key: object): Promise<boolean> {
  const outcome = await post(context, kind, { ...key, deleted: true });
  if (outcome.status === 'rejected') throw refusal(outcome);
  return outcome.status === 'accepted';
}

async function post(context: Context, kind: KindName, fact: object): Promise<FactOutcome> {
  // As a line would say it: instants as text, absent fields absent.
  const line = JSON.parse(JSON.stringify(fact)) as object;
  const [outcome] = await writeFacts(context.database, context.workspace, kind, [line]);
  renew(context);
  return outcome!;
}

function accepted(outcome: FactOutcome, kind: KindName): { id: string; changed: boolean } {
  if (outcome.status === 'rejected') throw refusal(outcome);
  if (outcome.id === undefined)
    throw new Error(`A fact of ${kind} was written, but the outcome names no row: ${JSON.stringify(outcome)}`);
  return { id: outcome.id, changed: outcome.status === 'accepted' };
}

function refusal({ problem: { code, message, field } }: FactOutcome & { status: 'rejected' }): InvalidFactError {
  return new InvalidFactError(code, message, field);
}
