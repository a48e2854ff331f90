import type { Request, Send } from './graphql-request.ts';
import { Subscription } from './subscription.ts';

/** What a stream asks, and what its messages mean; made for each connection, so that it may remember where it is. */
export interface Protocol<Message> {
  /** Called anew whenever it connects. */
  request(): Request;
  /** @returns whether what was answered before may differ from now on */
  take(message: Message): boolean;
  /** A connection ended for a reason that the server gave. */
  failed?(code: string): void;
}

/** A stream that a page has once, whichever copy of the script asks for it. */
export interface StreamKind<Message> {
  /** Of its document. */
  id: string;
  open(): Protocol<Message>;
}

/** What an element hears from a stream that it shares. */
export interface Watcher<Message> {
  /** The stream is up. `changed`: what was answered before may differ. */
  live(changed: boolean, message: Message): void;
  down(): void;
  refused(): void;
}

/** How long a first question waits for the stream, so that a page asks once on opening and not once before and once after it. */
const STREAM_HEAD_START_MS = 400;

/** One subscription for all elements that watch it: opened for the first, closed with the last. */
export class SharedStream<Message> {
  readonly #subscription: Subscription<Message>;
  readonly #watchers = new Set<Watcher<Message>>();
  readonly #onIdle: () => void;
  #isDown = false;
  #release!: () => void;
  /** Settled with the stream's first word, or when it has taken too long. */
  readonly ready: Promise<void>;

  constructor(send: Send, protocol: Protocol<Message>, on: { message(): void; refused(): void; idle(): void }) {
    this.#onIdle = on.idle;
    this.ready = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.#subscription = new Subscription(send, {
      request: () => protocol.request(),
      failed: (code) => protocol.failed?.(code),
      next: (message) => {
        const changed = protocol.take(message);
        this.#isDown = false;
        on.message();
        this.#release();
        for (const watcher of this.#watchers) watcher.live(changed, message);
      },
      down: () => this.#tell('down'),
      refused: () => {
        on.refused();
        this.#tell('refused');
      },
    });
  }

  get isIdle(): boolean {
    return this.#watchers.size === 0;
  }

  /** Returns the way out. */
  watch(watcher: Watcher<Message>): () => void {
    this.#watchers.add(watcher);
    if (this.#watchers.size === 1) {
      this.#subscription.open();
      setTimeout(this.#release, STREAM_HEAD_START_MS);
    } else if (this.#isDown) watcher.down();
    return () => {
      if (!this.#watchers.delete(watcher) || !this.isIdle) return;
      this.#subscription.close();
      this.#onIdle();
    };
  }

  #tell(what: 'down' | 'refused'): void {
    this.#isDown = true;
    this.#release();
    for (const watcher of this.#watchers) watcher[what]();
  }
}
