import type { Writable } from 'node:stream';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Context } from './context.ts';
import { endOf } from './key-end.ts';
import { createSharedAnswers, type SharedAnswer, type SharedSource } from './shared-event.ts';

/** Begins to write a stream of shared events; it ends with whoever reads it. */
export type OpenSharedStream = (to: Writable, format: StreamFormat) => void;

export interface StreamFormat {
  /** The bytes of a result; the same object for the same result. */
  frameOf(result: ExecutionResult): Uint8Array;
  /** What is written last, where the server ends it. */
  end: Uint8Array;
}

/**
 * Writes shared events straight to a connection: for each reader of an event that is one look at where it is and one write, and nothing
 * that lives longer. A reader that takes its time is written to again when it has taken what it was given.
 */
export function openSharedStream(args: ExecutionArgs, source: SharedSource): OpenSharedStream {
  return (to, { frameOf, end }) => {
    const { credential, services } = args.contextValue as Context;
    const answer = createSharedAnswers(args);
    let isBusy = false;
    let isOver = false;
    const releases: (() => void)[] = [];

    function advance(): void {
      if (isBusy || isOver) return;
      const event = source.take();
      if (event === undefined) return;
      isBusy = true;
      if (event === 'READ') source.read().then(goOn, fail);
      else answer(event).then(tell, fail);
    }

    function goOn(): void {
      isBusy = false;
      advance();
    }

    function tell(answered: SharedAnswer | undefined): void {
      if (isOver) return;
      if (!answered) {
        endKey();
        return;
      }
      const hasRoom = to.write(frameOf(answered.result));
      if (answered.isLast) finish();
      else if (hasRoom) goOn();
      else to.once('drain', goOn);
    }

    function endKey(): void {
      if (isOver) return;
      to.write(frameOf({ errors: [endOf(credential, services.now())] }));
      finish();
    }

    function finish(): void {
      if (isOver) return;
      letGo();
      to.end(end);
    }

    function fail(error: unknown): void {
      if (isOver) return;
      letGo();
      to.destroy(error as Error);
    }

    function letGo(): void {
      isOver = true;
      for (const release of releases) release();
      source.end();
    }

    to.once('close', () => isOver || letGo());
    releases.push(services.openKeys.hold(credential, endKey), services.streams.add(finish));
    // A server that is stopping ends it at once.
    if (isOver) letGo();
    else {
      source.onMove(advance);
      advance();
    }
  };
}
