import type { Logger } from 'pino';
import type { OpenStreams } from '../graphql/open-streams.ts';
import { errorBody } from './json-response.ts';

/** How much may wait for a reader that is slower than the work. */
const HIGH_WATER_BYTES = 16 * 1024;
/** A line comes at least so often: what stands between takes a silent connection for dead. */
const REPEAT_MS = 10_000;

export interface ProgressStreamOptions {
  streams: OpenStreams;
  logger: Logger;
}

/**
 * Answers with the progress of long work as NDJSON: what it says, and as the last line what it returned, or an error with its code. A reader
 * that is slow misses lines but for the last; when it goes away, or the server stops, `signal` asks the work to end.
 */
export function streamProgress(
  work: (say: (line: object) => void, signal: AbortSignal) => Promise<object>,
  { streams, logger }: ProgressStreamOptions,
): Response {
  const ending = new AbortController();
  let isReading = true;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const encoder = new TextEncoder();
        const write = (line: object) => {
          if (isReading) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        };
        let last: object | undefined;
        const sayAgain = () => {
          if (last && (controller.desiredSize ?? 0) > 0) write(last);
        };
        const release = streams.add(() => ending.abort());
        const timer = setInterval(sayAgain, REPEAT_MS);
        const say = (line: object) => {
          last = line;
          sayAgain();
        };
        const failed = (error: unknown): object => {
          if (error === ending.signal.reason)
            return errorBody(
              'STOPPING',
              'The server is stopping; what was done stays done. Ask again when it is back.',
            );
          logger.error({ err: error }, 'a stream of progress ended early');
          return errorBody(
            'INTERNAL',
            'Something went wrong here; it is logged. What was done stays done; try again later.',
          );
        };
        // Not returned: a stream gives nothing away before its start has ended.
        void work(say, ending.signal)
          .catch(failed)
          .then((end) => {
            clearInterval(timer);
            release();
            write(end);
            if (isReading) controller.close();
          });
      },
      cancel() {
        isReading = false;
        ending.abort();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_BYTES }),
  );
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
}
