import type pg from 'pg';
import {
  compile,
  type Queryable,
  type QueryOptions,
  type Statement,
  type StatementObserver,
  StatementTimedOut,
  WriteConflict,
} from './database.ts';
import { types } from './pg-types.ts';
import { createStatementNames } from './statement-names.ts';

const QUERY_CANCELED = '57014';
const SERIALIZATION_FAILURE = '40001';

/** How one statement reaches the engine. */
export type Send = (query: pg.QueryConfig) => Promise<unknown[]>;

/** What both engines do with statements, since both are spoken to by the same driver. */
export interface Statements {
  run<Row>(send: Send, statement: Statement, options?: QueryOptions): Promise<Row[]>;
  /** `Database.transaction`, on a client that it gives back; `begin` opens it. */
  transaction<Result>(pool: pg.Pool, begin: string, work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
}

export function createStatements(observe: StatementObserver | undefined): Statements {
  const nameOf = createStatementNames();

  async function run<Row>(
    send: Send,
    statement: Statement,
    { plannedOnce = false }: QueryOptions = {},
  ): Promise<Row[]> {
    const { text, parameters } = compile(statement);
    observe?.(text);
    const name = plannedOnce ? nameOf(text) : undefined;
    try {
      return (await send(
        name ? { name, text, values: parameters, types } : { text, values: parameters, types },
      )) as Row[];
    } catch (error) {
      throw (error as { code?: string }).code === QUERY_CANCELED ? new StatementTimedOut(error) : error;
    }
  }

  async function transaction<Result>(
    pool: pg.Pool,
    begin: string,
    work: (transaction: Queryable) => Promise<Result>,
  ): Promise<Result> {
    const client = await pool.connect();
    let broken: Error | undefined;
    // An engine that goes away between two statements is told here, and would otherwise end the process; the next statement fails.
    const note = (error: Error) => {
      broken = error;
    };
    client.on('error', note);
    let isOver = false;
    const onClient = async (query: pg.QueryConfig) => (await client.query(query)).rows;
    const query = <Row>(statement: Statement, options?: QueryOptions): Promise<Row[]> =>
      isOver ? Promise.reject(new Error('The transaction is over.')) : run<Row>(onClient, statement, options);
    try {
      const begun = client.query(begin);
      const [result] = await Promise.all([work({ query }), begun]);
      isOver = true;
      const { command } = await client.query('commit');
      if (command === 'ROLLBACK')
        throw new Error(
          'The transaction was rolled back, since a statement in it had failed; await every statement of it.',
        );
      return result;
    } catch (error) {
      // What was given beside the statement that failed must not run after the end, on a connection that others use by then.
      isOver = true;
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw (error as { code?: string }).code === SERIALIZATION_FAILURE ? new WriteConflict(error) : error;
    } finally {
      client.off('error', note);
      client.release(broken);
    }
  }

  return { run, transaction };
}
