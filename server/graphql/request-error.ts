import { GraphQLError } from 'graphql';
import type { ErrorCode } from './error-codes.ts';

/** A request that cannot be served as asked. The message says what to do; `status` is HTTP's where it is not 200. */
export function requestError(code: ErrorCode, message: string, status?: number): GraphQLError {
  return new GraphQLError(message, { extensions: status === undefined ? { code } : { code, http: { status } } });
}
