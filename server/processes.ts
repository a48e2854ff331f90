import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { projectFile } from './project-file.ts';

/**
 * Several processes behind one port: each is a node of its own, as another machine would be, on one PostgreSQL server. One that dies is
 * replaced. They end with this one, which does nothing but look after them.
 */

/** Set for the one that comes first: it prepares the database, and listens while it does. */
const FIRST = 'FUNNEL_FIRST_PROCESS';
const READY = 'ready';

/** One that lives shorter than this is not begun anew at once. */
const SHORT_LIFE_MS = 5_000;
const PAUSE_MS = 1_000;

/** Of a process that is one of several; null: it is the only one. */
export interface Sibling {
  isFirst: boolean;
  /** Others may begin. */
  tellReady(): void;
  /** Calls `stop` once they are all to end, and where nobody looks after them any more. Signals are for the one that does. */
  onStop(stop: () => void): void;
}

export function asSibling(): Sibling | null {
  if (!cluster.isWorker) return null;
  // A terminal and some service managers send signals to all at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
  // It would end at once with the channel between the two, in the middle of its answers.
  cluster.worker!.exitedAfterDisconnect = true;
  return {
    isFirst: process.env[FIRST] === '1',
    tellReady: () => process.send?.(READY),
    onStop(stop) {
      if (process.connected) process.on('disconnect', stop);
      else stop();
    },
  };
}

/** Runs until a signal ends it, or its first process could not begin. Gives the exit code. */
export async function superviseProcesses(count: number): Promise<number> {
  let isStopping = false;
  const stop = () => {
    if (isStopping) {
      for (const worker of workers()) worker.process.kill('SIGKILL');
      process.exit(1);
    }
    isStopping = true;
    console.log('Stopping: requests under way finish first. Once more to stop at once.');
    for (const worker of workers()) worker.process.disconnect();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  // Each takes connections itself. Handed on by this process instead, those on their way to one that dies would be open for ever.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ exec: projectFile('server/dist/main.js') });
  const first = cluster.fork({ [FIRST]: '1' });
  const isReady = once(first, 'message').then(() => true);
  const ended = once(first, 'exit').then(([code]) => (code as number | null) ?? 1);
  const begun = await Promise.race([isReady, ended]);
  if (typeof begun === 'number') return begun;
  const over = lookAfter(() => isStopping);
  for (let others = 1; others < count; others++) cluster.fork();
  await over;
  return 0;
}

/** Replaces those that die, until none is to be left. */
function lookAfter(isStopping: () => boolean): Promise<void> {
  const begun = new Map(workers().map((worker) => [worker.id, Date.now()]));
  cluster.on('fork', (worker) => begun.set(worker.id, Date.now()));
  return new Promise((resolve) => {
    cluster.on('exit', (worker, code, signal) => {
      const lived = Date.now() - begun.get(worker.id)!;
      begun.delete(worker.id);
      if (isStopping()) {
        if (workers().length === 0) resolve();
        return;
      }
      console.error(`Process ${worker.process.pid} ended (${signal ?? code}); another one takes its place.`);
      setTimeout(() => isStopping() || cluster.fork(), lived < SHORT_LIFE_MS ? PAUSE_MS : 0);
    });
  });
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}
