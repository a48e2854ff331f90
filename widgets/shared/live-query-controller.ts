import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Credentials } from './access.ts';
import { type Connection, connectionTo } from './connection.ts';
import { asFailure, mayPass, WidgetFailure } from './failure.ts';
import type { Answer, Request } from './graphql-request.ts';
import type { StreamKind } from './shared-stream.ts';

export interface Question extends Request {
  endpoint: string;
  credentials: Credentials;
}

/** What there is to show. Good values stay while newer ones are asked for, and when those fail to come. */
export type LiveState<Data> =
  | { status: 'loading' }
  | { status: 'failed'; failure: WidgetFailure; isAsking: boolean }
  | {
      status: 'ready';
      answer: Answer<Data>;
      /** A newer answer, or that to a changed question, is on its way. */
      isAsking: boolean;
      /** The last refresh failed: the values are of an earlier moment. */
      failure?: WidgetFailure;
    };

export interface LiveQueryOptions<Data, Message> {
  /** What tells that the answer may differ. */
  stream(): StreamKind<Message>;
  /** A message of that stream. */
  onMessage?(message: Message): void;
  /** Whether there is nothing to ask: the host was given its data. */
  isIdle(): boolean;
  /** The question that the host's properties ask now; undefined while there are no credentials. @throws WidgetFailure */
  question(): Question | undefined;
  /** Refuses an answer that has no figures for this element. @throws WidgetFailure */
  check(answer: Answer<Data>): void;
  /** A newer answer came to the same question. */
  onRefresh(): void;
  /** Called once per run of failures. */
  onFailure(failure: WidgetFailure): void;
}

/** Settings often come from a script that runs after the elements are there. */
const PATIENCE_WITHOUT_KEY_MS = 3_000;
/** Between two refreshes, however fast facts come in. */
const SPACING_MS = 1_000;
/** Relative windows move at midnight and cohorts mature without any fact changing. */
const REFRESH_MS = 10 * 60_000;
const FIRST_RETRY_MS = 15_000;

/**
 * Asks the host's question, and again whenever facts changed, the question changed, or a failure may have passed.
 * An answer that comes late never overwrites a newer one. Everything is let go when the host leaves the page; its values stay.
 */
export class LiveQueryController<Data, Message> implements ReactiveController {
  state: LiveState<Data> = { status: 'loading' };
  /** Facts may have changed unseen. */
  isStreamDown = false;
  /**
   * Another question failed than the one whose figures are shown; both by their variables.
   * @returns true where these figures are right under the new heading too, and stay; absent: they never are
   */
  declare onOtherFailure?: (answered: object, asked: object, failure: WidgetFailure) => boolean;
  readonly #host: ReactiveControllerHost;
  readonly #options: LiveQueryOptions<Data, Message>;
  /** As asked last, and as text; '' while nothing is asked. */
  #question: Question | undefined;
  #signature = '';
  /** Of the question that the values in `state` answer. */
  #answered: string | undefined;
  #answeredVariables: object | undefined;
  /** What the figures shown belong to. */
  #subject: string | undefined;
  #connection: Connection | undefined;
  #unwatch: (() => void) | undefined;
  #run: AbortController | undefined;
  #isConnected = false;
  #isAccessNew = false;
  #isDirty = false;
  #failures = 0;
  #refusals = 0;
  #startedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, options: LiveQueryOptions<Data, Message>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#letGo();
    this.#signature = '';
  }

  /** Runs after every update of the host: its properties may ask something else now. */
  hostUpdated(): void {
    if (!this.#isConnected) return;
    if (this.#options.isIdle()) {
      this.#letGo();
      this.#signature = '';
      return;
    }
    const before = this.#question;
    let signature: string;
    try {
      this.#question = this.#options.question();
      signature = this.#question ? signatureOf(this.#question) : 'none';
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (this.#signature === failure.message) return;
      this.#letGo();
      this.#signature = failure.message;
      this.#fail(failure);
      return;
    }
    const isSameAccess =
      before?.credentials === this.#question?.credentials && before?.endpoint === this.#question?.endpoint;
    if (this.#signature === signature && isSameAccess) return;
    this.#signature = signature;
    if (!isSameAccess) this.#letGo();
    if (before && !isSameAccess) this.#isAccessNew = true;
    if (before && before.endpoint !== this.#question?.endpoint) this.#show({ status: 'loading' });
    this.#failures = 0;
    this.#start();
  }

  /** Whether the values shown belong to an earlier question: the answer to the present one is on its way. */
  get isOutdated(): boolean {
    return this.state.status === 'ready' && this.#answered !== this.#signature;
  }

  /** What the retry button does. A failure after it is told again. */
  retry(): void {
    this.#letGo();
    this.#signature = '';
    this.#failures = 0;
    this.#host.requestUpdate();
  }

  async #start(): Promise<void> {
    this.#run?.abort();
    clearTimeout(this.#timer);
    if (!this.#question) {
      const failure = new WidgetFailure('NO_KEY', 'neither key nor tokenProvider is set');
      this.#timer = setTimeout(async () => {
        // By now there may be someone who hears a token-request.
        this.#host.requestUpdate();
        await this.#host.updateComplete;
        if (!this.#question) this.#fail(failure);
      }, PATIENCE_WITHOUT_KEY_MS);
      return;
    }
    const run = new AbortController();
    this.#run = run;
    this.#startedAt = Date.now();
    if (this.state.status !== 'loading') this.#show({ ...this.state, isAsking: true });
    try {
      const answer = await this.#ask(this.#question, run.signal);
      this.#options.check(answer);
      this.#run = undefined;
      this.#succeed(answer);
    } catch (thrown) {
      if (run.signal.aborted) return;
      this.#run = undefined;
      this.#fail(asFailure(thrown), this.#question.variables);
    }
    if (this.#isDirty) this.#refreshSoon();
  }

  async #ask(question: Question, signal: AbortSignal): Promise<Answer<Data>> {
    const connection = this.#connection ?? (await this.#connect(question, signal));
    await connection.stream(this.#options.stream()).ready;
    signal.throwIfAborted();
    // What the stream said until now, this answer will contain.
    this.#isDirty = false;
    return connection.ask<Data>(question, signal);
  }

  async #connect({ endpoint, credentials }: Question, signal: AbortSignal): Promise<Connection> {
    const connection = await connectionTo(endpoint, credentials);
    const { subject } = connection;
    signal.throwIfAborted();
    // Another key may be another company: its figures must not stand there while the new ones load. (A new function that gives the
    // same key is none: some frameworks make one with every rendering.)
    if (this.#isAccessNew && this.#subject !== subject) this.#show({ status: 'loading' });
    this.#isAccessNew = false;
    this.#subject = subject;
    this.#connection = connection;
    this.#isStreamDownChanged(false);
    this.#unwatch = this.#connection.stream(this.#options.stream()).watch({
      live: (changed, message) => {
        this.#options.onMessage?.(message);
        this.#live(changed);
      },
      down: () => this.#isStreamDownChanged(true),
      refused: () => this.#refused(),
    });
    return this.#connection;
  }

  #live(changed: boolean): void {
    this.#isStreamDownChanged(false);
    const { state } = this;
    const hasFailed = state.status === 'failed' || (state.status === 'ready' && state.failure !== undefined);
    const isOverdue = Date.now() - this.#startedAt > REFRESH_MS;
    if (this.#run) this.#isDirty ||= changed;
    else if (changed || hasFailed || isOverdue) this.#refreshSoon();
  }

  /** The stream's key is no longer taken: the next question tells whether another one can be had. */
  #refused(): void {
    this.#unwatch?.();
    this.#connection = undefined;
    if (this.#run) return;
    this.#refreshIn(SPACING_MS * 2 ** this.#refusals);
    this.#refusals += 1;
  }

  #isStreamDownChanged(isDown: boolean): void {
    if (this.isStreamDown === isDown) return;
    this.isStreamDown = isDown;
    this.#host.requestUpdate();
  }

  #refreshSoon(): void {
    this.#refreshIn(Math.max(0, this.#startedAt + SPACING_MS - Date.now()));
  }

  #refreshIn(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A page that nobody sees need not ask.
      if (document.visibilityState === 'hidden') this.#refreshIn(waitMs);
      else this.#start();
    }, waitMs);
  }

  #succeed(answer: Answer<Data>): void {
    const isRefresh = this.state.status === 'ready' && this.#answered === this.#signature;
    this.#answered = this.#signature;
    this.#answeredVariables = this.#question!.variables;
    this.#failures = 0;
    this.#show({ status: 'ready', answer, isAsking: false });
    if (isRefresh) this.#options.onRefresh();
    this.#refreshIn(REFRESH_MS);
  }

  /**
   * Values of the same question stay, marked; those of another one would mostly be wrong under the new heading.
   * @param asked variables of the question that failed; absent: none was asked
   */
  #fail(failure: WidgetFailure, asked?: object): void {
    const { state } = this;
    if (
      state.status === 'ready' &&
      (this.#answered === this.#signature || (asked && this.onOtherFailure?.(this.#answeredVariables!, asked, failure)))
    )
      this.#show({ ...state, failure, isAsking: false });
    else this.#show({ status: 'failed', failure, isAsking: false });
    this.#failures += 1;
    if (this.#failures === 1) this.#options.onFailure(failure);
    if (mayPass(failure))
      this.#refreshIn(Math.min(REFRESH_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1)) * (0.5 + Math.random() / 2));
  }

  #letGo(): void {
    clearTimeout(this.#timer);
    this.#run?.abort();
    this.#run = undefined;
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#connection = undefined;
  }

  #show(state: LiveState<Data>): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}

function signatureOf({ endpoint, documentId, variables }: Question): string {
  return JSON.stringify([endpoint, documentId, variables]);
}
