import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshHome } from '../../support/database.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Files in a directory of their own, by name. */
export async function writeFiles(
  files: Record<string, string | Uint8Array>,
): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'funnel-cli-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Runs `funnel` as a user does. */
export function funnel(
  given: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'bin/funnel.mjs'), ...given],
      { env: { ...process.env, FUNNEL_KEY: '', FUNNEL_URL: '', ...environment } },
      (error, output, errors) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors }),
    );
  });
}

export interface Server {
  url: string;
  key: string;
  stop(): Promise<void>;
}

/** The server itself, as npm start runs it, on an empty embedded database. */
export async function startServer(port: number): Promise<Server> {
  const home = await freshHome('pglite');
  const key = 'a-key-for-these-tests-alone';
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', join(root, 'server/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: home.directory,
      DATABASE_URL: '',
      FUNNEL_DEMO: '0',
      FUNNEL_ADMIN_KEY: key,
      FUNNEL_TIME_ZONE: 'Asia/Shanghai',
      FUNNEL_CURRENCY: 'CNY',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 240; attempt++) {
    if ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return {
    url,
    key,
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
      await home.remove();
    },
  };
}
