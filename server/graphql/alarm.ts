/** Wakes one sleeper. Ringing many times before it looks is ringing once: bursts coalesce and nothing queues up. */
export interface Alarm {
  ring(): void;
  /** Until it rings, `timeoutMs` have passed, or `signal` aborts; at once if it rang since the last wait. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

export function createAlarm(): Alarm {
  let rung = false;
  let wake = () => {};
  return {
    ring() {
      rung = true;
      wake();
    },
    async wait(timeoutMs, signal) {
      if (!rung) await sleepUntil(timeoutMs, signal, (waker) => (wake = waker));
      rung = false;
    },
  };
}

export function sleep(timeoutMs: number, signal: AbortSignal): Promise<void> {
  return sleepUntil(timeoutMs, signal, () => {});
}

function sleepUntil(timeoutMs: number, signal: AbortSignal, giveWaker: (wake: () => void) => void): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    signal.addEventListener('abort', done, { once: true });
    giveWaker(done);
  });
}
