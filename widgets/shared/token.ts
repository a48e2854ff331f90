/** What a page can read in an embed token. It does not check it: the API does. */
export interface TokenClaims {
  /** By the server's clock, in ms since 1970. */
  issuedAt: number;
  expiresAt: number;
  /** The same for tokens that open the same. */
  subject: string;
}

/** undefined: it is none (an API key, which says nothing about itself). */
export function readToken(token: string): TokenClaims | undefined {
  try {
    const { iat, exp, jti, nbf, ...opens } = JSON.parse(fromBase64Url(token.split('.')[1]!)) as Record<string, unknown>;
    if (typeof iat !== 'number' || typeof exp !== 'number') return undefined;
    return { issuedAt: iat * 1_000, expiresAt: exp * 1_000, subject: JSON.stringify(opens) };
  } catch {
    return undefined;
  }
}

/** What a token opens, as text: another text may be another company. */
export function subjectOf(token: string): string {
  return readToken(token)?.subject ?? token;
}

function fromBase64Url(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
