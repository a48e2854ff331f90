import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { type FactKind, type FactValues, fieldsOf } from './kind.ts';
import { Problem } from './problem.ts';
import type { ReportedWarning } from './report.ts';

/** All that is kept of an erased lead: enough to know it again, and nothing that could be read. */
function hashOf(workspaceId: string, leadKey: string): string {
  return createHash('sha256').update(workspaceId).update(leadKey).digest('hex');
}

export async function rememberErasure(on: Queryable, workspaceId: string, leadKey: string, now: Date): Promise<void> {
  await on.query(sql`
    insert into erasures (workspace_id, lead_hash, erased_at) values (${workspaceId}, ${hashOf(workspaceId, leadKey)}, ${now})
    on conflict (workspace_id, lead_hash) do update set erased_at = excluded.erased_at`);
}

/** Those of the leads that these facts name which were erased, by external id. */
export async function readErased(
  on: Queryable,
  workspaceId: string,
  kind: FactKind,
  facts: readonly FactValues[],
): Promise<ReadonlySet<string>> {
  const field = leadField(kind);
  if (!field || !(await isAnyErased(on, workspaceId))) return new Set();
  const keys = new Map<string, string>();
  for (const values of facts) {
    const key = values[field];
    if (typeof key === 'string') keys.set(hashOf(workspaceId, key), key);
  }
  if (keys.size === 0) return new Set();
  const rows = await on.query<{ hash: string }>(sql`
    select lead_hash as hash from erasures
    where workspace_id = ${workspaceId} and lead_hash = any(${[...keys.keys()]}::text[])`);
  return new Set(rows.map(({ hash }) => keys.get(hash)!));
}

/** Hashing every key for nothing would take longer than to ask. */
async function isAnyErased(on: Queryable, workspaceId: string): Promise<boolean> {
  const rows = await on.query(sql`select 1 from erasures where workspace_id = ${workspaceId} limit 1`);
  return rows.length > 0;
}

/** Whether these values name an erased lead. */
export function namesErased(kind: FactKind, values: FactValues, erased: ReadonlySet<string>): boolean {
  const field = leadField(kind);
  return field !== undefined && erased.has(values[field] as string);
}

/** The field by which facts of a kind name a lead: its own key, or a reference. */
function leadField(kind: FactKind): string | undefined {
  return kind.name === 'leads' ? 'id' : fieldsOf(kind).find(([, { refersTo }]) => refersTo === 'leads')?.[0];
}

/** It does not say which lead: answers are kept for a while. */
export function erasedProblem(kind: FactKind): Problem {
  return new Problem(
    'ERASED',
    kind.name === 'leads'
      ? 'This lead was erased and is not taken again; leave it, and all that names it, out of what you post.'
      : `The lead of this ${kind.singular} was erased; leave what names it out of what you post.`,
    leadField(kind),
  );
}

export const leadLeftOut: Omit<ReportedWarning, 'line'> = {
  field: 'lead',
  code: 'LEAD_ERASED',
  message: 'The lead of this customer was erased: the customer goes in without the reference and without a name.',
};
