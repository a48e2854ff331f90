import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { abortable } from './abortable.ts';
import type { Context } from './context.ts';
import { endOf } from './key-end.ts';
import type { LiveEvent } from './live.ts';
import { executeEvent } from './one-state.ts';
import { type OpenSharedStream, openSharedStream } from './push.ts';
import { createSharedAnswers, isShared, isSharedSource, type SharedEvent } from './shared-event.ts';
import { untilAnswered } from './until-answered.ts';

/** Streams of shared events, by the request that asked for them. */
const sharedStreams = new WeakMap<Request, OpenSharedStream>();

/** How to write the stream that a request asked for straight to its connection; undefined where its results must be taken one by one. */
export function sharedStreamOf(request: Request): OpenSharedStream | undefined {
  return sharedStreams.get(request);
}

/**
 * How subscriptions run: each event with its own context (one for the subscription's whole life would answer from memory), and only as
 * long as its key stands and the server is up.
 */
export function useLiveEvents(): Plugin {
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(subscribe);
    },
  };
}

type SourceEvent = LiveEvent<unknown> | SharedEvent;

async function subscribe(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const { request } = args.contextValue as { request?: Request };
  if (request && isSharedSource(source)) sharedStreams.set(request, openSharedStream(args, source));
  return deliver(args, source as AsyncIterable<SourceEvent>);
}

type Ended = 'KEY_ENDED' | 'CLOSED';

function deliver(args: ExecutionArgs, source: AsyncIterable<SourceEvent>): AsyncIterable<ExecutionResult> {
  const { credential, services } = args.contextValue as Context;
  const answerShared = createSharedAnswers(args);
  const events = source[Symbol.asyncIterator]();
  const over = new AbortController();
  let ended: Ended | undefined;
  let stopWaiting: (ended: Ended) => void = () => {};
  const endWith = (how: Ended) => {
    ended ??= how;
    over.abort();
    stopWaiting(ended);
  };
  let releases: (() => void)[] = [];
  const hold = () => {
    releases = [
      services.openKeys.hold(credential, () => endWith('KEY_ENDED')),
      services.streams.add(() => endWith('CLOSED')),
    ];
  };
  const release = () => {
    for (const each of releases) each();
    void events.return?.();
  };

  /** A promise of its own each time: one for the whole life would keep something of every event. */
  const nextOrEnd = () =>
    new Promise<IteratorResult<SourceEvent> | Ended>((resolve, reject) => {
      if (ended) return resolve(ended);
      stopWaiting = resolve;
      events.next().then(resolve, reject);
    });

  async function executeLive(event: LiveEvent<unknown>): Promise<ExecutionResult | undefined> {
    const stands = await untilAnswered(over.signal, () => services.openKeys.check(credential));
    return stands ? executeEvent(args, event, execute) : undefined;
  }

  return abortable<ExecutionResult>(async function* (signal) {
    signal.addEventListener('abort', () => endWith('CLOSED'), { once: true });
    hold();
    for (let isLast = false; !isLast; ) {
      const next = await nextOrEnd();
      if (next === 'CLOSED') return;
      let result: ExecutionResult | undefined;
      if (next !== 'KEY_ENDED') {
        if (next.done) return;
        const shared = isShared(next.value) ? await answerShared(next.value) : undefined;
        result = isShared(next.value) ? shared?.result : await executeLive(next.value);
        isLast = shared?.isLast ?? false;
        if ((ended as Ended | undefined) === 'CLOSED') return;
      }
      isLast ||= result === undefined;
      yield result ?? { errors: [endOf(credential, services.now())] };
    }
  }, release);
}
