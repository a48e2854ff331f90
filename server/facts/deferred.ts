import { sql } from 'kysely';
import { textArray } from '../database/binary-arrays.ts';
import { upsertRows } from '../database/bulk.ts';
import type { Queryable } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import type { FactValues, KindName, ParentKind } from './kind.ts';

/** A fact that waits for its parent: all that was said of it, as one version. */
export interface KeptFact {
  id: string;
  /** Number of first receipt; null until it has one. */
  arrival: number | null;
  values: FactValues;
  parentKind: ParentKind;
  parentKey: string;
}

interface DeferredRow {
  id: string;
  kind: KindName;
  external_id: string;
  parent_kind: ParentKind;
  parent_external_id: string;
  arrival: number;
  fact: FactValues;
}

/** What waits under these keys. */
export async function readKept(
  on: Queryable,
  workspaceId: string,
  kind: KindName,
  keys: readonly string[],
): Promise<Map<string, KeptFact>> {
  const rows = await on.query<DeferredRow>(sql`
    select id, external_id, parent_kind, parent_external_id, arrival, fact from deferred_facts
    where workspace_id = ${workspaceId} and kind = ${kind} and external_id = any(${textArray(keys)})`);
  return new Map(rows.map((row) => [row.external_id, keptFact(row)]));
}

/** Whether facts wait for any parent of that kind. */
export async function isAnyWaiting(on: Queryable, workspaceId: string, parentKind: ParentKind): Promise<boolean> {
  const rows = await on.query(
    sql`select 1 from deferred_facts where workspace_id = ${workspaceId} and parent_kind = ${parentKind} limit 1`,
  );
  return rows.length > 0;
}

/** Up to `limit` facts that wait for these parents, in order of first receipt. */
export async function readWaiting(
  on: Queryable,
  workspaceId: string,
  parentKind: ParentKind,
  parentKeys: readonly string[],
  limit: number,
): Promise<(KeptFact & { kind: KindName; key: string })[]> {
  const rows = await on.query<DeferredRow>(sql`
    select id, kind, external_id, parent_kind, parent_external_id, arrival, fact from deferred_facts
    where workspace_id = ${workspaceId} and parent_kind = ${parentKind} and parent_external_id = any(${parentKeys}::text[])
    order by arrival limit ${limit}`);
  return rows.map((row) => ({ ...keptFact(row), kind: row.kind, key: row.external_id }));
}

/**
 * What waits and is about a lead, by external id: it names the lead, or an opportunity that waits for the lead, or it is a later version of
 * one of `facts`, which are the lead's.
 */
export async function readWaitingAbout(
  on: Queryable,
  workspaceId: string,
  leadKey: string,
  facts: readonly { kind: KindName; key: string }[],
): Promise<(KeptFact & { kind: KindName; key: string })[]> {
  const rows = await on.query<DeferredRow>(sql`
    select id, kind, external_id, parent_kind, parent_external_id, arrival, fact from deferred_facts
    where workspace_id = ${workspaceId} and (
      fact ->> 'lead' = ${leadKey}
      or fact ->> 'opportunity' in (
        select external_id from deferred_facts
        where workspace_id = ${workspaceId} and kind = 'opportunities' and fact ->> 'lead' = ${leadKey})
      or (kind, external_id) in (
        select * from unnest(${facts.map(({ kind }) => kind)}::text[], ${facts.map(({ key }) => key)}::text[])))
    order by arrival`);
  return rows.map((row) => ({ ...keptFact(row), kind: row.kind, key: row.external_id }));
}

export async function writeKept(
  on: Queryable,
  workspaceId: string,
  kind: KindName,
  kept: readonly (readonly [key: string, fact: KeptFact])[],
): Promise<void> {
  await upsertRows(
    on,
    'deferred_facts',
    {
      workspace_id: 'uuid',
      id: 'uuid',
      kind: 'text',
      external_id: 'text',
      parent_kind: 'text',
      parent_external_id: 'text',
      arrival: 'bigint',
      fact: 'jsonb',
    },
    ['workspace_id', 'id'],
    kept.map(([key, fact]) => ({
      workspace_id: workspaceId,
      id: fact.id,
      kind,
      external_id: key,
      parent_kind: fact.parentKind,
      parent_external_id: fact.parentKey,
      arrival: fact.arrival,
      fact: fact.values,
    })),
  );
}

export async function removeKept(on: Queryable, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await on.query(sql`delete from deferred_facts where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`);
}

export function newKept(
  values: FactValues,
  parentKind: ParentKind,
  parentKey: string,
  arrival: number | null,
): KeptFact {
  return { id: newId(), arrival, values, parentKind, parentKey };
}

function keptFact(row: DeferredRow): KeptFact {
  return {
    id: row.id,
    arrival: row.arrival,
    values: row.fact,
    parentKind: row.parent_kind,
    parentKey: row.parent_external_id,
  };
}
