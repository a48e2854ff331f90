import { Worker } from 'node:worker_threads';
import { PgliteSocket } from './pglite-socket.ts';

/** The thread of the embedded engine ended by itself: out of memory, for instance. What it had acknowledged is on disk. */
export class EmbeddedDatabaseStopped extends Error {
  readonly code = 'EMBEDDED_DATABASE_STOPPED';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? `: ${cause.message}` : '';
    super(
      `The embedded database has stopped${reason}. Whatever was under way did not happen, or was not confirmed. Start the server again.`,
      { cause },
    );
    this.name = 'EmbeddedDatabaseStopped';
  }
}

/** PGlite in a thread of its own, so that this one goes on answering while the database works. */
export interface PgliteThread {
  /** A connection to the one session. The last one that was made has it. */
  connect(): PgliteSocket;
  /** Ends the engine, as one that may be opened again; connections must have ended before. */
  close(): Promise<void>;
}

type FromThread = 'open' | 'closed' | { connection: number; bytes: Uint8Array<ArrayBuffer> };

/** @param directory of the engine's own files; in memory without one */
export async function startPgliteThread(directory: string | undefined): Promise<PgliteThread> {
  // Beside this file among the sources, and beside the one file that is built of them. Without what this process loads first of all.
  const worker = new Worker(new URL('./pglite-worker.js', import.meta.url), {
    workerData: { directory },
    execArgv: [],
  });
  const sockets = new Map<number, PgliteSocket>();
  let connections = 0;
  let isClosing = false;
  let stopped: EmbeddedDatabaseStopped | undefined;

  const stop = (cause: unknown) => {
    stopped ??= new EmbeddedDatabaseStopped(cause);
    for (const socket of sockets.values()) socket.destroy(stopped);
  };
  worker.on('error', stop);
  worker.on('exit', (code) => isClosing || stop(new Error(`its thread ended with code ${code}`)));
  let onClosed = () => {};
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: FromThread) => {
      if (message === 'open') resolve();
      else if (message === 'closed') onClosed();
      else sockets.get(message.connection)?.push(Buffer.from(message.bytes.buffer));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(stopped));
  });

  return {
    connect() {
      const connection = ++connections;
      const socket = new PgliteSocket({
        send(bytes) {
          worker.postMessage({ connection, bytes }, [bytes.buffer]);
        },
        hold(isHeld) {
          if (isHeld) worker.ref();
          else worker.unref();
        },
      });
      sockets.set(connection, socket);
      socket.once('close', () => sockets.delete(connection));
      // One that follows another may be asked for when nothing held the process any more.
      socket.ref();
      if (stopped) socket.destroy(stopped);
      return socket;
    },
    async close() {
      if (stopped || isClosing) return;
      isClosing = true;
      worker.ref();
      await new Promise<void>((resolve) => {
        onClosed = resolve;
        worker.once('exit', () => resolve());
        worker.postMessage('close');
      });
      await worker.terminate();
    },
  };
}
