import { GraphQLError } from 'graphql';
import type { ErrorCode } from './error-codes.ts';

/** A request that cannot be served as asked. The message says what to do. */
export function requestError(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** A value that does not fit its scalar. Not a GraphQLError, so that graphql-js says which variable or argument it stood in. */
export class InvalidValueError extends TypeError {}
