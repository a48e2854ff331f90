import { sql } from 'kysely';
import { makeApiKey, newSecret } from '../access/api-key.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { findDemo, makeDemo } from '../demo/make-demo.ts';
import { openGallery } from './gallery.ts';
import { hasWorkspace, makeWorkspace } from './make-workspace.ts';

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
  if (!isEmpty) return [];
  const workspace = await makeWorkspace(database, { name: 'default', timeZone, currency, now });
  return [await firstKey(database, workspace.id, adminKey, now)];
}

async function firstKey(
  database: Database,
  workspaceId: string,
  given: string | undefined,
  now: Date,
): Promise<string> {
  const secret = given ?? newSecret();
  await makeApiKey(database, workspaceId, { name: 'First key', scopes: ['READ', 'INGEST', 'ADMIN'], secret, now });
  return given ? 'Key       the one in FUNNEL_ADMIN_KEY' : `Key       ${secret}   (all scopes; shown this once)`;
}

async function hasKeys(database: Database, workspaceId: string): Promise<boolean> {
  return (await database.query(sql`select 1 from api_keys where workspace_id = ${workspaceId} limit 1`)).length > 0;
}
