import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Database, StatementObserver } from './database.ts';
import { ownDirectory } from './directory-owner.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { createStatements } from './pg-statements.ts';
import { type PgliteThread, startPgliteThread } from './pglite-thread.ts';

/** Opens the embedded PostgreSQL in `directory` (made where missing), or in memory without one. It has one owner at a time. */
export async function openPglite(directory: string | undefined, observe?: StatementObserver): Promise<Database> {
  const release = directory === undefined ? async () => {} : await ownDirectory(directory);
  let thread: PgliteThread;
  try {
    thread = await startPgliteThread(directory && join(directory, 'pglite'));
  } catch (error) {
    await release();
    throw error;
  }

  const ears = new Ears();
  const pool = new OneSession(thread);
  pool.on('connect', (client) => client.on('notification', ears.hear));
  const { run, transaction } = createStatements(observe);
  const inTurn = async (query: pg.QueryConfig): Promise<unknown[]> => {
    const client = await pool.connect();
    client.on('error', ignore);
    try {
      return (await client.query(query)).rows;
    } finally {
      // Not the pool's own query, which takes the connection for broken when a statement fails.
      client.off('error', ignore);
      client.release();
    }
  };
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), log: [{ emit: 'event', level: 'query' }] });
  if (observe) prisma.$on('query', (event) => observe(event.query));

  // This process is the only owner, so its memory is enough.
  const claimed = new Set<string>();

  return {
    engine: 'pglite',
    prisma,
    query: (statement, options) => run(inTurn, statement, options),
    // There is one session, so each transaction sees the data of one moment.
    transaction: (work, { readOnly = false } = {}) => transaction(pool, readOnly ? 'begin read only' : 'begin', work),
    isAwaited: () => pool.waitingCount > 0,
    async listen(topic, listener) {
      const stop = ears.open(topic, listener);
      await inTurn({ text: `listen ${pg.escapeIdentifier(topic)}` });
      return async () => stop();
    },
    async notify(topic, payload) {
      await inTurn({ text: 'select pg_notify($1, $2)', values: [topic, payload] });
    },
    async claim(name) {
      if (claimed.has(name)) return undefined;
      claimed.add(name);
      return async () => void claimed.delete(name);
    },
    async close() {
      await prisma.$disconnect();
      if (!pool.ending) await pool.end();
      await thread.close();
      await release();
    },
  };
}

/** The pool of one client through which statements and transactions take their turns, in the order of asking. */
class OneSession extends pg.Pool {
  constructor(thread: PgliteThread) {
    super({
      stream: () => thread.connect(),
      max: 1,
      min: 1,
      pipeline: true,
      // It does not keep a process that has nothing else to do.
      allowExitOnIdle: true,
      // Whatever the environment says of servers.
      user: 'postgres',
      database: 'postgres',
      host: 'localhost',
      ssl: false,
    });
    // A client that is not in use has nobody else to tell; the next statement fails.
    this.on('error', ignore);
  }
}

/** What was asked of a connection that ends fails by itself. */
function ignore(): void {}

/** Who listens to which topic. The session's ear stays open for a topic, since it costs nothing. */
class Ears {
  private readonly listeners = new Map<string, Set<(payload: string) => void>>();

  open(topic: string, listener: (payload: string) => void): () => void {
    const known = this.listeners.get(topic) ?? new Set();
    known.add(listener);
    this.listeners.set(topic, known);
    return () => void known.delete(listener);
  }

  readonly hear = ({ channel, payload }: pg.Notification): void => {
    for (const listener of this.listeners.get(channel) ?? []) listener(payload ?? '');
  };
}
