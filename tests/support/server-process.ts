import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { DatabaseHome } from './database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface ServerProcess {
  url: string;
  /** All scopes. */
  key: string;
  pid: number;
  /** As a power button would: SIGKILL. The database stays for the next process. */
  kill(): Promise<void>;
}

/** The server itself, in a process of its own as `npm start` runs it, on a database that may have been used before. */
export async function startServerProcess(home: DatabaseHome): Promise<ServerProcess> {
  const { child, ...server } = await spawnServer(home);
  await ready(server.url, child);
  return server;
}

/** The same before it is ready: it answers, but has work to do first. */
export async function spawnServer(home: DatabaseHome): Promise<ServerProcess & { child: ChildProcess }> {
  const port = await freePort();
  const key = 'a-key-for-these-tests-alone';
  const child: ChildProcess = spawn(process.execPath, ['server/dist/main.js'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: home.directory ?? '',
      DATABASE_URL: home.url ?? '',
      FUNNEL_DEMO: '0',
      FUNNEL_ADMIN_KEY: key,
      FUNNEL_TIME_ZONE: 'Asia/Shanghai',
      FUNNEL_CURRENCY: 'CNY',
      // Receivers of tests are on this machine.
      FUNNEL_WEBHOOK_ALLOW_PRIVATE: '1',
    },
  });
  return {
    url: `http://127.0.0.1:${port}`,
    key,
    pid: child.pid!,
    child,
    async kill() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 720 && child.exitCode === null; attempt++) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  child.kill('SIGKILL');
  throw new Error('The server did not become ready within three minutes.');
}

/** A port of 127.0.0.1 that nothing listens on, for a server in a process of its own. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
