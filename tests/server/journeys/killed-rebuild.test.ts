import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { JOURNEYS_VERSION } from '../../../server/journeys/version.ts';
import { makeWorkspace } from '../../../server/workspace/make-workspace.ts';
import { type DatabaseHome, engines, freshHome } from '../../support/database.ts';
import { spawnServer, startServerProcess } from '../../support/server-process.ts';
import { leadsOf } from '../facts/many-leads.ts';
import { post } from '../facts/workspace.ts';
import { journeyRows } from './journey-rows.ts';

const COUNT = 6_000;
/** Processes start several times, which takes long on a busy machine. */
const PATIENCE_MS = 240_000;

describe.each(engines)('a start that has journeys to compute anew, on %s', (engine) => {
  test('is not ready before they are; killed (-9) in the middle, the next one completes them', {
    timeout: PATIENCE_MS,
  }, async () => {
    const home = await freshHome(engine);
    const { id, rows: right } = await within(home, prepare);

    const server = await spawnServer(home);
    const said = new Set<string>();
    for (;;) {
      const message = await beforeReady(server.url);
      if (message) said.add(message);
      if (message && /^Rebuilding journeys … [1-5],000 of 6,000$/.test(message)) break;
      if (message === null) expect.fail(`It became ready before it could be killed; it said ${[...said]}.`);
    }
    await server.kill();
    const interrupted = await within(home, (database) => stateOf(database, id));
    expect(interrupted.version).toBe(1);
    // Whole batches: some leads as they should be, the others as they were.
    const done = interrupted.rows.filter((row, index) => row === right[index]).length;
    expect(done % 1_000).toBe(0);
    expect(done).toBeGreaterThanOrEqual(1_000);
    expect(done).toBeLessThan(COUNT);

    await (await startServerProcess(home)).kill();
    expect(await within(home, (database) => stateOf(database, id))).toEqual({ version: JOURNEYS_VERSION, rows: right });
    await home.remove();
  });
});

/** Leads whose journeys are right, and then are not: as an older version might have written them. */
async function prepare(database: Database) {
  const now = new Date('2026-03-01T00:00:00Z');
  const { id, ...rest } = await makeWorkspace(database, { name: 'default', timeZone: 'UTC', currency: 'CNY', now });
  await post(database, { id, ...rest }, 'leads', [...leadsOf(COUNT)]);
  const { rows } = await stateOf(database, id);
  await database.query(sql`update lead_journeys set reached_at = '{}', open_during = '{}' where workspace_id = ${id}`);
  await database.query(sql`update workspaces set journeys_version = 1 where workspace_id = ${id}`);
  return { id, rows };
}

async function stateOf(database: Database, id: string) {
  const [row] = await database.query<{ version: number }>(
    sql`select journeys_version as version from workspaces where workspace_id = ${id}`,
  );
  // They begin with workspace and lead, so the order of texts is that of leads.
  return { version: row!.version, rows: (await journeyRows(database, id)).lead_journeys! };
}

async function within<Result>(home: DatabaseHome, work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(home);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** What the server says to whoever comes too early; undefined before it listens, null when it is ready. */
async function beforeReady(url: string): Promise<string | undefined | null> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const response = await fetch(`${url}/readyz`).catch(() => undefined);
  if (!response) return undefined;
  if (response.ok) return null;
  return ((await response.json()) as { errors: [{ message: string }] }).errors[0].message;
}
