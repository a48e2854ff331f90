import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Credential } from '../access/credential.ts';
import { type Context, createContext, type Services } from './context.ts';
import { createErrorMask } from './mask-error.ts';
import { useSharedResults } from './share-results.ts';
import { useLiveEvents } from './subscribe.ts';
import { useLimits } from './use-limits.ts';

const MEBIBYTE = 1024 * 1024;

export interface ServerContext {
  credential: Credential;
}

export type Yoga = ReturnType<typeof createGraphql>;

/** GraphQL over HTTP and SSE, without a port. Whoever calls has checked the key. */
export function createGraphql(schema: GraphQLSchema, services: Services, logger: Logger) {
  return createYoga<ServerContext, Context>({
    schema,
    context: ({ credential }) => createContext(services, credential, credential.dataVersion),
    graphqlEndpoint: '/graphql',
    // Pages, CORS and health are the HTTP layer's.
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: MEBIBYTE,
    maskedErrors: { maskError: createErrorMask(logger) },
    logging: false,
    plugins: [useLimits(), useLiveEvents(), useSharedResults()],
    fetchAPI: { Request, Response, Headers, ReadableStream, TransformStream },
  });
}
