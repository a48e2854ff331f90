import { type Access, accessOf, type Credentials } from './access.ts';
import { type Answer, askGraphql, post, type Request, type Send } from './graphql-request.ts';
import { pageWide } from './page-wide.ts';
import { learnTime } from './server-clock.ts';
import { SharedStream, type StreamKind } from './shared-stream.ts';
import { subjectOf } from './token.ts';

interface InFlight {
  answer: Promise<Answer<unknown>>;
  abort: AbortController;
  askers: number;
}

const connections = pageWide('connections', 1, () => new Map<string, Connection>());

/**
 * The page's one connection to an endpoint for all who may see the same there: one stream of a kind, and each question in flight once.
 * @throws WidgetFailure TOKEN_PROVIDER
 */
export async function connectionTo(endpoint: string, credentials: Credentials): Promise<Connection> {
  const access = accessOf(credentials);
  const subject = subjectOf(await access.token(endpoint));
  const key = JSON.stringify([endpoint, subject]);
  const known = connections.get(key);
  if (known) return known;
  const made = new Connection(endpoint, access, subject, () => {
    if (connections.get(key) === made) connections.delete(key);
  });
  connections.set(key, made);
  return made;
}

export class Connection {
  /** What its token opens, as text. */
  readonly subject: string;
  readonly #endpoint: string;
  readonly #access: Access;
  readonly #onEnd: () => void;
  readonly #streams = new Map<string, SharedStream<never>>();
  readonly #inFlight = new Map<string, InFlight>();

  #letAccessGo: (() => void) | undefined;

  constructor(endpoint: string, access: Access, subject: string, onEnd: () => void) {
    this.#endpoint = endpoint;
    this.#access = access;
    this.subject = subject;
    this.#onEnd = onEnd;
  }

  /** With the token of the moment; one that is refused is renewed once. */
  readonly #send: Send = async (accept, request, signal) => {
    const token = await this.#access.token(this.#endpoint);
    const response = await this.#post(token, accept, request, signal);
    if (response.status !== 401 || !(await this.#access.renew(token))) return response;
    return this.#post(await this.#access.token(this.#endpoint), accept, request, signal);
  };

  async #post(token: string, accept: string, request: Request, signal: AbortSignal): Promise<Response> {
    const response = await post(this.#endpoint, token, accept, request, signal);
    learnTime(this.#endpoint, response);
    return response;
  }

  /** The page's one stream of that kind. */
  stream<Message>({ id, open }: StreamKind<Message>): SharedStream<Message> {
    const known = this.#streams.get(id) as SharedStream<Message> | undefined;
    if (known) return known;
    const made = new SharedStream(this.#send, open(), {
      // Questions in flight may be answered from before it: who asks from now on gets an answer of its own.
      message: () => this.#inFlight.clear(),
      // Who comes next, or comes back, gets a new stream.
      refused: this.#onEnd,
      idle: () => {
        this.#streams.delete(id);
        if (this.#streams.size > 0) return;
        this.#letAccessGo?.();
        this.#onEnd();
      },
    });
    if (this.#streams.size === 0) this.#letAccessGo = this.#access.keep(this.#endpoint);
    this.#streams.set(id, made);
    return made;
  }

  /** Identical questions in flight are asked once; the request is aborted when nobody waits for it any more. */
  async ask<Data>({ documentId, variables }: Request, signal: AbortSignal): Promise<Answer<Data>> {
    signal.throwIfAborted();
    const key = JSON.stringify([documentId, variables]);
    const inFlight = this.#inFlight.get(key) ?? this.#start(key, { documentId, variables });
    inFlight.askers += 1;
    const leave = (): void => {
      inFlight.askers -= 1;
      if (inFlight.askers > 0) return;
      inFlight.abort.abort();
      // Who asks from now on must not join a request that is being aborted.
      this.#forget(key, inFlight);
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      return (await inFlight.answer) as Answer<Data>;
    } finally {
      signal.removeEventListener('abort', leave);
      signal.throwIfAborted();
    }
  }

  #start(key: string, request: Request): InFlight {
    const abort = new AbortController();
    const answer = askGraphql(this.#send, request, abort.signal);
    const inFlight = { answer, abort, askers: 0 };
    this.#inFlight.set(key, inFlight);
    const forget = (): void => this.#forget(key, inFlight);
    answer.then(forget, forget);
    return inFlight;
  }

  #forget(key: string, inFlight: InFlight): void {
    if (this.#inFlight.get(key) === inFlight) this.#inFlight.delete(key);
  }
}
