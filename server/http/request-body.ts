import type { IncomingMessage } from 'node:http';

/** How much waits in memory for a reader that is slower than the sender. */
const HIGH_WATER_BYTES = 256 * 1024;
/** How long a sender may go on after it was answered, before its connection is cut. */
const LONGEST_REST_MS = 5_000;

/**
 * The body of a request as a web stream, at the reader's pace. Unlike `Readable.toWeb` it leaves the connection alone when the reader
 * stops early: a refusal must still reach whoever is sending.
 */
export function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let open = true;
  const end = (how: () => void) => {
    if (!open) return;
    open = false;
    how();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        incoming.on('data', (chunk: Buffer) => {
          if (!open) return;
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
        });
        incoming.once('end', () => end(() => controller.close()));
        incoming.once('error', () => end(() => controller.error(senderLeft())));
        incoming.pause();
      },
      pull() {
        incoming.resume();
      },
      cancel() {
        open = false;
        incoming.resume();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_BYTES }),
  );
}

/** node:http knows no other error of a body. Under this name it is no fault of ours to whoever was reading. */
function senderLeft(): DOMException {
  return new DOMException('The sender left before the end of the body.', 'AbortError');
}

/** The body in one piece, of a request that said how long it is. Fails where the sender leaves before the end. */
export function wholeBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    incoming.once('error', reject);
  });
}

/** After the answer: reads what is still being sent into nothing, for a while, so that the connection can be used again. */
export function letGo(incoming: IncomingMessage): void {
  if (incoming.complete || incoming.destroyed) return;
  incoming.removeAllListeners('data');
  incoming.resume();
  const timer = setTimeout(() => incoming.destroy(), LONGEST_REST_MS);
  timer.unref();
  incoming.once('close', () => clearTimeout(timer));
  incoming.once('end', () => clearTimeout(timer));
}
