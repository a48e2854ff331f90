import { GraphQLError } from 'graphql';
import type { Credential } from '../access/credential.ts';
import { type Poll, pollLog } from '../events/poll-log.ts';
import type { Services } from '../graphql/context.ts';
import type { ErrorCode } from '../graphql/error-codes.ts';
import { LARGEST_PAGE } from '../graphql/page.ts';
import { errorResponse, unauthenticated } from './json-response.ts';

const USUAL_LIMIT = 100;
const USUAL_WAIT_SECONDS = 25;
/** Longer than that, and what stands between takes the silent connection for dead. */
const LONGEST_WAIT_SECONDS = 60;
const parameters = ['after', 'kpis', 'rules', 'kinds', 'limit', 'wait'];

/**
 * `GET /events`, for a key that may: the threshold log as NDJSON, an event a line and last how far that is. It waits for the first event
 * where there is none behind `after` yet. `HEAD` only says whether one may ask so.
 */
export async function events(request: Request, credential: Credential, services: Services): Promise<Response> {
  if (!credential.scopes.has('READ'))
    return errorResponse(403, 'FORBIDDEN', 'This key lacks the scope READ; ask with a key that has it.');
  const poll = readPoll(new URL(request.url).searchParams);
  if (poll instanceof Response) return poll;
  if (request.method === 'HEAD') poll.waitMs = 0;
  try {
    const lines = await pollLog(services, credential, poll, request.signal);
    if (!lines) return unauthenticated();
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    return new Response(text, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
  } catch (error) {
    if (error instanceof GraphQLError) return errorResponse(400, error.extensions.code as ErrorCode, error.message);
    throw error;
  }
}

function readPoll(given: URLSearchParams): Poll | Response {
  for (const name of given.keys())
    if (!parameters.includes(name))
      return invalid(`There is no parameter ${JSON.stringify(name.slice(0, 60))}; there are ${parameters.join(', ')}.`);
  for (const name of ['after', 'limit', 'wait'])
    if (given.getAll(name).length > 1) return invalid(`${name} is given more than once; give it once.`);
  const limit = number(given.get('limit'), USUAL_LIMIT);
  if (!(limit >= 1 && limit <= LARGEST_PAGE)) return invalid(`limit takes a whole number from 1 to ${LARGEST_PAGE}.`);
  const wait = number(given.get('wait'), USUAL_WAIT_SECONDS);
  if (!(wait >= 0 && wait <= LONGEST_WAIT_SECONDS))
    return invalid(`wait takes whole seconds from 0 to ${LONGEST_WAIT_SECONDS}.`);
  return {
    after: given.get('after') || undefined,
    kpis: list(given, 'kpis'),
    rules: list(given, 'rules'),
    kinds: list(given, 'kinds'),
    limit,
    waitMs: wait * 1000,
  };
}

function number(text: string | null, usual: number): number {
  if (text === null || text === '') return usual;
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
}

/** `kinds=BREACHED,RECOVERED`, or the parameter several times. */
function list(given: URLSearchParams, name: string): string[] {
  return given.getAll(name).flatMap((text) => text.split(',').filter(Boolean));
}

function invalid(message: string): Response {
  return errorResponse(400, 'INVALID_PARAMETER', message);
}
