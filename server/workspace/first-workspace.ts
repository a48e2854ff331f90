import { sql } from 'kysely';
import { makeApiKey, newSecret } from '../access/api-key.ts';
import type { Config } from '../config.ts';
import type { Database, Queryable } from '../database/database.ts';
import { findDemo, makeDemo } from '../demo/make-demo.ts';
import { openGallery } from './gallery.ts';
import { hasWorkspace, makeWorkspaceWithin, type NewWorkspace } from './make-workspace.ts';

/** `done` of 0 to 1. */
export type Announce = (what: string, done: number) => void;

/**
 * On an empty database: the demo workspace, open to the gallery; or with FUNNEL_DEMO=0 the workspace `default`, empty. A demo whose making
 * was interrupted is completed. Returns what the owner should read: a new key is shown this once.
 */
export async function prepareFirstWorkspace(
  database: Database,
  { demo, adminKey, timeZone, currency }: Config,
  announce: Announce,
): Promise<string[]> {
  const now = new Date();
  const isEmpty = !(await hasWorkspace(database));
  if (demo && (isEmpty || (await findDemo(database)))) {
    const workspace = await makeDemo(database, {
      now,
      onProgress: ({ kind, done, total }) => announce(`Making the demo: ${kind}`, total === 0 ? 1 : done / total),
    });
    // Keys come last, so a demo that has them is complete.
    if (await hasKeys(database, workspace.id)) return [];
    await openGallery(database, workspace.id, now);
    return [await firstKey(database, workspace.id, adminKey, now)];
  }
  return isEmpty ? firstEmptyWorkspace(database, { name: 'default', timeZone, currency, now }, adminKey) : [];
}

/** Any number will do, as long as all nodes use the same. */
const LOCK = 7_306_215_020;

/** Several nodes may start at once on one empty database: one makes the workspace, the others wait and find it. */
function firstEmptyWorkspace(
  database: Database,
  workspace: NewWorkspace,
  adminKey: string | undefined,
): Promise<string[]> {
  return database.transaction(async (transaction) => {
    await transaction.query(sql`select pg_advisory_xact_lock(${LOCK}::bigint)`);
    if (await hasWorkspace(transaction)) return [];
    const { id } = await makeWorkspaceWithin(transaction, workspace);
    return [await firstKey(transaction, id, adminKey, workspace.now)];
  });
}

/** Characters; below this a key is worth a warning. */
const SHORT_KEY = 16;

async function firstKey(on: Queryable, workspaceId: string, given: string | undefined, now: Date): Promise<string> {
  const secret = given ?? newSecret();
  await makeApiKey(on, workspaceId, { name: 'First key', scopes: ['READ', 'INGEST', 'ADMIN'], secret, now });
  if (given && given.length < SHORT_KEY)
    return 'Key       the one in FUNNEL_ADMIN_KEY: it is short enough to be guessed, use a longer one';
  return given ? 'Key       the one in FUNNEL_ADMIN_KEY' : `Key       ${secret}   (all scopes; shown this once)`;
}

async function hasKeys(database: Database, workspaceId: string): Promise<boolean> {
  return (await database.query(sql`select 1 from api_keys where workspace_id = ${workspaceId} limit 1`)).length > 0;
}
