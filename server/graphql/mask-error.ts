import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { StatementTimedOut } from '../database/database.ts';
import { KpiQuestionError } from '../kpi/types.ts';
import { InvalidValueError } from './request-error.ts';

const MASKED =
  'Something went wrong here; it is logged, and nothing of your data was changed by the failed part. Try again later.';

const TIMED_OUT =
  'Answering this took longer than the server allows; ask for a shorter window, a coarser grain or fewer KPIs at once.';

/**
 * What a client may see of an error: requests that cannot be served as asked keep their message and code; all else is a fault of ours,
 * masked and logged once.
 */
export function createErrorMask(logger: Logger): (error: unknown) => GraphQLError {
  const masked = new WeakMap<object, GraphQLError>();
  return (error) => {
    const found = masked.get(error as object);
    if (found) return found;
    const result = mask(error, logger);
    if (typeof error === 'object' && error !== null) masked.set(error, result);
    masked.set(result, result);
    return result;
  };
}

function mask(error: unknown, logger: Logger): GraphQLError {
  const cause = error instanceof GraphQLError ? innermost(error) : error;
  const place =
    error instanceof GraphQLError
      ? { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path }
      : {};
  if (cause instanceof KpiQuestionError)
    return new GraphQLError(cause.message, { ...place, extensions: { code: cause.code } });
  if (cause instanceof StatementTimedOut)
    return new GraphQLError(TIMED_OUT, { ...place, extensions: { code: 'TIMEOUT' } });
  if (cause instanceof InvalidValueError && error instanceof GraphQLError)
    return new GraphQLError(error.message, { ...place, extensions: { code: 'BAD_USER_INPUT' } });
  if (cause instanceof GraphQLError) {
    // Without a code it is graphql-js's own, about a variable or an argument. Else the very object, to which yoga still adds the status.
    const extensions = cause.extensions.code ? cause.extensions : { ...cause.extensions, code: 'BAD_USER_INPUT' };
    return new GraphQLError(cause.message, { ...place, extensions });
  }
  logger.error({ err: cause, path: place.path }, 'an operation failed');
  return new GraphQLError(MASKED, { ...place, extensions: { code: 'INTERNAL' } });
}

/** graphql-js wraps what a resolver threw; that may itself be a GraphQLError that was raised on purpose. */
function innermost(error: GraphQLError): unknown {
  const { originalError } = error;
  if (!originalError) return error;
  return originalError instanceof GraphQLError ? innermost(originalError) : originalError;
}
