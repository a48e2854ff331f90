/**
 * Does what a checkout still lacks, and nothing else: installs packages, generates the Prisma client, builds the server and the widgets.
 * Plain Node, since it runs before anything is installed. Says what it does on standard error: what follows may be read by a program.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export function prepare() {
  prepareServer();
  if (isOlder('widgets/dist/gallery.html', ['widgets', 'package-lock.json']))
    run('Building the widgets', process.execPath, ['widgets/build/build.mjs']);
}

/** All that the server and the command line need, but for the widgets that it hands out. */
export function prepareServer() {
  refuseOldNode();
  if (isOlder('node_modules/.package-lock.json', ['package-lock.json']))
    run('Installing packages', 'npm', ['ci', '--no-fund', '--no-audit']);
  if (
    isOlder('server/database/generated/prisma/client.ts', ['prisma/schema.prisma', 'node_modules/.package-lock.json'])
  )
    run(
      'Generating the database client',
      process.execPath,
      ['node_modules/prisma/build/index.js', 'generate', '--no-hints'],
      {
        // Generating needs no schema engine, but Prisma would download one; any executable that exists keeps it from that.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      },
    );
  if (isOlder('server/dist/main.js', ['server', 'widgets', 'package-lock.json']))
    run('Building the server', process.execPath, ['server/build/build.mjs']);
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Funnelgraph needs Node 20.19 or newer; this is ${process.version}. Install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}

/** Whether `target` is missing, or older than one of the sources (folders: than any file in them). */
function isOlder(target, sources) {
  const path = join(root, target);
  if (!existsSync(path)) return true;
  const made = statSync(path).mtimeMs;
  return sources.some((source) => newest(join(root, source)) > made);
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  const inside = readdirSync(path).filter((name) => name !== 'dist' && name !== 'node_modules');
  return Math.max(0, ...inside.map((name) => newest(join(path, name))));
}

function run(what, command, args, environment = {}) {
  console.error(`${what} …`);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // Prisma finds its generators on the PATH, where npm puts them only for its own scripts.
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`, ...environment },
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`${what} failed${error ? `: ${error.message}` : ''}. The lines above say why.`);
  process.exit(status ?? 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare();
