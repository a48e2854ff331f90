import type { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { EmbeddedDatabaseStopped } from '../../../server/database/pglite-thread.ts';
import { freshDatabase } from '../../support/database.ts';

/** Long enough to look at what goes on beside it. */
const LONG = sql`select count(*)::int as rows from generate_series(1, 1500000) n where n % 3 = 0`;

describe('the embedded database in its thread', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase('pglite');
    await database.query(sql`create table notes (id integer primary key, text text)`);
  });
  afterAll(() => database.close());

  const notes = async () =>
    (await database.query<{ id: number }>(sql`select id from notes order by id`)).map(({ id }) => id);

  test('works while the process goes on', async () => {
    let turns = 0;
    let isOver = false;
    const long = database.query(LONG).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      turns++;
    }
    expect(await long).toEqual([{ rows: 500_000 }]);
    // In one thread it would be one, or two.
    expect(turns).toBeGreaterThan(10);
  });

  test('an error says what the database said, and what comes after it is answered', async () => {
    const failing = database.query(sql`insert into notes values (1, 'a'), (1, 'b')`);
    const next = database.query(sql`select 1 as one`);
    await expect(failing).rejects.toMatchObject({
      code: '23505',
      severity: 'ERROR',
      table: 'notes',
      constraint: 'notes_pkey',
      detail: 'Key (id)=(1) already exists.',
    });
    expect(await next).toEqual([{ one: 1 }]);
    await expect(database.query(sql`selec`)).rejects.toMatchObject({ code: '42601' });
    await expect(database.query(sql`select 1 / ${0}::integer`)).rejects.toMatchObject({ code: '22012' });
    expect(await notes()).toEqual([]);
  });

  test('statements of a transaction that do not wait for each other run in their order', async () => {
    const answers = await database.transaction((transaction) =>
      Promise.all(
        [1, 2, 3, 4].map(async (id) => {
          const insert = transaction.query(sql`insert into notes values (${id}, 'x')`);
          const count = transaction.query<{ count: number }>(sql`select count(*) from notes`);
          await insert;
          return (await count)[0]!.count;
        }),
      ),
    );
    expect(answers).toEqual([1, 2, 3, 4]);
    await database.query(sql`delete from notes`);
  });

  test('one that fails among them takes all of them back, and nothing of the transaction runs after its end', async () => {
    const after: Promise<unknown>[] = [];
    const work = database.transaction((transaction) =>
      Promise.all(
        [5, 6, 5, 7].map((id) => {
          const insert = transaction.query(sql`insert into notes values (${id}, 'x')`);
          after.push(insert.catch(() => transaction.query(sql`insert into notes values (9, 'late')`)).catch(() => {}));
          return insert;
        }),
      ),
    );
    // Asked for meanwhile: it takes its turn after the transaction.
    const meanwhile = notes();
    await expect(work).rejects.toMatchObject({ code: '23505' });
    await Promise.all(after);
    expect(await meanwhile).toEqual([]);
    expect(await notes()).toEqual([]);
  });

  test('long answers and long values come whole', async () => {
    const text = 'Größe, 尺寸 '.repeat(100_000);
    const [row] = await database.query(sql`select ${text}::text as text, length(${text}::text) as length`);
    expect(row).toEqual({ text, length: text.length });
    const rows = await database.query<{ n: number; text: string }>(
      sql`select n, repeat('x', n % 300) as text from generate_series(1, 10000) n`,
    );
    expect(rows).toHaveLength(10_000);
    for (const [index, { n, text }] of rows.entries()) {
      expect(n).toBe(index + 1);
      expect(text).toHaveLength((index + 1) % 300);
    }
  });

  test('a connection that a failure of Prisma’s ended leaves nothing behind: no name, no transaction', async () => {
    const id = '0198c0de-0000-7000-8000-000000000001';
    const data = { id, name: 'w', timeZone: 'UTC', currency: 'CNY', createdAt: new Date() };
    const ask = () => database.query(sql`select ${1}::integer as planned_once`, { plannedOnce: true });
    const named = () => database.query(sql`select statement from pg_prepared_statements`);
    for (let count = 0; count < 4; count++) await ask();
    expect(await named()).toEqual([{ statement: 'select $1::integer as planned_once' }]);
    await database.prisma.workspace.create({ data });
    await expect(database.prisma.workspace.create({ data })).rejects.toMatchObject({ code: 'P2002' });
    expect(await named()).toEqual([]);
    expect(await ask()).toEqual([{ planned_once: 1 }]);
    await expect(
      database.prisma.$transaction([
        database.prisma.workspace.delete({ where: { id } }),
        database.prisma.workspace.delete({ where: { id } }),
      ]),
    ).rejects.toMatchObject({ code: 'P2025' });
    expect(await database.prisma.workspace.count({ where: { id } })).toBe(1);
  });
});

test('when the thread dies, what waits and what comes later is told so; closing still works', async () => {
  let thread: Worker | undefined;
  process.once('worker', (worker) => {
    thread = worker;
  });
  const database = await freshDatabase('pglite');
  const waiting = [
    database.transaction((transaction) => transaction.query(LONG)),
    database.query(sql`select 1`),
    database.prisma.workspace.count(),
  ].map((each) => each.then(String, (error: unknown) => error));
  await thread!.terminate();
  const [first, second, third] = await Promise.all(waiting);
  expect(first).toBeInstanceOf(EmbeddedDatabaseStopped);
  expect(first).toMatchObject({
    code: 'EMBEDDED_DATABASE_STOPPED',
    message:
      'The embedded database has stopped: its thread ended with code 1. Whatever was under way did not happen, or was not confirmed. Start the server again.',
  });
  expect(second).toBeInstanceOf(EmbeddedDatabaseStopped);
  expect(third).toBeInstanceOf(Error);
  await expect(database.query(sql`select 1`)).rejects.toThrow(EmbeddedDatabaseStopped);
  await expect(database.transaction((transaction) => transaction.query(sql`select 1`))).rejects.toThrow(
    EmbeddedDatabaseStopped,
  );
  await database.close();
});
