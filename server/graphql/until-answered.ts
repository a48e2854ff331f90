import { sleep } from './alarm.ts';

/** How long until a database that did not answer is asked again. */
const AGAIN_MS = 250;

/** Asks until there is an answer: a database that restarts ends no stream. undefined: `signal` aborted before. */
export async function untilAnswered<Answer>(
  signal: AbortSignal,
  ask: () => Promise<Answer>,
): Promise<Answer | undefined> {
  while (!signal.aborted) {
    try {
      return await ask();
    } catch {
      await sleep(AGAIN_MS, signal);
    }
  }
  return undefined;
}
