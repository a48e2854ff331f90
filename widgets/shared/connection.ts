import { type Answer, askGraphql, type Request } from './graphql-request.ts';
import { type Protocol, SharedStream } from './shared-stream.ts';

interface InFlight {
  answer: Promise<Answer<unknown>>;
  abort: AbortController;
  askers: number;
}

const connections = new Map<string, Connection>();

/** The page's one connection to an endpoint with a token: one stream of a kind, and each question in flight once. */
export function connectionTo(endpoint: string, token: string): Connection {
  const key = JSON.stringify([endpoint, token]);
  const known = connections.get(key);
  if (known) return known;
  const made = new Connection(endpoint, token, () => connections.get(key) === made && connections.delete(key));
  connections.set(key, made);
  return made;
}

export class Connection {
  readonly token: string;
  readonly #endpoint: string;
  readonly #onEnd: () => void;
  readonly #streams = new Map<unknown, SharedStream<never>>();
  readonly #inFlight = new Map<string, InFlight>();

  constructor(endpoint: string, token: string, onEnd: () => void) {
    this.#endpoint = endpoint;
    this.token = token;
    this.#onEnd = onEnd;
  }

  /** The page's one stream of that kind. */
  stream<Message>(kind: () => Protocol<Message>): SharedStream<Message> {
    const known = this.#streams.get(kind) as SharedStream<Message> | undefined;
    if (known) return known;
    const made = new SharedStream(this.#endpoint, this.token, kind(), {
      // Questions in flight may be answered from before it: who asks from now on gets an answer of its own.
      message: () => this.#inFlight.clear(),
      // Who comes next, or comes back, gets a new stream.
      refused: this.#onEnd,
      idle: () => {
        this.#streams.delete(kind);
        if (this.#streams.size === 0) this.#onEnd();
      },
    });
    this.#streams.set(kind, made);
    return made;
  }

  /** Identical questions in flight are asked once; the request is aborted when nobody waits for it any more. */
  async ask<Data>({ documentId, variables }: Request, signal: AbortSignal): Promise<Answer<Data>> {
    signal.throwIfAborted();
    const key = JSON.stringify([documentId, variables]);
    const inFlight = this.#inFlight.get(key) ?? this.#send(key, { documentId, variables });
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

  #send(key: string, request: Request): InFlight {
    const abort = new AbortController();
    const answer = askGraphql(this.#endpoint, this.token, request, abort.signal);
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
