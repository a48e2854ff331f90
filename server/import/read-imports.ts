import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { ImportStatus } from '../facts/import-record.ts';
import type { KindName } from '../facts/kind.ts';

export interface ImportRow {
  id: string;
  kind: KindName;
  status: ImportStatus;
  startedAt: Date;
  lastProgressAt: Date | null;
  endedAt: Date | null;
  accepted: number;
  unchanged: number;
  rejected: number;
  deferred: number;
  linesRead: number;
}

/** Of the last day, newest first. */
export function newestImports(on: Queryable, workspaceId: string, count: number): Promise<ImportRow[]> {
  return readImports(on, workspaceId, sql`alive_at > now() - interval '1 day'`, count);
}

/** Those that run, those named, and those that began after `after`; newest first, at most 100. */
export function importsToWatch(
  on: Queryable,
  workspaceId: string,
  named: readonly string[],
  after: string,
): Promise<ImportRow[]> {
  const toWatch = sql`((status = 'RUNNING' and not ${isLost}) or id = any(${[...named]}::uuid[]) or id > ${after}::uuid)`;
  return readImports(on, workspaceId, toWatch, 100);
}

/** A process that is alive shows it every two seconds. Both sides are the database's clock. */
const isLost = sql`(status = 'RUNNING' and alive_at < now() - interval '1 minute')`;

function readImports(
  on: Queryable,
  workspaceId: string,
  which: RawBuilder<unknown>,
  atMost: number,
): Promise<ImportRow[]> {
  return on.query(sql`
    select id, kind, case when ${isLost} then 'FAILED' else status end as status,
      started_at as "startedAt", last_progress_at as "lastProgressAt", ended_at as "endedAt",
      accepted, unchanged, rejected, deferred, lines_read as "linesRead"
    from imports where workspace_id = ${workspaceId} and ${which} order by id desc limit ${atMost}`);
}
