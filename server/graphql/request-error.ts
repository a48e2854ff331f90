import { GraphQLError } from 'graphql/index.js';
import type { ErrorCode } from './error-codes.ts';

/** A request that cannot be served as asked. The message says what to do; `status` is HTTP's where it is not 200. */
export function requestError(code: ErrorCode, message: string, status?: number): GraphQLError {
  return new GraphQLError(message, { extensions: status === undefined ? { code } : { code, http: { status } } });
}

/** A value that does not fit its scalar. Not a GraphQLError, so that graphql-js says which variable or argument it stood in. */
export class InvalidValueError extends TypeError {}
