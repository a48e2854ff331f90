import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Database, StatementObserver } from './database.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { openLanes } from './lanes.ts';
import { createStatements } from './pg-statements.ts';

const LOOK_UP_LANES = 2;

export interface PostgresOptions {
  url: string;
  /** How long a statement outside transactions may run. */
  statementTimeoutMs?: number | undefined;
  observe?: StatementObserver | undefined;
}

/** Opens a PostgreSQL server (15 or newer). Every session runs in UTC, whatever the server's own zone. */
export async function openPostgres({ url, statementTimeoutMs = 30_000, observe }: PostgresOptions): Promise<Database> {
  const options = `-c TimeZone=UTC -c statement_timeout=${statementTimeoutMs}`;
  // Statements of a transaction that are given without awaiting each other go out at once: the server need not wait for this process.
  const pool = new pg.Pool({ connectionString: url, options, max: 10, pipeline: true });
  // An idle connection may die with its server; the pool replaces it, so this is no reason to end the process.
  pool.on('error', () => {});
  try {
    await refuseOtherZones(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }

  const connect = () => new pg.Client({ connectionString: url, options, keepAlive: true, pipeline: true });
  // Apart, so that the one row on which a request waits never waits behind counts.
  const lanes = { 'look-up': openLanes(connect, LOOK_UP_LANES), count: openLanes(connect) };
  const { run, transaction } = createStatements(observe);
  const inPool = async (query: pg.QueryConfig) => (await pool.query(query)).rows;
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), log: [{ emit: 'event', level: 'query' }] });
  if (observe) prisma.$on('query', (event) => observe(event.query));
  const ear = new Ear(url);

  return {
    engine: 'postgres',
    prisma,
    query: (statement, options) => run(options?.lane ? lanes[options.lane].query : inPool, statement, options),
    transaction: (work, { snapshot = false, readOnly = false } = {}) => {
      const level = `isolation level ${snapshot ? 'repeatable read' : 'read committed'}`;
      // What writes has all the time that it needs.
      const rest = readOnly ? 'read only' : 'read write; set local statement_timeout = 0';
      return transaction(pool, `begin ${level} ${rest}`, work);
    },
    isAwaited: () => false,
    listen: (topic, listener) => ear.listen(topic, listener),
    async notify(topic, payload) {
      await pool.query('select pg_notify($1, $2)', [topic, payload]);
    },
    claim: (name) => claim(url, name),
    async close() {
      await ear.close();
      await Promise.all([lanes['look-up'].close(), lanes.count.close()]);
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

async function refuseOtherZones(pool: pg.Pool): Promise<void> {
  const zone = (await pool.query('show timezone')).rows[0].TimeZone;
  if (zone !== 'UTC')
    throw new Error(
      `The database session runs in the time zone ${zone}, but must run in UTC or instants would be stored wrong. ` +
        `Remove a TimeZone setting from DATABASE_URL or from the connection pooler in between.`,
    );
}

/** A lock of a session: it needs a connection of its own, which ends with the process if it was not given back. */
async function claim(url: string, name: string): Promise<(() => Promise<void>) | undefined> {
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC', keepAlive: true });
  // A connection that is lost takes the claim with it.
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query('select pg_try_advisory_lock(hashtextextended($1, 0)) as is_ours', [name]);
  if (rows[0].is_ours) return () => client.end();
  await client.end();
  return undefined;
}

/**
 * One connection of its own that listens, and comes back when it was lost.
 * After a loss every listener is called with an empty payload: something may have been missed, read again.
 */
class Ear {
  private readonly listeners = new Map<string, Set<(payload: string) => void>>();
  private client: Promise<pg.Client> | undefined;
  private closed = false;

  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async listen(topic: string, listener: (payload: string) => void): Promise<() => Promise<void>> {
    const known = this.listeners.get(topic);
    const set = known ?? new Set();
    set.add(listener);
    this.listeners.set(topic, set);
    const client = await this.connected();
    if (!known) await client.query(`listen ${pg.escapeIdentifier(topic)}`);
    return async () => {
      set.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = await this.client?.catch(() => undefined);
    await client?.end();
  }

  private connected(): Promise<pg.Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, options: '-c TimeZone=UTC', keepAlive: true });
    client.on('notification', ({ channel, payload }) => {
      for (const listener of this.listeners.get(channel) ?? []) listener(payload ?? '');
    });
    client.on('error', () => this.reconnect());
    client.on('end', () => this.reconnect());
    await client.connect();
    for (const topic of this.listeners.keys()) await client.query(`listen ${pg.escapeIdentifier(topic)}`);
    return client;
  }

  private reconnect(): void {
    if (this.closed || !this.client) return;
    this.client = undefined;
    const retry = setTimeout(() => {
      if (this.closed) return;
      this.connected().then(
        () => {
          for (const set of this.listeners.values()) for (const listener of set) listener('');
        },
        () => {
          this.client = undefined;
          this.reconnectLater();
        },
      );
    }, 500);
    retry.unref();
  }

  private reconnectLater(): void {
    this.client = Promise.reject(new Error('not connected'));
    this.client.catch(() => {});
    this.reconnect();
  }
}
