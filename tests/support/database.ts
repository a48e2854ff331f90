import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database, StatementObserver } from '../../server/database/database.ts';
import { openDatabase } from '../../server/database/open.ts';
import { TEMPLATE } from './global-setup.ts';

export type Engine = Database['engine'];
export const engines: readonly Engine[] = ['pglite', 'postgres'];

/** Where a fresh, migrated, empty database lives: what `openDatabase` or a server's environment needs. `remove` deletes it. */
export interface DatabaseHome {
  url?: string;
  directory?: string;
  remove(): Promise<void>;
}

export async function freshHome(engine: Engine): Promise<DatabaseHome> {
  if (engine === 'pglite') {
    const directory = await mkdtemp(join(tmpdir(), 'funnel-pglite-'));
    await cp(inject('pgliteTemplate'), directory, { recursive: true });
    return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
  }
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name} template ${TEMPLATE}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, remove: () => administer(`drop database if exists ${name} with (force)`) };
}

export interface FreshDatabase extends Database {
  /** Opens it once more, as another process would, of that user; absent for the embedded one, which has one owner at a time. */
  openAgain?: (user?: { username: string; password: string }) => Promise<Database>;
}

/** A fresh, migrated, empty database, open. `close` also removes it. */
export async function freshDatabase(engine: Engine, observe?: StatementObserver): Promise<FreshDatabase> {
  const home = await freshHome(engine);
  const database = await openDatabase({ url: home.url, directory: home.directory, observe });
  const { url } = home;
  return {
    ...database,
    ...(url && { openAgain: (user) => openDatabase({ url: Object.assign(new URL(url), user).href, observe }) }),
    async close() {
      await database.close();
      await home.remove();
    },
  };
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
