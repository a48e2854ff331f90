import { isFailure, WidgetFailure } from './failure.ts';

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string };
}

export interface Answer<Data> {
  data: Data;
  /** Fields that could not be answered; their places in data are null. */
  errors: GraphqlError[];
}

export interface Request {
  /** Of one of the .graphql files. */
  documentId: string;
  variables?: object;
}

const TIMEOUT_MS = 30_000;

/** Posts a request with what opens the API. @param accept the media type wanted */
export type Send = (accept: string, request: Request, signal: AbortSignal) => Promise<Response>;

/**
 * Asks once, over GraphQL over HTTP.
 * @throws WidgetFailure, or the signal's reason
 */
export async function askGraphql<Data>(send: Send, request: Request, signal: AbortSignal): Promise<Answer<Data>> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  let body: { data?: Data | null; errors?: GraphqlError[] };
  try {
    response = await send('application/json', request, AbortSignal.any([signal, timeout]));
    const text = await response.text();
    body = readJson(text);
  } catch (thrown) {
    if (signal.aborted || isFailure(thrown)) throw thrown;
    if (timeout.aborted) throw new WidgetFailure('TIMEOUT', `there was no answer in ${TIMEOUT_MS / 1_000} s`);
    throw new WidgetFailure('NETWORK', `the server cannot be reached: ${thrown}`);
  }
  if (body.data) return { data: body.data, errors: body.errors ?? [] };
  throw refusal(response, body.errors?.[0]);
}

/** No cookies, no referrer: the token is all that the API gets to know of the page. */
export function post(
  endpoint: string,
  token: string,
  accept: string,
  request: Request,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
    body: JSON.stringify(request),
    signal,
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  });
}

/** Why an answer without data is one: by HTTP status where that says enough, else by the first error. */
export function refusal({ status, url }: Response, error: GraphqlError | undefined): WidgetFailure {
  const message = error?.message ?? `${url} answered with HTTP ${status}`;
  if (status === 401) return new WidgetFailure('UNAUTHORIZED', message);
  if (status === 403) return new WidgetFailure('FORBIDDEN', message);
  if (status === 429) return new WidgetFailure('RATE_LIMITED', message);
  if (status >= 500 || !error) return new WidgetFailure('SERVER', message);
  return new WidgetFailure(codeOf(error), message);
}

/** The API's codes that mean the same as an HTTP status. */
const SAME: Record<string, string> = { UNAUTHENTICATED: 'UNAUTHORIZED', INTERNAL_SERVER_ERROR: 'SERVER' };

/** An error's code, in the widgets' vocabulary. */
export function codeOf({ extensions }: GraphqlError): string {
  const code = extensions?.code ?? 'SERVER';
  return SAME[code] ?? code;
}

/** Something other than JSON (a proxy's error page) is an answer without data. */
function readJson<Body extends object>(text: string): Partial<Body> {
  try {
    return (JSON.parse(text) as Body | null) ?? {};
  } catch {
    return {};
  }
}
