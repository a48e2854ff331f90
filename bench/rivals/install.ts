import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Installs a rival's packages into its own folder, unless these files are there. false: it could not, and its rows are left out. */
export function install(what: string, folder: string, expected: readonly string[]): boolean {
  if (expected.every((path) => existsSync(join(folder, 'node_modules', path)))) return true;
  console.error(`Installing ${what} beside the project`);
  const { status } = spawnSync('npm', ['install', '--no-fund', '--no-audit', '--no-package-lock'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    // npm would read the project's own settings from the environment that it gave to this script.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)/.test(name))),
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.error(`${what} could not be installed; its rows are left out.`);
  return status === 0;
}
