import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createLogger } from '../../server/logger.ts';
import { engines, freshDatabase } from '../support/database.ts';

test.each(engines)('what failed on %s is logged without the data on which it failed', async (engine) => {
  const database = await freshDatabase(engine);
  const failure = await database.query(sql`insert into workspaces (name) values (${'SECRET'})`).catch((error) => error);
  await database.close();
  // As the engine says it: Failing row contains (…, SECRET, …).
  expect(JSON.stringify(failure)).toContain('SECRET');
  let logged = '';
  const logger = createLogger({
    write: (text) => {
      logged += text;
    },
  });
  logger.error({ err: failure }, 'a request failed');
  logger.error({ err: new Error('an outer failure', { cause: failure }) }, 'a request failed');
  expect(logged).not.toContain('SECRET');
  expect(JSON.parse(logged.split('\n')[0]!)).toMatchObject({
    msg: 'a request failed',
    err: { message: expect.stringContaining('null value in column'), code: '23502' },
  });
});
