import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Home } from './engine/engine.ts';
import { TIME_ZONE } from './facts/company.ts';
import { freePort } from './free-port.ts';
import { watchMemory } from './memory.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface RunningProcess {
  port: number;
  /** The most memory that it, and those that it began, have held so far, in MB; 0 where the system does not say. */
  mostMemory(): number;
  /** Forgets what was: the next `mostMemory` speaks of the time since. */
  forgetMemory(): void;
  stop(): Promise<void>;
}

/** All scopes, on the first workspace of a database. */
export const KEY = 'a-key-for-this-bench-alone';

/** The project's server, in a process of its own, or in so many, as `npm start` runs it. */
export function startServer({ url, directory }: Home, processes = 1): Promise<RunningProcess> {
  const environment = {
    DATABASE_URL: url ?? '',
    DATA_DIR: directory ?? '',
    FUNNEL_DEMO: '0',
    FUNNEL_ADMIN_KEY: KEY,
    FUNNEL_TIME_ZONE: TIME_ZONE,
    FUNNEL_CURRENCY: 'CNY',
    FUNNEL_ORIGINS: '',
    FUNNEL_PROCESSES: String(processes),
  };
  // A changed version of the journeys is rebuilt before the server is ready: minutes, with a million leads.
  return startProcess(process.execPath, ['scripts/start.mjs'], '/readyz', environment, 3_600_000);
}

/** Any server that takes PORT from its environment, once it answers `path` with anything but a fault. */
export async function startProcess(
  command: string,
  args: readonly string[],
  path: string,
  environment: Record<string, string>,
  patienceMs = 60_000,
): Promise<RunningProcess> {
  const port = await freePort();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...environment, PORT: String(port), HOST: '127.0.0.1' },
  });
  // A bench that breaks off takes its servers with it.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const memory = watchMemory(child.pid!);
  const address = `http://127.0.0.1:${port}${path}`;
  const deadline = Date.now() + patienceMs;
  const answers = async () =>
    ((await fetch(address, { signal: AbortSignal.timeout(2000) }).catch(() => undefined))?.status ?? 503) < 500;
  while (!(await answers())) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${args.join(' ')} did not become ready.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // In a fresh checkout it has been built on the way.
  memory.forget();
  return {
    port,
    mostMemory: memory.most,
    forgetMemory: memory.forget,
    async stop() {
      memory.end();
      process.off('exit', kill);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
