import { ChangeStream } from './change-stream.ts';
import { type Answer, askGraphql, type Request } from './graphql-request.ts';

/** What an element hears from the connection that it shares. */
export interface Watcher {
  /** The stream is up. `changed`: facts may differ from what was answered before. */
  live(changed: boolean): void;
  down(): void;
  refused(): void;
}

interface InFlight {
  answer: Promise<Answer<unknown>>;
  abort: AbortController;
  askers: number;
}

/** How long a first question waits for the stream, so that a page asks once on opening and not once before and once after it. */
const STREAM_HEAD_START_MS = 400;

const connections = new Map<string, Connection>();

/** The page's one connection to an endpoint with a token: one stream of changes, and each question in flight once. */
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
  readonly #stream: ChangeStream;
  readonly #onEnd: () => void;
  readonly #watchers = new Set<Watcher>();
  readonly #inFlight = new Map<string, InFlight>();
  #version: unknown;
  #isDown = false;
  #release!: () => void;
  /** Settled with the stream's first word, or when it has taken too long. */
  readonly ready: Promise<void>;

  constructor(endpoint: string, token: string, onEnd: () => void) {
    this.#endpoint = endpoint;
    this.token = token;
    this.#onEnd = onEnd;
    this.ready = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.#stream = new ChangeStream(endpoint, token, {
      version: (version) => this.#hear(version),
      down: () => this.#tell('down'),
      refused: () => {
        // Who comes next, or comes back, gets a new stream.
        this.#onEnd();
        this.#tell('refused');
      },
    });
  }

  /** Opens the stream for the first watcher. Returns the way out; the last one out closes the stream. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) {
      this.#stream.open();
      setTimeout(this.#release, STREAM_HEAD_START_MS);
    } else if (this.#isDown) watcher.down();
    return () => {
      if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
      this.#stream.close();
      this.#onEnd();
    };
  }

  /** Identical questions in flight are asked once; the request is aborted when nobody waits for it any more. */
  async ask<Data>({ query, variables }: Request, signal: AbortSignal): Promise<Answer<Data>> {
    signal.throwIfAborted();
    const key = JSON.stringify([query, variables]);
    const inFlight = this.#inFlight.get(key) ?? this.#send(key, { query, variables });
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

  #hear(version: unknown): void {
    const changed = this.#version !== version;
    this.#version = version;
    this.#isDown = false;
    // Questions in flight may be answered from before the change: who asks because of it gets an answer of its own.
    if (changed) this.#inFlight.clear();
    this.#release();
    for (const watcher of this.#watchers) watcher.live(changed);
  }

  #tell(what: 'down' | 'refused'): void {
    this.#isDown = true;
    this.#release();
    for (const watcher of this.#watchers) watcher[what]();
  }
}
