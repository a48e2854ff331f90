import { makeApiKey, newSecret } from '../access/api-key.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { hasWorkspace, makeWorkspace } from './make-workspace.ts';

/**
 * On an empty database: the workspace `default`, with demo data where the configuration wants them. Returns what its owner should read;
 * a new key is shown this once.
 */
export async function prepareFirstWorkspace(
  database: Database,
  { demo, adminKey, timeZone, currency }: Config,
  _announce: (progress: string) => void,
): Promise<string[]> {
  if (await hasWorkspace(database)) return [];
  const now = new Date();
  const secret = adminKey ?? newSecret();
  const workspace = await makeWorkspace(database, { name: 'default', timeZone, currency, now });
  await makeApiKey(database, workspace.id, { name: 'first', scopes: ['READ', 'INGEST', 'ADMIN'], secret, now });
  if (demo) {
    // The demo's data come here.
  }
  return adminKey ? ['Key       as FUNNEL_ADMIN_KEY says'] : [`Key       ${secret}   (all scopes; shown this once)`];
}
