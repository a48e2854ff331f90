import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { directBodyOf } from '../graphql/event-stream.ts';
import { isPlainQuestion, type Quick } from './quick-graphql.ts';
import { bodyOf, letGo, wholeBody } from './request-body.ts';

/** When a request had come whole, in ms of `performance.now`; undefined while its body is still coming. */
export type ReceivedAt = () => number | undefined;
export type Fetch = (request: Request, receivedAt?: ReceivedAt) => Promise<Response>;

export interface Handlers {
  fetch: Fetch;
  /** For plain questions; absent: they go through `fetch` too. */
  quick?: Quick | undefined;
}

/** Serves one node:http exchange. */
export async function serve(
  { fetch, quick }: Handlers,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (!quick || !isPlainQuestion(incoming)) return stream(fetch, incoming, outgoing);
  const body = await wholeBody(incoming);
  const answer = await quick(body, incoming.headers);
  if ('fetch' in answer) return stream(answer.fetch ?? fetch, incoming, outgoing, body);
  const { text, headers } = answer;
  headers['content-length'] = String(Buffer.byteLength(text));
  // As text it leaves in one piece with the headers.
  outgoing.writeHead(200, headers);
  outgoing.end(text);
}

/** Through `fetch`. Bodies stream both ways at the pace of the slower side, but for one that was read already. */
async function stream(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse, body?: Buffer): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    // Aborting is costly, and after an answer that was given whole nobody waits for it.
    if (!outgoing.writableFinished) gone.abort();
  });
  outgoing.once('finish', () => letGo(incoming));
  let receivedAt = hasBody(incoming) && !body ? undefined : 0;
  incoming.once('end', () => {
    receivedAt = performance.now();
  });
  const response = await fetch(toRequest(incoming, gone.signal, body), () => receivedAt);
  if (outgoing.destroyed) {
    await response.body?.cancel();
    return;
  }
  outgoing.writeHead(response.status, headersOf(response));
  if (incoming.method === 'HEAD' || !response.body) {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  const writeBody = directBodyOf(response);
  if (writeBody) writeBody(outgoing);
  else await pump(response.body, outgoing, gone.signal);
}

function toRequest(incoming: IncomingMessage, signal: AbortSignal, body: Buffer | undefined): Request {
  const { method = 'GET', headers: received } = incoming;
  const headers = new Headers();
  for (const [name, value] of Object.entries(received))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return new Request(new URL(pathOf(incoming), `http://${hostOf(incoming)}`), {
    method,
    headers,
    signal,
    // An option that fetch's types lack: the answer may begin before the body has ended.
    ...(hasBody(incoming) ? { body: body ?? bodyOf(incoming), duplex: 'half' } : {}),
  } as RequestInit);
}

function hasBody({ method }: IncomingMessage): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/** `//evil.example/` as a path would name another host. */
function pathOf({ url = '/' }: IncomingMessage): string {
  return url.startsWith('/') ? url.replace(/^\/+/, '/') : '/';
}

function hostOf({ headers: { host } }: IncomingMessage): string {
  return host && URL.canParse(`http://${host}`) ? host : 'localhost';
}

function headersOf(response: Response): Record<string, string | string[]> {
  return Object.fromEntries(response.headers);
}

async function pump(body: ReadableStream<Uint8Array>, outgoing: ServerResponse, gone: AbortSignal): Promise<void> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  gone.addEventListener('abort', cancel, { once: true });
  // With the first piece where that is there already, or else alone: the first event of a stream may be long in coming.
  const flush = setImmediate(() => outgoing.flushHeaders());
  try {
    for (;;) {
      const { done, value } = await reader.read();
      clearImmediate(flush);
      if (done || gone.aborted) break;
      if (!outgoing.write(value))
        await Promise.race([once(outgoing, 'drain', { signal: gone }), once(outgoing, 'close')]);
    }
  } catch (error) {
    // A client that left is no fault; a body that broke must not look complete.
    if (!gone.aborted) outgoing.destroy(error as Error);
    return;
  } finally {
    clearImmediate(flush);
    gone.removeEventListener('abort', cancel);
  }
  outgoing.end();
}
