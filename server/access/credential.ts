import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { type ApiKeyScope, hashOf } from './api-key.ts';

/** A key in use: whose data it opens, and what for. */
export interface Credential {
  keyId: string;
  scopes: ReadonlySet<ApiKeyScope>;
  expiresAt: Date | null;
  workspace: Workspace;
  /** The workspace's data version when the key was looked up, and when that was at the earliest, in ms of `performance.now`. */
  dataVersion: number;
  lookedUpAt: number;
}

export interface Workspace extends WorkspaceInfo {
  name: string;
}

/** From the header `Authorization`; undefined: the key is missing, unknown or expired. */
export type Authenticate = (authorization: string | null | undefined) => Promise<Credential | undefined>;

interface Row {
  id: string;
  scopes: ApiKeyScope[];
  expires_at: Date | null;
  workspace_id: string;
  name: string;
  time_zone: string;
  currency: string;
  data_version: number;
}

const LONGEST_SECRET = 512;

/** `Authorization: Bearer KEY` → the credential; undefined for a header that is absent, malformed, unknown or expired. */
export async function findCredential(
  on: Queryable,
  authorization: string | null | undefined,
  now: Date,
): Promise<Credential | undefined> {
  const secret = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (!secret || secret.length > LONGEST_SECRET) return undefined;
  const lookedUpAt = performance.now();
  // The one look-up that cannot name a workspace: the key is what tells it.
  const [row] = await on.query<Row>(
    sql`
      select k.id, k.scopes, k.expires_at, w.workspace_id, w.name, w.time_zone, w.currency, w.data_version
      from api_keys k join workspaces w on w.workspace_id = k.workspace_id
      where k.hash = ${hashOf(secret)}`,
    { plannedOnce: true },
  );
  if (!row || isExpired(row.expires_at, now)) return undefined;
  return {
    keyId: row.id,
    scopes: withImplied(row.scopes),
    expiresAt: row.expires_at,
    workspace: { id: row.workspace_id, name: row.name, timeZone: row.time_zone, currency: row.currency },
    dataVersion: row.data_version,
    lookedUpAt,
  };
}

/** Whether the key still stands: neither revoked nor expired. */
export async function isStillValid(on: Queryable, { keyId, workspace, expiresAt }: Credential, now: Date) {
  if (isExpired(expiresAt, now)) return false;
  const rows = await on.query(sql`select 1 from api_keys where workspace_id = ${workspace.id} and id = ${keyId}`);
  return rows.length > 0;
}

function isExpired(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function withImplied(scopes: readonly ApiKeyScope[]): Set<ApiKeyScope> {
  return new Set(scopes.includes('ADMIN') ? ['READ', 'INGEST', 'ADMIN'] : scopes);
}
