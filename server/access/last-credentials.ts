import type { Credential } from './credential.ts';

/** What keys opened when they were last looked up: a guess for who waits for the next look-up, never a permission. */
export interface LastCredentials {
  find(authorization: string | undefined): Credential | undefined;
  /** `undefined`: it opened nothing. */
  remember(authorization: string | undefined, credential: Credential | undefined): void;
}

const MOST_KEYS = 1_000;

export function createLastCredentials(most = MOST_KEYS): LastCredentials {
  /** The one that came longest ago first. */
  const credentials = new Map<string, Credential>();
  return {
    find: (authorization = '') => credentials.get(authorization),
    remember(authorization = '', credential) {
      credentials.delete(authorization);
      if (!credential) return;
      credentials.set(authorization, credential);
      for (const oldest of credentials.keys()) {
        if (credentials.size <= most) break;
        credentials.delete(oldest);
      }
    },
  };
}
