import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { type Authenticate, isRefusal } from '../access/credential.ts';
import type { GraphqlParameters } from '../graphql/graphql-parameters.ts';
import type { QuickQueries } from '../graphql/quick-query.ts';
import { LARGEST_BODY, type Yoga } from '../graphql/yoga.ts';
import type { Cors } from './cors.ts';

/** An answer that needs no stream; or how the request is answered otherwise, `undefined` meaning: as any other. */
export type QuickAnswer = { text: string; headers: Record<string, string> } | { fetch: Fetch | undefined };
export type Quick = (body: Buffer, headers: IncomingHttpHeaders) => Promise<QuickAnswer>;
type Fetch = (request: Request) => Promise<Response>;

export interface QuickGraphqlOptions {
  graphql: Yoga;
  quick: QuickQueries;
  authenticate: Authenticate;
  cors: Cors;
}

/**
 * The short way for what dashboards ask again and again: a known query as JSON, without web streams, requests and responses in between,
 * which cost several times what answering does. Answers are those of the long way, which takes everything else, faults too.
 */
export function createQuickGraphql({ graphql, quick, authenticate, cors }: QuickGraphqlOptions): Quick {
  return async (body, { authorization, origin }) => {
    const parameters = parametersIn(body);
    const answerFor = parameters && quick(parameters);
    // Looked up when the body is there: what was committed before is to be seen.
    const credential = answerFor && (await authenticate(authorization, origin).catch(() => undefined));
    if (!credential || isRefusal(credential)) return { fetch: undefined };
    const answer = await answerFor(credential).catch(() => undefined);
    if (!answer) return { fetch: undefined };
    if ('text' in answer) {
      const headers = cors.headersFor(origin ?? null);
      headers['content-type'] = JSON_TYPE;
      return { text: answer.text, headers };
    }
    const { executed } = answer;
    return { fetch: async (request) => cors.apply(request, await graphql.fetch(request, { credential, executed })) };
  };
}

const JSON_TYPE = 'application/json; charset=utf-8';
/** Those that yoga answers with JSON_TYPE; of other lists it chooses itself. */
const accepted: ReadonlySet<string | undefined> = new Set([undefined, '*/*', 'application/json']);

/** Whether a request may be for here, by its first lines. */
export function isPlainQuestion({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    url === '/graphql' &&
    headers['content-type'] === 'application/json' &&
    accepted.has(headers.accept) &&
    Number(headers['content-length']) <= LARGEST_BODY
  );
}

function parametersIn(body: Buffer): GraphqlParameters | undefined {
  try {
    const parameters = JSON.parse(body.toString('utf8'));
    return typeof parameters === 'object' && parameters !== null ? parameters : undefined;
  } catch {
    return undefined;
  }
}
