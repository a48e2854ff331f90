import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { compile, type Database, type Queryable, type Statement, type StatementObserver } from './database.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { readInstant } from './read-instants.ts';
import { BIGINT, DATE, INSTANT } from './type-ids.ts';

const parsers = {
  [DATE]: (text: string) => text,
  [BIGINT]: Number,
  [INSTANT]: (text: string) => readInstant(text) ?? new Date(text),
};

/** Opens the embedded PostgreSQL in `directory` (made where missing), or in memory without one. It has one owner at a time. */
export async function openPglite(directory: string | undefined, observe?: StatementObserver): Promise<Database> {
  const release = directory === undefined ? async () => {} : await own(directory);
  let pglite: PGlite;
  try {
    pglite = await PGlite.create({ dataDir: directory && join(directory, 'pglite') });
    await pglite.exec(`set time zone 'UTC'`);
  } catch (error) {
    await release();
    throw error;
  }

  const run = async <Row>(on: PGlite | Transaction, statement: Statement): Promise<Row[]> => {
    const { text, parameters } = compile(statement);
    observe?.(text);
    const results: Results<Row> = await on.query<Row>(text, parameters, { parsers });
    return results.rows;
  };
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite), log: [{ emit: 'event', level: 'query' }] });
  if (observe) prisma.$on('query', (event) => observe(event.query));

  // This process is the only owner, so its memory is enough.
  const claimed = new Set<string>();

  return {
    engine: 'pglite',
    prisma,
    query: (statement) => run(pglite, statement),
    transaction: <Result>(work: (transaction: Queryable) => Promise<Result>) =>
      pglite.transaction((inner) => work({ query: (statement) => run(inner, statement) })) as Promise<Result>,
    listen: (topic, listener) => pglite.listen(topic, listener),
    async notify(topic, payload) {
      await pglite.query('select pg_notify($1, $2)', [topic, payload]);
    },
    async claim(name) {
      if (claimed.has(name)) return undefined;
      claimed.add(name);
      return async () => void claimed.delete(name);
    },
    async close() {
      await prisma.$disconnect();
      if (!pglite.closed) await pglite.close();
      await release();
    },
  };
}

/** Marks `directory` as this process's own. A second owner would corrupt it, so a living one is an error. */
async function own(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'owner.pid');
  const owner = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (owner && owner !== process.pid && isAlive(owner))
    throw new Error(
      `Process ${owner} already uses the database in ${directory}. Stop it, or set DATA_DIR to another directory, ` +
        `or set DATABASE_URL to a PostgreSQL server, which several processes can share.`,
    );
  await writeFile(file, String(process.pid));
  return () => rm(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
