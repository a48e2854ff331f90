import type { Database, StatementObserver } from './database.ts';
import { migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';

export interface DatabaseOptions {
  /** A PostgreSQL server. Absent: the embedded one. */
  url?: string | undefined;
  /** Where the embedded one keeps its files. Absent: in memory. */
  directory?: string | undefined;
  /** How long a question may keep a PostgreSQL server busy; absent: 30 s. */
  statementTimeoutMs?: number | undefined;
  observe?: StatementObserver | undefined;
}

/** Opens the database and brings it up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = options.url
    ? await openPostgres({ ...options, url: options.url })
    : await openPglite(options.directory, options.observe);
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
