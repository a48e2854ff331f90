import type { GraphQLError } from 'graphql';
import { type Credential, isExpired } from '../access/credential.ts';
import { requestError } from './request-error.ts';

/** Why a stream ended whose key or token no longer stands: its last message. */
export function endOf({ token, expiresAt }: Credential, now: Date): GraphQLError {
  if (token && isExpired(expiresAt, now))
    return requestError('TOKEN_EXPIRED', 'The embed token has expired; subscribe again with a new one.');
  return requestError('UNAUTHENTICATED', 'The key was revoked or has expired; subscribe again with another.');
}
