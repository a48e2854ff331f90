import { createFrameReader, type Frame } from './event-stream.ts';
import { asFailure } from './failure.ts';
import { type GraphqlError, type Request, refusal, type Send } from './graphql-request.ts';

/** What a subscription asks, and who hears its answers. */
export interface Subscriber<Message> {
  /** Called anew for each connection. */
  request(): Request;
  next(message: Message): void;
  /** A connection ended for a reason that the server gave. */
  failed?(code: string): void;
  /** Something may be missed: nothing has come through for a while. */
  down(): void;
  /** The key is not taken. The stream stays closed. */
  refused(): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** The server sends a ping at least every 15 s or so; three missed ones mean a dead line that TCP has not noticed. */
const SILENCE_MS = 45_000;
/** A first break is mended in a second or two and not worth a word. */
const FAILURES_UNTIL_DOWN = 2;

/**
 * Keeps one subscription open over SSE. Closed while the page is hidden: whoever comes back asks from where it was. Reconnects with
 * doubling waits of which a random half is taken off, so that a thousand pages do not come back at once after a restart.
 */
export class Subscription<Message> {
  readonly #send: Send;
  readonly #subscriber: Subscriber<Message>;
  #connection: AbortController | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(send: Send, subscriber: Subscriber<Message>) {
    this.#send = send;
    this.#subscriber = subscriber;
  }

  open(): void {
    document.addEventListener('visibilitychange', this.#follow);
    addEventListener('online', this.#follow);
    this.#follow();
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#follow);
    removeEventListener('online', this.#follow);
    this.#disconnect();
  }

  /** Connects or disconnects as the page shows or hides; without delay once the network is back. */
  readonly #follow = (): void => {
    if (document.visibilityState === 'hidden') this.#disconnect();
    else if (!this.#connection || this.#retryTimer !== undefined) this.#connect();
  };

  #disconnect(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#connection?.abort();
    this.#connection = undefined;
  }

  async #connect(): Promise<void> {
    this.#disconnect();
    const connection = new AbortController();
    this.#connection = connection;
    try {
      await this.#read(connection);
    } catch (thrown) {
      if (connection.signal.aborted && this.#connection !== connection) return;
      const { code } = asFailure(thrown);
      if (code === 'UNAUTHORIZED') return this.#refuse();
      this.#subscriber.failed?.(code);
    }
    if (this.#connection === connection) this.#retryLater();
  }

  async #read(connection: AbortController): Promise<void> {
    const request = this.#subscriber.request();
    const response = await this.#send('text/event-stream', request, connection.signal);
    if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body)
      throw refusal(response, undefined);
    let silence = setTimeout(() => connection.abort(), SILENCE_MS);
    try {
      const readFrames = createFrameReader();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        clearTimeout(silence);
        silence = setTimeout(() => connection.abort(), SILENCE_MS);
        for (const frame of readFrames(part.value)) this.#take(frame, response);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  #take({ event, data }: Frame, response: Response): void {
    if (event !== 'next') return;
    const answer = JSON.parse(data) as { data?: Record<string, Message | null> | null; errors?: GraphqlError[] };
    // A subscription has one field.
    const [message] = Object.values(answer.data ?? {});
    if (message === undefined || message === null) throw refusal(response, answer.errors?.[0]);
    this.#failures = 0;
    this.#subscriber.next(message);
  }

  #retryLater(): void {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    if (this.#failures >= FAILURES_UNTIL_DOWN) this.#subscriber.down();
    this.#retryTimer = setTimeout(() => this.#connect(), longest * (0.5 + Math.random() / 2));
  }

  #refuse(): void {
    this.close();
    this.#subscriber.refused();
  }
}
