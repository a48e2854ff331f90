import { sql } from 'kysely';
import { textArray } from '../database/binary-arrays.ts';
import type { Queryable } from '../database/database.ts';
import { canonicalRow } from './columns.ts';
import type { FactKind, FactRow } from './kind.ts';

/** The stored versions of these facts, by external key. */
export async function readStored(
  on: Queryable,
  workspaceId: string,
  kind: FactKind,
  keys: readonly string[],
): Promise<Map<string, FactRow>> {
  const rows = await on.query(sql`
    select * from ${sql.table(kind.table)}
    where workspace_id = ${workspaceId} and ${sql.ref(kind.key.column)} = any(${textArray(keys)})`);
  return new Map(rows.map((row) => [row[kind.key.column] as string, canonicalRow(kind, row)]));
}
