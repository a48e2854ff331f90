import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freshHome } from '../../support/database.ts';
import { startServerProcess } from '../../support/server-process.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Files in a directory of their own, by name. */
export async function writeFiles(
  files: Record<string, string | Uint8Array>,
): Promise<{ directory: string; remove(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'funnel-cli-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** Runs `funnel` as a user does. `onErrors` hears what it says on stderr as it says it. */
export function funnel(
  given: readonly string[],
  environment: Record<string, string> = {},
  onErrors: (text: string) => void = () => {},
): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'bin/funnel.mjs'), ...given],
      { env: { ...process.env, FUNNEL_KEY: '', FUNNEL_URL: '', ...environment } },
      (error, output, errors) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, output, errors }),
    );
    child.stderr!.on('data', onErrors);
  });
}

export interface Server {
  url: string;
  key: string;
  stop(): Promise<void>;
}

/** The server in a process of its own, on an empty embedded database. */
export async function startServer(): Promise<Server> {
  const home = await freshHome('pglite');
  const { url, key, kill } = await startServerProcess(home);
  return {
    url,
    key,
    async stop() {
      await kill();
      await home.remove();
    },
  };
}
