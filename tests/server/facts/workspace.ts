import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { type IngestOptions, type IngestReport, ingest } from '../../../server/facts/ingest.ts';
import type { KindName } from '../../../server/facts/kind.ts';
import { readNdjson } from '../../../server/facts/read-ndjson.ts';

const stages = [
  ['lead', 'ACQUISITION'],
  ['nurturing', 'NURTURING'],
  ['opportunity', 'OPPORTUNITY'],
  ['won', 'RETENTION'],
];

/** A workspace with the funnel `sales` (default) of four stages and the funnel `partners` of two. */
export async function makeWorkspace(
  database: Database,
  settings: { timeZone?: string; currency?: string } = {},
): Promise<WorkspaceInfo> {
  const workspace = { id: uuid(), timeZone: 'Asia/Shanghai', currency: 'CNY', ...settings };
  await database.query(sql`
    insert into workspaces (workspace_id, name, time_zone, currency, created_at)
    values (${workspace.id}, 'w', ${workspace.timeZone}, ${workspace.currency}, '2026-01-01')`);
  await makeFunnel(database, workspace.id, 'sales', true, stages);
  await makeFunnel(database, workspace.id, 'partners', false, [stages[0]!, stages[3]!]);
  return workspace;
}

async function makeFunnel(
  database: Database,
  workspaceId: string,
  key: string,
  isDefault: boolean,
  stages: readonly string[][],
): Promise<void> {
  const funnelId = uuid();
  await database.query(
    sql`insert into funnels (workspace_id, id, key, is_default) values (${workspaceId}, ${funnelId}, ${key}, ${isDefault})`,
  );
  for (const [index, [stage, category]] of stages.entries())
    await database.query(sql`
      insert into stages (workspace_id, id, funnel_id, key, position, category)
      values (${workspaceId}, ${uuid()}, ${funnelId}, ${stage}, ${index + 1}, ${category})`);
}

/** Posts facts as NDJSON through `ingest`. */
export function post(
  database: Database,
  workspace: WorkspaceInfo,
  kind: KindName,
  facts: readonly (object | string)[],
  options: Partial<IngestOptions> = {},
): Promise<IngestReport> {
  const body = facts.map((fact) => (typeof fact === 'string' ? fact : JSON.stringify(fact))).join('\n');
  return ingest(database, workspace, kind, readNdjson(inPieces(Buffer.from(body))), {
    onError: 'continue',
    references: 'reject',
    ...options,
  });
}

/** The bytes in pieces of so many, as a network hands them over. */
export async function* inPieces(bytes: Uint8Array, pieceSize = 65_536): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceSize) yield bytes.subarray(start, start + pieceSize);
}

export async function dataVersion(database: Database, workspace: WorkspaceInfo): Promise<number> {
  const [row] = await database.query<{ version: number }>(
    sql`select data_version as version from workspaces where workspace_id = ${workspace.id}`,
  );
  return row!.version;
}

/** All rows of a table of this workspace, without ids of its own making, in order of arrival. */
export async function rows(
  database: Database,
  workspace: WorkspaceInfo,
  table: string,
): Promise<Record<string, unknown>[]> {
  return database.query(sql`select * from ${sql.table(table)} where workspace_id = ${workspace.id} order by arrival`);
}
