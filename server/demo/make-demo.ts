import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import type { IngestReport } from '../facts/ingest.ts';
import { composedKey } from '../facts/keys.ts';
import { makeWorkspace } from '../workspace/make-workspace.ts';
import { makeDemoRules } from './alerts.ts';
import { companyFacts } from './company.ts';
import { type DemoProgress, postFacts } from './post-facts.ts';
import { spanBefore } from './span.ts';
import { spendFacts } from './spend.ts';

export const DEMO_NAME = 'demo';
const SEED = 'funnelgraph';

export interface DemoOptions {
  /** The demo shows the two years before this day; a demo that was begun keeps the day on which it was. */
  now: Date;
  seed?: string;
  /** 1 unless set: the whole company of `LEADS` leads; 0.02 is enough for a test. */
  scale?: number;
  onProgress?: (progress: DemoProgress) => void;
}

/**
 * Makes the demo workspace, or completes one whose making was interrupted: facts are posted through the ingest path, which changes nothing
 * where they are there already; then the demo gets its alert rules. Where it is complete it is only found.
 */
export async function makeDemo(
  database: Database,
  { now, seed = SEED, scale = 1, onProgress }: DemoOptions,
): Promise<WorkspaceInfo> {
  const found = await findDemo(database);
  const workspace =
    found ?? (await makeWorkspace(database, { name: DEMO_NAME, timeZone: 'Asia/Shanghai', currency: 'CNY', now }));
  const begun = found?.createdAt ?? now;
  if (!found || !(await isComplete(database, workspace, begun, seed))) {
    const reports = await postFacts(database, workspace, companyFacts({ now: begun, seed, scale }), onProgress);
    for (const [kind, report] of Object.entries(reports)) refuseFaults(kind, report);
  }
  await makeDemoRules(database, workspace.id, now);
  return workspace;
}

/** The demo workspace, complete or not; `createdAt` is the `now` with which it was begun. */
export async function findDemo(database: Database): Promise<(WorkspaceInfo & { createdAt: Date }) | undefined> {
  const [found] = await database.query<WorkspaceInfo & { createdAt: Date }>(sql`
    select workspace_id as id, time_zone as "timeZone", currency, created_at as "createdAt"
    from workspaces where name = ${DEMO_NAME} order by created_at, workspace_id limit 1`);
  return found;
}

/** Facts are posted in order, so the demo is complete when the last fact of the last kind is there. */
async function isComplete(database: Database, { id }: WorkspaceInfo, begun: Date, seed: string): Promise<boolean> {
  const { channel, date, campaign, funnel } = spendFacts(seed, spanBefore(begun), 1).at(-1)!;
  const rows = await database.query(sql`
    select 1 from spend where workspace_id = ${id} and external_id = ${composedKey([channel, date, campaign, funnel])}`);
  return rows.length > 0;
}

/** The demo's own facts are in order, or the generator is at fault. */
function refuseFaults(kind: string, { rejected, warningCount, errors, warnings }: IngestReport): void {
  if (rejected === 0 && warningCount === 0) return;
  const [first] = [...errors, ...warnings];
  throw new Error(
    `The demo's ${kind} should all go in without a word; ${rejected} were refused, ${warningCount} warned of. First: ${JSON.stringify(first)}`,
  );
}
