import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { prepare } from '../database/prepared.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { type ApiKeyScope, hashOf } from './api-key.ts';
import type { EmbedGrant } from './embed-grant.ts';
import { secretBytes } from './embed-secret.ts';
import { type Claimed, claimedBy, verifyEmbedToken } from './embed-token.ts';

/** A key in use, or an embed token that it made: whose data it opens, and what for. */
export interface Credential {
  keyId: string;
  scopes: ReadonlySet<ApiKeyScope>;
  expiresAt: Date | null;
  /** Of a token: what it narrows its key to; null: the key itself. */
  token: EmbedGrant | null;
  workspace: Workspace;
  /** The workspace's data version when the key was looked up, and when that was at the earliest, in ms of `performance.now`. */
  dataVersion: number;
  lookedUpAt: number;
}

export interface Workspace extends WorkspaceInfo {
  name: string;
}

/**
 * Why there is no credential. UNAUTHENTICATED: the key or token is missing, unknown, revoked or (a key) expired. TOKEN_EXPIRED: a token that
 * was good until then. WRONG_ORIGIN: a token that is only for pages of other origins.
 */
export type Refusal = 'UNAUTHENTICATED' | 'TOKEN_EXPIRED' | 'WRONG_ORIGIN';

/** From the headers `Authorization` and `Origin`. */
export type Authenticate = (
  authorization: string | null | undefined,
  origin: string | null | undefined,
) => Promise<Credential | Refusal>;

export function isRefusal(found: Credential | Refusal): found is Refusal {
  return typeof found === 'string';
}

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

/** The one look-up that cannot name a workspace: the key is what tells it. Every request waits for it, or for one that others began. */
const keyStatement = prepare<{ hash: string }>(
  ['hash'],
  ({ hash }) => sql`
    select k.id, k.scopes, k.expires_at, w.workspace_id, w.name, w.time_zone, w.currency, w.data_version
    from api_keys k join workspaces w on w.workspace_id = k.workspace_id
    where k.hash = ${hash}`,
);

/** `Authorization: Bearer KEY` or `Bearer TOKEN` → the credential. */
export async function findCredential(
  on: Queryable,
  authorization: string | null | undefined,
  now: Date,
): Promise<Credential | Exclude<Refusal, 'WRONG_ORIGIN'>> {
  const secret = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (!secret) return 'UNAUTHENTICATED';
  const claimed = claimedBy(secret);
  if (claimed) return findToken(on, secret, claimed, now);
  return (await findKey(on, secret, now)) ?? 'UNAUTHENTICATED';
}

/** A token that names origins is for their pages alone: whoever says no origin is no page. */
export function admitFrom(found: Credential | Refusal, origin: string | null | undefined): Credential | Refusal {
  if (isRefusal(found) || !found.token?.origins) return found;
  return origin && found.token.origins.includes(origin) ? found : 'WRONG_ORIGIN';
}

async function findKey(on: Queryable, secret: string, now: Date): Promise<Credential | undefined> {
  if (secret.length > LONGEST_SECRET) return undefined;
  const lookedUpAt = performance.now();
  const [row] = await on.query<Row>(keyStatement({ hash: hashOf(secret) }), { plannedOnce: true, lane: 'look-up' });
  if (!row || isExpired(row.expires_at, now)) return undefined;
  return { ...credentialOf(row, lookedUpAt), scopes: withImplied(row.scopes), expiresAt: row.expires_at, token: null };
}

/** One look-up, as for a key: the secret and the key that it needs to stand, and all that a request reads of its workspace. */
async function findToken(
  on: Queryable,
  token: string,
  { workspaceId, keyId, secretId }: Claimed,
  now: Date,
): Promise<Credential | 'UNAUTHENTICATED' | 'TOKEN_EXPIRED'> {
  const lookedUpAt = performance.now();
  const [row] = await on.query<Row & { secret: string }>(
    sql`
      select s.secret, k.id, k.scopes, k.expires_at, w.workspace_id, w.name, w.time_zone, w.currency, w.data_version
      from embed_secrets s
        join api_keys k on k.workspace_id = s.workspace_id
        join workspaces w on w.workspace_id = s.workspace_id
      where s.workspace_id = ${workspaceId} and s.id = ${secretId} and k.workspace_id = ${workspaceId} and k.id = ${keyId}
        and w.workspace_id = ${workspaceId}`,
    { plannedOnce: true, lane: 'look-up' },
  );
  if (!row || isExpired(row.expires_at, now) || !withImplied(row.scopes).has('READ')) return 'UNAUTHENTICATED';
  const verified = await verifyEmbedToken(token, { id: secretId, bytes: secretBytes(row.secret) }, now);
  if (!verified) return 'UNAUTHENTICATED';
  if (verified === 'EXPIRED') return 'TOKEN_EXPIRED';
  const { grant, expiresAt } = verified;
  const ends = row.expires_at && row.expires_at < expiresAt ? row.expires_at : expiresAt;
  return { ...credentialOf(row, lookedUpAt), scopes: new Set(['READ']), expiresAt: ends, token: grant };
}

function credentialOf(
  row: Row,
  lookedUpAt: number,
): Pick<Credential, 'keyId' | 'workspace' | 'dataVersion' | 'lookedUpAt'> {
  return {
    keyId: row.id,
    workspace: { id: row.workspace_id, name: row.name, timeZone: row.time_zone, currency: row.currency },
    dataVersion: row.data_version,
    lookedUpAt,
  };
}

/** What its answers may depend on, beside the workspace: what one credential was answered is another's answer only where these are equal. */
export function rightsOf(credential: Credential): string {
  let text = rights.get(credential);
  if (text === undefined) {
    const { scopes, token } = credential;
    text = JSON.stringify([[...scopes].sort(), token?.filter ?? null, token?.funnel ?? null]);
    rights.set(credential, text);
  }
  return text;
}

/** One look-up serves all that came in a turn. */
const rights = new WeakMap<Credential, string>();

/** Credentials with the same one stand and fall together, but for their expiry. */
export function standingOf({ keyId, token }: Credential): string {
  return token ? `${keyId} ${token.secretId}` : keyId;
}

/** Whether what it rests on is there: its key, and of a token the secret. */
export async function isThere(on: Queryable, { keyId, token, workspace: { id } }: Credential): Promise<boolean> {
  const rows = await on.query(
    token
      ? sql`
        select 1 from api_keys k join embed_secrets s on s.workspace_id = k.workspace_id
        where k.workspace_id = ${id} and k.id = ${keyId} and s.workspace_id = ${id} and s.id = ${token.secretId}`
      : sql`select 1 from api_keys where workspace_id = ${id} and id = ${keyId}`,
  );
  return rows.length > 0;
}

export function isExpired(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function withImplied(scopes: readonly ApiKeyScope[]): Set<ApiKeyScope> {
  return new Set(scopes.includes('ADMIN') ? ['READ', 'INGEST', 'ADMIN'] : scopes);
}
