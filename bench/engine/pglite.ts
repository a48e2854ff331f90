import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type Engine, type Home, type RivalDatabase, SEARCH_PATH } from './engine.ts';

/** The embedded engine. A directory has one owner at a time, so rivals work on a copy. */
export async function startPglite(directory: string): Promise<Engine> {
  await mkdir(directory, { recursive: true });
  // Pinned exactly there; the package does not say it itself.
  const { dependencies } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  return {
    name: 'pglite',
    version: async () => `PGlite ${dependencies['@electric-sql/pglite']}`,
    settings: 'as it comes',
    async home(name): Promise<Home> {
      const own = join(directory, name);
      const copy = join(directory, `${name}-rivals`);
      return {
        directory: own,
        async openRival() {
          // Made when first asked for: the server has not been started, or has stopped, by then.
          if (!existsSync(copy)) await cp(join(own, 'pglite'), copy, { recursive: true });
          return openRival(copy);
        },
        forgetRival: () => rm(copy, { recursive: true, force: true }),
        rivalEnvironment: { RIVAL_PGLITE: copy },
        async remove() {
          await rm(own, { recursive: true, force: true });
          await rm(copy, { recursive: true, force: true });
        },
      };
    },
    stop: async () => {},
  };
}

export async function openRival(directory: string): Promise<RivalDatabase> {
  const pglite = await PGlite.create({ dataDir: directory });
  await pglite.exec(`set time zone 'UTC'; set search_path to ${SEARCH_PATH}`);
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await pglite.query<Row>(text, values as unknown[])).rows,
    script: async (text) => void (await pglite.exec(text)),
    async copyOut(table) {
      const { blob } = await pglite.query(`copy ${table} to '/dev/blob'`);
      return async (into) => void (await pglite.query(`copy ${into} from '/dev/blob'`, [], { blob: blob! }));
    },
    close: () => pglite.close(),
  };
}
