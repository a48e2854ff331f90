import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { EmbedGrant } from './embed-grant.ts';
import type { EmbedSecret } from './embed-secret.ts';

/** Embed tokens: JSON Web Tokens, signed by the server that also checks them, so that one algorithm with one secret will do. */

const ALGORITHM = 'HS256';
const ISSUER = 'funnelgraph';
/** So that nothing else that a server may once sign with the secret is taken for a token. */
const AUDIENCE = 'funnelgraph-embed';

/** Characters: servers take no longer headers. */
export const LONGEST_TOKEN = 6_000;

/** Whose it claims to be: enough to look up the secret that it is to be checked with. Nothing of it is to be believed before. */
export interface Claimed {
  workspaceId: string;
  secretId: string;
  keyId: string;
}

const Ids = z.object({ sub: z.uuid(), key: z.uuid() });

const Claims = z.object({
  exp: z.int(),
  widgets: z.array(z.string()),
  filter: z
    .object({
      channels: z.array(z.string().nullable()),
      owners: z.array(z.string()),
      teams: z.array(z.string()),
      products: z.array(z.string()),
      industries: z.array(z.string()),
      regions: z.array(z.string()),
      companySizes: z.array(z.string()),
      tags: z.array(z.string()),
    })
    .partial()
    .strict()
    .nullable(),
  funnel: z.string().nullable(),
  origins: z.array(z.string()).nullable(),
});

export interface NewEmbedToken extends Omit<EmbedGrant, 'secretId'> {
  workspaceId: string;
  /** The key that makes it, with which it ends. */
  keyId: string;
  /** Whole seconds. */
  issuedAt: Date;
  expiresAt: Date;
}

export function signEmbedToken(
  { id, bytes }: EmbedSecret,
  { workspaceId, keyId, issuedAt, expiresAt, widgets, filter, funnel, origins }: NewEmbedToken,
): Promise<string> {
  return new SignJWT({ key: keyId, widgets, filter, funnel, origins })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: id })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(workspaceId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(bytes);
}

/** undefined: no token of ours, so perhaps a key. */
export function claimedBy(text: string): Claimed | undefined {
  if (text.length > LONGEST_TOKEN || text.split('.').length !== 3) return undefined;
  try {
    const { sub, key } = Ids.parse(decodeJwt(text));
    return { workspaceId: sub, keyId: key, secretId: z.uuid().parse(decodeProtectedHeader(text).kid) };
  } catch {
    return undefined;
  }
}

interface Verified {
  grant: EmbedGrant;
  expiresAt: Date;
}

const MOST_VERIFIED = 500;
/** A page asks again and again with one token, whose signature stays good. The one used longest ago first. */
const verified = new Map<string, Verified>();

/** What a token grants and until when; undefined: it is not signed so, or not for here. EXPIRED only for one that was good. */
export async function verifyEmbedToken(
  token: string,
  secret: EmbedSecret,
  now: Date,
): Promise<Verified | 'EXPIRED' | undefined> {
  const known = verified.get(token) ?? (await verifySignature(token, secret, now));
  if (known === 'EXPIRED' || known === undefined) return known;
  verified.delete(token);
  if (known.expiresAt <= now) return 'EXPIRED';
  verified.set(token, known);
  for (const oldest of verified.keys()) {
    if (verified.size <= MOST_VERIFIED) break;
    verified.delete(oldest);
  }
  return known;
}

/** @param secret the one that the token names: an id stands for the same bytes for ever. */
async function verifySignature(
  token: string,
  { id, bytes }: EmbedSecret,
  now: Date,
): Promise<Verified | 'EXPIRED' | undefined> {
  try {
    const { payload } = await jwtVerify(token, bytes, {
      algorithms: [ALGORITHM],
      typ: 'JWT',
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['iat', 'exp'],
      currentDate: now,
    });
    const { exp, ...grant } = Claims.parse(payload);
    return { grant: { secretId: id, ...grant }, expiresAt: new Date(exp * 1000) };
  } catch (error) {
    // Looked at last: everything else about it is right.
    if (error instanceof errors.JWTExpired) return 'EXPIRED';
    return undefined;
  }
}
