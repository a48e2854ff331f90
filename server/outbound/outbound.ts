import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { checkUrl, hostOf, refuseAddress } from './check-url.ts';
import { OutboundError } from './outbound-error.ts';

/** Requests to addresses that users chose: looked up, checked and pinned each time; never redirected, never endless. */
export interface Outbound {
  /** @throws OutboundError INVALID_URL, ADDRESS_REFUSED: what can be said without asking anybody. */
  check(url: string): void;
  /**
   * Sends `body` and gives what came back within the time, redirects included: they are not followed.
   * @throws OutboundError where no answer came
   */
  post(url: string, request: PostRequest): Promise<Answer>;
}

export interface PostRequest {
  headers: Readonly<Record<string, string>>;
  body: string;
  signal?: AbortSignal | undefined;
}

export interface Answer {
  status: number;
  retryAfter: string | undefined;
  /** As far as it was read. */
  body: string;
}

/** All addresses of a name, as node:dns looks them up. */
export type LookUp = (
  host: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface OutboundOptions {
  /** Also plain http, and hosts of one's own network. */
  allowPrivate: boolean;
  /** From the first byte out to the last one in. */
  timeoutMs?: number | undefined;
  lookUp?: LookUp | undefined;
  /** Certificates to trust besides those of Node. */
  ca?: string | undefined;
}

/** An acknowledgement is short; what follows is not read. */
const LONGEST_ANSWER = 16 * 1024;

export function createOutbound(options: OutboundOptions): Outbound {
  const { allowPrivate, timeoutMs = 15_000, lookUp = systemLookup, ca } = options;
  return {
    check: (url) => void checkUrl(url, allowPrivate),
    async post(text, { headers, body, signal }) {
      const url = checkUrl(text, allowPrivate);
      const bytes = Buffer.from(body);
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const settings: RequestOptions = {
        method: 'POST',
        headers: { ...headers, 'content-length': bytes.length },
        lookup: pinned(lookUp, hostOf(url), allowPrivate),
        // A connection of its own: one that is kept would outlive what was checked.
        agent: false,
        ...(signal && { signal }),
        ...(ca !== undefined && { ca }),
      };
      return new Promise((resolve, reject) => {
        const request = send(url, settings);
        let answer: IncomingMessage | undefined;
        const timer = setTimeout(() => {
          // The status has been said: the receiver has answered, however slowly it goes on.
          if (answer) answer.destroy();
          else request.destroy(new OutboundError('TIMEOUT', `No answer came within ${timeoutMs / 1000} s.`));
        }, timeoutMs);
        request.on('response', (response) => {
          answer = response;
          readStart(response).then((start) => {
            clearTimeout(timer);
            request.destroy();
            const retryAfter = response.headers['retry-after'];
            resolve({ status: response.statusCode!, retryAfter, body: start });
          });
        });
        request.on('error', (error) => {
          if (answer) return;
          clearTimeout(timer);
          reject(signal?.aborted ? signal.reason : asOutboundError(error, hostOf(url)));
        });
        request.end(bytes);
      });
    },
  };
}

/**
 * What the socket itself asks for the address: the one that was checked is the one that is connected to, and a name that means something
 * else a moment later gains nothing. One address that is refused refuses them all.
 */
function pinned(lookUp: LookUp, host: string, allowPrivate: boolean): LookupFunction {
  return (_name, { all }, callback) => {
    lookUp(host, { all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      try {
        for (const { address } of addresses) refuseAddress(address, host, allowPrivate);
      } catch (refusal) {
        return callback(refusal as NodeJS.ErrnoException, '');
      }
      const [first] = addresses;
      if (!first) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '');
      if (all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** The beginning of a body, as text; an end, an error and a cut all end it. */
function readStart(response: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const end = () => resolve(Buffer.concat(chunks).subarray(0, LONGEST_ANSWER).toString('utf8'));
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= LONGEST_ANSWER) end();
    });
    response.on('error', end);
    response.on('close', end);
    response.on('end', end);
  });
}

function asOutboundError(error: NodeJS.ErrnoException, host: string): OutboundError {
  if (error instanceof OutboundError) return error;
  const code = error.code ?? error.name;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new OutboundError('UNKNOWN_HOST', `The name ${host} has no address now (${code}).`);
  return new OutboundError('CONNECTION_FAILED', `No answer came from ${host} (${code}).`);
}
