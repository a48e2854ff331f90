import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lanes, openLanes } from '../../../server/database/lanes.ts';
import { type DatabaseHome, freshHome } from '../../support/database.ts';

const MOST = 2;
const NAME = 'lanes of this test';

describe('lanes', () => {
  let home: DatabaseHome;
  let url: string;
  let lanes: Lanes;
  let beside: pg.Client;
  beforeAll(async () => {
    home = await freshHome('postgres');
    url = home.url!;
    beside = new pg.Client({ connectionString: url });
    await beside.connect();
    lanes = open();
  });
  afterAll(async () => {
    await lanes.close();
    await beside.end();
    await home.remove();
  });

  function open(options = '-c statement_timeout=300'): Lanes {
    const connect = () => new pg.Client({ connectionString: url, options, application_name: NAME, pipeline: true });
    return openLanes(connect, MOST);
  }

  const ask = async (value: number, on = lanes) => {
    const rows = await on.query({ name: 'twice', text: 'select $1::integer * 2 as n', values: [value] });
    return (rows as { n: number }[])[0]!.n;
  };
  const sessions = async () =>
    (await beside.query('select pid from pg_stat_activity where application_name = $1', [NAME])).rows as {
      pid: number;
    }[];

  test('give each of hundreds at once its own answer, over no more connections than there may be', async () => {
    const values = Array.from({ length: 500 }, (_, index) => index);
    expect(await Promise.all(values.map((value) => ask(value)))).toEqual(values.map((value) => value * 2));
    expect(await sessions()).toHaveLength(MOST);
  });

  test('one that fails, and one that takes too long, fail alone', async () => {
    const slow = 'select pg_sleep(5)';
    const found = await Promise.allSettled([
      ask(1),
      lanes.query({ text: 'select nonsense' }),
      ask(2),
      lanes.query({ text: slow }),
      ask(3),
      lanes.query({ name: 'twice', text: 'select $1::integer * 2 as n', values: ['no number'] }),
      ask(4),
    ]);
    expect(found.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.code))).toEqual([
      2,
      '42703',
      4,
      '57014',
      6,
      '22P02',
      8,
    ]);
  });

  test('a connection that is cut takes with it what was under way, and nothing that comes later', async () => {
    const patient = open('');
    await ask(1, patient);
    const underWay = [ask(1, patient), patient.query({ text: 'select pg_sleep(20)' }), ask(2, patient)];
    const ended = Promise.allSettled(underWay);
    while (
      (await beside.query(`select 1 from pg_stat_activity where query = 'select pg_sleep(20)' and state = 'active'`))
        .rows.length === 0
    );
    await beside.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(20)' and pid <> pg_backend_pid()`,
    );
    expect((await ended)[1]!.status).toBe('rejected');
    expect(await Promise.all([ask(5, patient), ask(6, patient), ask(7, patient)])).toEqual([10, 12, 14]);
    await patient.close();
  });

  test('where nobody listens the statement fails, and the next tries again', async () => {
    const nowhere = new URL(url);
    nowhere.port = '1';
    let connectionString = nowhere.href;
    const moving = openLanes(() => new pg.Client({ connectionString, pipeline: true }), MOST);
    await expect(ask(1, moving)).rejects.toThrow('ECONNREFUSED');
    connectionString = url;
    expect(await ask(1, moving)).toBe(2);
    await moving.close();
  });

  test('closed, they answer what was asked before and refuse what comes after', async () => {
    const short = open();
    const asked = [ask(1, short), ask(2, short)];
    await Promise.all(asked);
    await short.close();
    await expect(ask(3, short)).rejects.toThrow('closed');
    expect(await Promise.all(asked)).toEqual([2, 4]);
  });
});
