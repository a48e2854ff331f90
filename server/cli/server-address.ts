import { UsageError } from './usage.ts';

/** What the server says instead of an answer. */
export interface ErrorBody {
  errors: { message: string }[];
}

/** From --url or FUNNEL_URL. */
export function readUrl(given: string | undefined, environment: NodeJS.ProcessEnv): string {
  const url = given ?? (environment.FUNNEL_URL || 'http://127.0.0.1:4000');
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    throw new UsageError(`--url ${url} is no address; write it as http://127.0.0.1:4000.`);
  return url;
}

/** From --key or FUNNEL_KEY. */
export function readKey(given: string | undefined, environment: NodeJS.ProcessEnv, scope: string): string {
  const key = given ?? environment.FUNNEL_KEY;
  if (!key) throw new UsageError(`Which key? Give --key or set FUNNEL_KEY; it needs the scope ${scope}.`);
  return key;
}

/** `path` below the server's URL, which may have a path of its own. */
export function addressOf(url: string, path: string): URL {
  return new URL(path, url.endsWith('/') ? url : `${url}/`);
}

export function noAnswer(url: string, error: unknown): UsageError {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return new UsageError(
    `No answer from ${url} (${cause?.code ?? cause?.message ?? 'connection failed'}). Does the server run? Start it with npm start, or give --url.`,
  );
}

export function refused(status: number, answer: Partial<ErrorBody> | undefined): UsageError {
  return new UsageError(`The server refused (${status}): ${answer?.errors?.[0]?.message ?? 'no reason given'}`);
}
