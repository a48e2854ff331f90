import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';
import type { PrismaClient } from './generated/prisma/client.ts';

/**
 * A statement written with Kysely's `sql` tag: `` sql`select 1 where a = ${value}` ``. Values become parameters, never text.
 * Instants come back as Date, `numeric` and `date` as text, `bigint` as number, `jsonb` parsed: the same on both engines.
 */
export type Statement = RawBuilder<unknown> | CompiledStatement;

/** One whose text and parameters are there already. */
export interface CompiledStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

export interface Queryable {
  query<Row = Record<string, unknown>>(statement: Statement, options?: QueryOptions): Promise<Row[]>;
}

export interface QueryOptions {
  /**
   * The text comes often, and one plan serves all its values: a PostgreSQL server then plans it once a connection. Not for statements
   * that some values make read a day and others years.
   */
  plannedOnce?: boolean;
  /**
   * It is short, and no part of a transaction: it then shares one of a few connections to a PostgreSQL server with others of its kind that
   * are under way. 'look-up': a few rows by their key. 'count': a few milliseconds.
   */
  lane?: 'look-up' | 'count';
}

/** One handle for everything that reads or writes: composed SQL through `query`, entities through Prisma, on the same connections. */
export interface Database extends Queryable {
  readonly engine: 'postgres' | 'pglite';
  readonly prisma: PrismaClient;
  /**
   * Runs `work` in one transaction; whatever it throws rolls everything back. Statements run in the order in which they are given: those
   * that do not need each other's answers may be given without awaiting each, as long as all are awaited in the end. `snapshot`: all
   * statements see the data of one moment, and it fails with WriteConflict where it would change a row that somebody else has changed
   * since; run it again then. `readOnly`: it writes nothing, so that its statements may run no longer than others.
   */
  transaction<Result>(
    work: (transaction: Queryable) => Promise<Result>,
    options?: { snapshot?: boolean; readOnly?: boolean },
  ): Promise<Result>;
  /**
   * Whether somebody waits for the one session of the embedded engine, which a transaction holds until its end: a long one should come to
   * it. A server has a session for everybody: never.
   */
  isAwaited(): boolean;
  /** Calls `listener` for each message on `topic` from any node, this one too. The function returned ends it. */
  listen(topic: string, listener: (payload: string) => void): Promise<() => Promise<void>>;
  /** Wakes listeners on all nodes. A hint, never data: it may be lost with a connection, so readers re-read. */
  notify(topic: string, payload: string): Promise<void>;
  /**
   * Makes `name` this caller's own until it calls the function returned; undefined while somebody has it, on whatever node. It goes with
   * its process: nothing is left behind by one that dies. What it guards must survive that two have it, since a connection may be lost.
   */
  claim(name: string): Promise<(() => Promise<void>) | undefined>;
  close(): Promise<void>;
}

/** A statement outside transactions ran longer than the server allows, and was ended. The embedded engine has no such limit. */
export class StatementTimedOut extends Error {
  constructor(cause: unknown) {
    super('The database ended a statement that took too long.', { cause });
    this.name = 'StatementTimedOut';
  }
}

/** A transaction on a snapshot met a row that was changed since; nothing happened. Run it again. */
export class WriteConflict extends Error {
  constructor(cause: unknown) {
    super('Somebody else changed the same row; run the transaction again.', { cause });
    this.name = 'WriteConflict';
  }
}

/** Called with the text of each statement that reaches the engine, Prisma's own included. */
export type StatementObserver = (text: string) => void;

const compiler = new Kysely<Record<string, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: () => {
      throw new Error('Kysely only compiles statements here; the engines run them.');
    },
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The text and the parameters of a statement, with instants as ISO text (both engines then agree on the zone). */
export function compile(statement: Statement): { text: string; parameters: unknown[] } {
  if ('text' in statement) return { text: statement.text, parameters: statement.parameters.map(toParameter) };
  const compiled: CompiledQuery = statement.compile(compiler);
  return { text: compiled.sql, parameters: compiled.parameters.map(toParameter) };
}

function toParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return arrayLiteral(value);
  return value;
}

/** As PostgreSQL reads an array from text: quicker than the drivers' own, and the same for both. */
function arrayLiteral(values: readonly unknown[]): string {
  const plain = plainLiteral(values);
  if (plain !== undefined) return plain;
  const elements = values.map((value) => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value)) return arrayLiteral(value);
    const text = typeof value === 'string' ? value : elementText(value);
    return `"${SPECIAL.test(text) ? text.replace(/[\\"]/g, '\\$&') : text}"`;
  });
  return `{${elements.join(',')}}`;
}

/** Text of ids, numbers and dates means the same with and without quotes. */
const PLAIN = /^[-0-9a-fA-F:.TZ,]*$/;

/** undefined where an element is no text, or one that needs quotes. */
function plainLiteral(values: readonly unknown[]): string | undefined {
  for (const value of values) if (typeof value !== 'string' || value === '' || value.includes(',')) return undefined;
  const elements = values.join(',');
  return PLAIN.test(elements) ? `{${elements}}` : undefined;
}

function elementText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const SPECIAL = /[\\"]/;
