import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Credential } from '../access/credential.ts';
import { type Context, createContext, type Services } from './context.ts';
import { useEventStreams } from './event-stream.ts';
import { createKnownQueries, useKnownQueries } from './known-queries.ts';
import { useBodyLimit } from './limit-body.ts';
import { createErrorMask } from './mask-error.ts';
import { usePersistedDocuments } from './persisted-documents.ts';
import { createQuickQueries, useExecuted } from './quick-query.ts';
import { createResultSharing, useSharedResults } from './share-results.ts';
import { useLiveEvents } from './subscribe.ts';
import { useLimits } from './use-limits.ts';

export const LARGEST_BODY = 1024 * 1024;

export interface ServerContext {
  credential: Credential;
  /** When the request had come whole, in ms of `performance.now`; absent: before its key was looked up. */
  receivedAt?: (() => number | undefined) | undefined;
  /** What is there already, so that nothing is executed. */
  executed?: ExecutionResult | undefined;
}

export type Yoga = ReturnType<typeof createGraphql>['yoga'];

/** GraphQL over HTTP and SSE, without a port. Whoever calls has checked the key. */
export function createGraphql(schema: GraphQLSchema, services: Services, logger: Logger) {
  const known = createKnownQueries();
  const sharing = createResultSharing();
  const mask = createErrorMask(logger);
  const yoga = createYoga<ServerContext, Context>({
    schema,
    context: async ({ credential, receivedAt = () => 0 }) => {
      // A body may come long after the headers, and with them the key: what was committed meanwhile is to be seen too.
      const isWhole = (receivedAt() ?? Number.POSITIVE_INFINITY) <= credential.lookedUpAt;
      const { workspace, dataVersion } = credential;
      return createContext(services, credential, isWhole ? dataVersion : await services.dataVersion(workspace.id));
    },
    graphqlEndpoint: '/graphql',
    // Pages, CORS and health are the HTTP layer's.
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    // Counted by `useBodyLimit`, which leaves alone what needs no counting.
    maxRequestBodySize: false,
    maskedErrors: { maskError: mask },
    logging: false,
    extraParamNames: ['documentId'],
    plugins: [
      useBodyLimit(LARGEST_BODY),
      usePersistedDocuments(services.documents),
      useExecuted(),
      useLimits(),
      useKnownQueries(known),
      useLiveEvents(),
      useSharedResults(sharing),
      useEventStreams(mask),
    ],
    fetchAPI: { Request, Response, Headers, ReadableStream, TransformStream },
  });
  return { yoga, quick: createQuickQueries({ schema, services, known, sharing, mask }) };
}
