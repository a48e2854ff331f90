import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Queryable } from '../database/database.ts';

/** What a workspace signs its embed tokens with. */
export interface EmbedSecret {
  id: string;
  bytes: Uint8Array;
}

/** As many as the hash of HS256 has. */
const BYTES = 32;

/** The workspace's secret, made when it is first needed. Of many who need it at once, all get the same. */
export async function embedSecretOf(on: Queryable, workspaceId: string, now: Date): Promise<EmbedSecret> {
  const known = await find(on, workspaceId);
  if (known) return known;
  await on.query(sql`
    insert into embed_secrets (workspace_id, id, secret, created_at)
    values (${workspaceId}, ${uuid()}, ${randomBytes(BYTES).toString('base64url')}, ${now})
    on conflict (workspace_id) do nothing`);
  return embedSecretOf(on, workspaceId, now);
}

/** Ends every token of the workspace: the next one is signed with another secret. */
export async function removeEmbedSecret(on: Queryable, workspaceId: string): Promise<void> {
  await on.query(sql`delete from embed_secrets where workspace_id = ${workspaceId}`);
}

async function find(on: Queryable, workspaceId: string): Promise<EmbedSecret | undefined> {
  const [row] = await on.query<{ id: string; secret: string }>(
    sql`select id, secret from embed_secrets where workspace_id = ${workspaceId}`,
    { plannedOnce: true },
  );
  return row && { id: row.id, bytes: secretBytes(row.secret) };
}

export function secretBytes(secret: string): Uint8Array {
  return new Uint8Array(Buffer.from(secret, 'base64url'));
}
