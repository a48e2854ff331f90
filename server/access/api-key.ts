import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Queryable } from '../database/database.ts';

/** What a key may do. ADMIN implies the other two. */
export type ApiKeyScope = 'READ' | 'INGEST' | 'ADMIN';
export const apiKeyScopes: readonly ApiKeyScope[] = ['READ', 'INGEST', 'ADMIN'];

export interface NewApiKey {
  name: string;
  scopes: readonly ApiKeyScope[];
  expiresAt?: Date | null | undefined;
  /** Absent: a random one. */
  secret?: string | undefined;
  now: Date;
}

/** Stores a key; only its hash is kept, so the secret returned is shown this once. */
export async function makeApiKey(
  on: Queryable,
  workspaceId: string,
  { name, scopes, expiresAt = null, secret = newSecret(), now }: NewApiKey,
): Promise<{ id: string; secret: string }> {
  const id = uuid();
  await on.query(sql`
    insert into api_keys (workspace_id, id, name, hash, scopes, created_at, expires_at)
    values (${workspaceId}, ${id}, ${name}, ${hashOf(secret)}, ${[...scopes]}::text[], ${now}, ${expiresAt})`);
  return { id, secret };
}

/** How many keys there are, ended ones too. Nobody else makes one before the transaction ends. */
export async function countApiKeys(transaction: Queryable, workspaceId: string): Promise<number> {
  await transaction.query(sql`select 1 from workspaces w where w.workspace_id = ${workspaceId} for no key update`);
  const [row] = await transaction.query<{ count: number }>(
    sql`select count(*)::integer as count from api_keys k where k.workspace_id = ${workspaceId}`,
  );
  return row!.count;
}

/** Whether there was such a key. */
export async function removeApiKey(on: Queryable, workspaceId: string, id: string): Promise<boolean> {
  const removed = await on.query(
    sql`delete from api_keys where workspace_id = ${workspaceId} and id = ${id} returning id`,
  );
  return removed.length > 0;
}

/** 256 random bits: nobody guesses it, so a plain hash (no salt, no stretching) protects it. */
export function newSecret(): string {
  return `fk_${randomBytes(32).toString('base64url')}`;
}

/** Keys are found by this, so the time of a look-up says nothing about the secret. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
