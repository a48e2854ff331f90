import { type RawBuilder, sql } from 'kysely';
import { FactChange } from '../cells/fact-change.ts';
import type { Database, Queryable } from '../database/database.ts';
import { type WorkspaceInfo, writeWorkspace } from '../database/workspace-write.ts';
import type { ChunkWrite } from '../facts/chunk-write.ts';
import { type KeptFact, readWaitingAbout, removeKept } from '../facts/deferred.ts';
import { rememberErasure } from '../facts/erasures.ts';
import { key } from '../facts/field-types.ts';
import { forgetQuotedValues } from '../facts/idempotency.ts';
import { kinds } from '../facts/kinds.ts';
import { LocalTime } from '../facts/local-time.ts';
import { takeAway } from '../facts/take-away.ts';
import { writeChunk } from '../facts/write-chunk.ts';
import { nothingTouched } from '../journeys/touched.ts';

/**
 * Erases a lead in one transaction: the lead, its transitions, activities, opportunities and their quotes, and what waits for any of
 * them. Its customers, with their orders and surveys, are bookkeeping and stay, without a name and without a reference to it. What is kept
 * of the lead is a hash, by which its facts are refused from now on.
 * @returns how many facts are gone; undefined where nothing is known of such a lead
 */
export async function eraseLead(
  database: Database,
  workspace: WorkspaceInfo,
  externalId: string,
  now = new Date(),
): Promise<number | undefined> {
  const time = new LocalTime(workspace.timeZone);
  // What cannot be a key is nobody's.
  if (key.read(externalId, time) !== externalId) return undefined;
  return writeWorkspace(database, workspace.id, async (write) => {
    const stored = await factsOf(write, workspace.id, externalId);
    const waiting = await readWaitingAbout(write, workspace.id, externalId, stored);
    if (stored.length + waiting.length === 0) return undefined;

    await rememberErasure(write, workspace.id, externalId, now);
    const customers = waiting.filter(({ kind }) => kind === 'customers');
    const gone = waiting.filter(({ kind }) => kind !== 'customers');
    await removeKept(
      write,
      workspace.id,
      gone.map(({ id }) => id),
    );
    const change = new FactChange(write, workspace);
    const chunk: ChunkWrite = { write, workspace, time, change, onDeferredRejected() {} };
    const leads = stored.filter(({ kind }) => kind === 'leads').map(({ id }) => ({ id }));
    await change.willChange({ ...nothingTouched(), leads: new Set(leads.map(({ id }) => id)) });
    for (const customer of await forgetCustomers(write, workspace.id, leads)) change.touched.customers.add(customer);
    await takeAway(chunk, kinds.leads, leads);
    if (customers.length > 0) await letIn(chunk, customers);
    await forgetQuotedValues(write, workspace.id);
    await change.finish();
    write.markChanged();
    return new Set([...stored, ...gone].map((fact) => `${fact.kind} ${fact.key}`)).size;
  });
}

interface StoredFact {
  kind: 'leads' | 'transitions' | 'activities' | 'opportunities' | 'quotes';
  id: string;
  /** External id. */
  key: string;
}

/** The lead and what hangs on it. */
function factsOf(on: Queryable, workspaceId: string, externalId: string): Promise<StoredFact[]> {
  const lead = sql`(select id from leads where workspace_id = ${workspaceId} and external_id = ${externalId})`;
  const of = (table: StoredFact['kind'], which: RawBuilder<unknown>) => sql`
    select ${sql.lit(table)} as kind, id, external_id as key from ${sql.table(table)}
    where workspace_id = ${workspaceId} and ${which}`;
  const parts = [
    of('leads', sql`external_id = ${externalId}`),
    of('transitions', sql`lead_id = ${lead}`),
    of('activities', sql`lead_id = ${lead}`),
    of('opportunities', sql`lead_id = ${lead}`),
    of(
      'quotes',
      sql`opportunity_id in (select id from opportunities where workspace_id = ${workspaceId} and lead_id = ${lead})`,
    ),
  ];
  return on.query<StoredFact>(sql`${sql.join(parts, sql` union all `)}`);
}

/** A customer that waited for the lead waits no more: it goes in as one whose lead was erased, and what waited for it follows. */
function letIn(chunk: ChunkWrite, customers: readonly KeptFact[]) {
  const incoming = customers.map(({ values, arrival }) => ({
    fact: { values, deleted: false },
    arrival: arrival ?? undefined,
  }));
  return writeChunk(chunk, kinds.customers, incoming, { unknownParents: 'defer' });
}

/** The name of its customer is its own. */
async function forgetCustomers(on: Queryable, workspaceId: string, leads: readonly { id: string }[]) {
  const rows = await on.query<{ id: string }>(sql`
    update customers set name = null, lead_id = null
    where workspace_id = ${workspaceId} and lead_id = any(${leads.map(({ id }) => id)}::uuid[]) returning id`);
  return rows.map(({ id }) => id);
}
