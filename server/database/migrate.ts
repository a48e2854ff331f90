import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { projectFile } from '../project-file.ts';
import type { Database } from './database.ts';

export const migrationsDirectory = projectFile('prisma/migrations');

/** Any number will do, as long as all nodes use the same. */
const LOCK = 7_306_215_019;

/**
 * Applies what is missing of prisma/migrations, in order, each in a transaction of its own, and keeps Prisma's own table of what was
 * applied. Several nodes may start at once: one migrates, the others wait.
 */
export async function migrate(database: Database): Promise<string[]> {
  const names = (await readdir(migrationsDirectory, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const applied: string[] = [];
  for (const name of names) {
    const text = await readFile(join(migrationsDirectory, name, 'migration.sql'), 'utf8');
    if (await apply(database, name, text)) applied.push(name);
  }
  return applied;
}

async function apply(database: Database, name: string, text: string): Promise<boolean> {
  const checksum = createHash('sha256').update(text).digest('hex');
  return database.transaction(async (transaction) => {
    await transaction.query(sql`select pg_advisory_xact_lock(${LOCK})`);
    await transaction.query(sql`
      create table if not exists _prisma_migrations (
        id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
        logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`);
    const [known] = await transaction.query<{ checksum: string }>(
      sql`select checksum from _prisma_migrations where migration_name = ${name} and finished_at is not null`,
    );
    if (known && known.checksum !== checksum)
      throw new Error(
        `Migration ${name} was changed after it had been applied. Restore the file and put the change into a new migration.`,
      );
    if (known) return false;
    for (const statement of statements(text)) await transaction.query(sql.raw(statement));
    await transaction.query(sql`
      insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
      values (${randomUUID()}, ${checksum}, ${name}, now(), 1)`);
    return true;
  });
}

/** Migrations are plain DDL, one statement up to each semicolon at a line's end. */
function statements(text: string): string[] {
  return text
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter(Boolean);
}
