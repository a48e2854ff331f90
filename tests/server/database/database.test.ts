import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertRows } from '../../../server/database/bulk.ts';
import { type Database, StatementTimedOut } from '../../../server/database/database.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { engines, freshDatabase, freshHome } from '../../support/database.ts';

const id = '0198c0de-0000-7000-8000-000000000001';

describe.each(engines)('the database on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());

  test('an instant written by Prisma is the instant that SQL reads, whatever the server’s zone', async () => {
    const createdAt = new Date('2026-03-01T12:34:56.789Z');
    await database.prisma.workspace.create({
      data: { id, name: 'w', timeZone: 'Asia/Shanghai', currency: 'CNY', createdAt },
    });
    const [row] = await database.query<{ at: Date; text: string }>(
      sql`select created_at as at, created_at::text as text from workspaces where workspace_id = ${id}`,
    );
    expect(row).toEqual({ at: createdAt, text: '2026-03-01 12:34:56.789+00' });
  });

  test('values come back the same on both engines: bigint number, numeric and date text, json parsed, arrays', async () => {
    const [row] = await database.query(sql`
      select 9007199254740991::bigint as b, 1.10::numeric as n, '2026-03-01'::date as d, '{"a":[1,"1.5"]}'::jsonb as j,
             array['2026-03-01T00:00:00Z', null]::timestamptz[] as ts, ${['a"b', 'c,d']}::text[] as t, ${[new Date(0)]}::timestamptz[] as dates`);
    expect(row).toEqual({
      b: 9007199254740991,
      n: '1.10',
      d: '2026-03-01',
      j: { a: [1, '1.5'] },
      ts: [new Date('2026-03-01T00:00:00Z'), null],
      t: ['a"b', 'c,d'],
      dates: [new Date(0)],
    });
  });

  test('instants written by the thousand come back as they were: in each of their forms, the earliest, the latest, none', async () => {
    const instants = [Date.UTC(1900, 0, 1), -1, 0, Date.UTC(2000, 0, 1) - 1, 1_700_000_000_123, Date.UTC(2200, 11, 31)];
    const rows = [
      ...instants.map((at, number) => ({ number, at })),
      { number: 10, at: '2026-03-01T10:00:00.001Z' },
      { number: 11, at: new Date(1) },
      { number: 12, at: null },
      { number: 13, at: undefined },
    ];
    await database.query(sql`create table instants (number integer, at timestamptz(3))`);
    await insertRows(database, 'instants', { number: 'integer', at: 'timestamptz' }, rows);
    const found = await database.query<{ at: Date | null }>(sql`select at from instants order by number`);
    expect(found.map(({ at }) => at)).toEqual([
      ...instants.map((at) => new Date(at)),
      new Date('2026-03-01T10:00:00.001Z'),
      new Date(1),
      null,
      null,
    ]);
    await database.query(sql`drop table instants`);
    await expect(
      insertRows(database, 'instants', { number: 'integer', at: 'timestamptz' }, [
        { number: 1, at: 0 },
        { number: 2, at: 'soon' },
      ]),
    ).rejects.toThrow('NaN is no instant');
  });

  test('a statement that is planned once gives each value its own answer', async () => {
    const ask = async (value: number) => {
      const [row] = await database.query<{ n: number }>(sql`select ${value}::integer * 2 as n`, { plannedOnce: true });
      return row!.n;
    };
    for (let value = 0; value < 5; value++) expect(await ask(value)).toBe(value * 2);
    expect(await Promise.all([5, 6, 7, 8].map(ask))).toEqual([10, 12, 14, 16]);
    if (engine === 'postgres')
      expect(await database.query(sql`select statement from pg_prepared_statements`)).toEqual([
        { statement: 'select $1::integer * 2 as n' },
      ]);
  });

  test('a transaction that throws leaves nothing behind', async () => {
    const other = '0198c0de-0000-7000-8000-000000000002';
    const work = database.transaction(async (transaction) => {
      await transaction.query(
        sql`insert into workspaces (workspace_id, name, time_zone, currency, created_at) values (${other}, 'x', 'UTC', 'CNY', '2026-01-01')`,
      );
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await database.query(sql`select 1 from workspaces where workspace_id = ${other}`)).toEqual([]);
  });

  test('a transaction that goes on after a failure fails in the end, and leaves nothing behind', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.query(sql`create table left_behind (n integer)`);
      await transaction.query(sql`select 1 / ${0}::integer`).catch(() => {});
    });
    await expect(work).rejects.toThrow('The transaction was rolled back');
    expect(await database.query(sql`select to_regclass('left_behind') as found`)).toEqual([{ found: null }]);
  });

  test('a listener hears what is notified, until it stops listening', async () => {
    const heard: string[] = [];
    let stop = async () => {};
    await new Promise<void>((resolve, reject) => {
      database
        .listen('changes', (payload) => {
          heard.push(payload);
          resolve();
        })
        .then((end) => {
          stop = end;
          return database.notify('changes', 'one');
        })
        .catch(reject);
    });
    await stop();
    await database.notify('changes', 'two');
    await database.query(sql`select 1`);
    expect(heard).toEqual(['one']);
  });

  test('migrating again applies nothing', async () => {
    expect(await migrate(database)).toEqual([]);
  });
});

test('an embedded database that a living process owns is refused with advice', async () => {
  const home = await freshHome('pglite');
  const { writeFile } = await import('node:fs/promises');
  await writeFile(`${home.directory}/owner.pid`, String(process.ppid));
  await expect(openDatabase({ directory: home.directory })).rejects.toThrow(/already uses the database.*DATA_DIR/s);
  await writeFile(`${home.directory}/owner.pid`, '999999999');
  await (await openDatabase({ directory: home.directory })).close();
  await home.remove();
});

test('a session in another zone is refused', async () => {
  const home = await freshHome('postgres');
  const url = `${home.url}?options=${encodeURIComponent('-c TimeZone=Asia/Tokyo')}`;
  await expect(openDatabase({ url })).rejects.toThrow(/must run in UTC/);
  await home.remove();
});

test('a question that keeps PostgreSQL busy too long is ended; what writes takes its time', async () => {
  const home = await freshHome('postgres');
  const database = await openDatabase({ url: home.url, statementTimeoutMs: 200 });
  const slow = sql`select pg_sleep(0.6)`;
  await expect(database.query(slow)).rejects.toThrow(StatementTimedOut);
  expect(await database.transaction((transaction) => transaction.query(slow))).toHaveLength(1);
  await database.close();
  await home.remove();
});
