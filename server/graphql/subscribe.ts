import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { abortable } from './abortable.ts';
import type { Context } from './context.ts';
import type { LiveEvent } from './live.ts';
import { requestError } from './request-error.ts';

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

async function subscribe(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  return Symbol.asyncIterator in source ? deliver(args, source as AsyncIterable<LiveEvent<unknown>>) : source;
}

type Ended = 'KEY_ENDED' | 'CLOSED';

function deliver(args: ExecutionArgs, source: AsyncIterable<LiveEvent<unknown>>): AsyncIterable<ExecutionResult> {
  const { credential, services } = args.contextValue as Context;
  const events = source[Symbol.asyncIterator]();
  let endWith: (how: Ended) => void = () => {};
  const ended = new Promise<Ended>((resolve) => {
    endWith = resolve;
  });
  const releases = [
    services.openKeys.hold(credential, () => endWith('KEY_ENDED')),
    services.streams.add(() => endWith('CLOSED')),
  ];
  const release = () => {
    for (const each of releases) each();
    void events.return?.();
  };
  return abortable<ExecutionResult>(async function* (signal) {
    signal.addEventListener('abort', () => endWith('CLOSED'), { once: true });
    for (;;) {
      const next = await Promise.race([events.next(), ended]);
      if (next === 'CLOSED') return;
      if (next === 'KEY_ENDED' || !(await services.openKeys.check(credential))) {
        yield {
          errors: [
            requestError('UNAUTHENTICATED', 'The key was revoked or has expired; subscribe again with another.'),
          ],
        };
        return;
      }
      if (next.done) return;
      yield await execute({ ...args, rootValue: next.value, contextValue: next.value.context });
    }
  }, release);
}
