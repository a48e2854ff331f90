import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Authenticate, Credential } from '../access/credential.ts';
import { createLastCredentials } from '../access/last-credentials.ts';
import type { GraphqlParameters, QuickQueries } from '../graphql/quick-query.ts';
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
  const credentials = createLastCredentials();

  /** The answer, once the key is known to stand; undefined for a key that does not. */
  async function answer(authorization: string | undefined, answerFor: NonNullable<ReturnType<QuickQueries>>) {
    const lookUp = authenticate(authorization);
    const last = credentials.find(authorization);
    // Begun while the key is looked up, for whom it opened last time: mostly that is so still, and a round trip is saved.
    const begun = last && answerFor(last).catch(() => undefined);
    const credential = await lookUp;
    credentials.remember(authorization, credential);
    if (!credential) return undefined;
    const early = last && isSame(last, credential) ? await begun : undefined;
    const answer = early ?? (await answerFor(credential));
    return answer && { credential, answer };
  }

  return async (body, { authorization, origin }) => {
    const parameters = parametersIn(body);
    const answerFor = parameters && quick(parameters);
    // The body is there: what was committed before is seen by all that is looked up from now on.
    const found = answerFor && (await answer(authorization, answerFor).catch(() => undefined));
    if (!found) return { fetch: undefined };
    if ('text' in found.answer)
      return { text: found.answer.text, headers: { 'content-type': JSON_TYPE, ...cors.headersFor(origin ?? null) } };
    const { executed } = found.answer;
    const context = { credential: found.credential, executed };
    return { fetch: async (request) => cors.apply(request, await graphql.fetch(request, context)) };
  };
}

/** Whether an answer that was begun for the one is right for the other: the same rights, and nothing changed in between. */
function isSame(a: Credential, b: Credential): boolean {
  const said = ({ keyId, workspace, dataVersion, scopes }: Credential) =>
    JSON.stringify([keyId, workspace, dataVersion, ...scopes]);
  return said(a) === said(b);
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
