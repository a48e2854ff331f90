import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database, Queryable } from '../database/database.ts';
import { type WorkspaceWrite, wakeListeners, writeWorkspace } from '../database/workspace-write.ts';
import type { KindName } from './kind.ts';
import type { IngestReport } from './report.ts';

/** A request that is over by then and took one chunk leaves no record: nobody could watch it, and single facts must stay cheap. */
const WORTH_A_RECORD_MS = 1_000;
/** How often a record shows that its process is alive, whether facts come or not. */
const BEAT_MS = 2_000;

export type ImportStatus = 'RUNNING' | 'DONE' | 'FAILED' | 'ABORTED';

export type ImportCounts = Pick<IngestReport, 'accepted' | 'unchanged' | 'rejected' | 'deferred'>;

/** Does the work of a request that posts facts, and ends its record as the work ended. */
export async function recordImport(
  record: ImportRecord,
  onError: 'continue' | 'abort',
  work: () => Promise<IngestReport>,
): Promise<IngestReport> {
  try {
    const report = await work();
    await record.end(onError === 'abort' && report.rejected > 0 ? 'ABORTED' : 'DONE', report);
    return report;
  } catch (error) {
    // What went wrong with the work is what counts.
    await record.end('FAILED').catch(() => {});
    throw error;
  }
}

/** How far a request is that posts facts, in a row that other nodes can read, and that is there after a crash. */
export class ImportRecord {
  /** The last line that was read: up to a chunk ahead of what is counted. */
  linesRead = 0;
  private readonly id = uuid();
  private readonly startedAt = new Date();
  private readonly database: Database;
  private readonly workspaceId: string;
  private readonly kind: KindName;
  private isBegun = false;
  /** As last saved; whether that is committed, the end tells: only what went well is DONE. */
  private saved: ImportStatus | undefined;
  private isOver = false;
  private beat: NodeJS.Timeout;
  private beating: Promise<void> = Promise.resolve();

  constructor(database: Database, workspaceId: string, kind: KindName) {
    this.database = database;
    this.workspaceId = workspaceId;
    this.kind = kind;
    this.beat = this.beatAfter(WORTH_A_RECORD_MS);
  }

  /** In the transaction that makes the counts true. */
  async save(write: WorkspaceWrite, counts: ImportCounts, status: ImportStatus): Promise<void> {
    if (!this.isBegun && status === 'DONE') return;
    if (!this.isBegun || status !== 'RUNNING') write.wake();
    if (!this.isBegun) await removeOld(write, this.workspaceId);
    this.isBegun = true;
    this.saved = status;
    const { accepted, unchanged, rejected, deferred } = counts;
    await write.query(sql`
      insert into imports (workspace_id, id, kind, status, started_at, last_progress_at, alive_at, ended_at,
        accepted, unchanged, rejected, deferred, lines_read)
      select ${this.workspaceId}::uuid, ${this.id}::uuid, ${this.kind}, ${status}, ${this.startedAt}::timestamptz,
        ${status === 'ABORTED' ? sql`null::timestamptz` : sql`now()`}, now(), ${status !== 'RUNNING' ? sql`now()` : sql`null::timestamptz`}, ${accepted}::bigint, ${unchanged}::bigint, ${rejected}::bigint,
        ${deferred}::bigint, ${this.linesRead}::bigint
      on conflict (workspace_id, id) do update set
        status = excluded.status, last_progress_at = excluded.last_progress_at, alive_at = excluded.alive_at, ended_at = excluded.ended_at,
        accepted = excluded.accepted, unchanged = excluded.unchanged, rejected = excluded.rejected, deferred = excluded.deferred,
        lines_read = excluded.lines_read`);
  }

  /** Without counts those of the last commit stay. */
  async end(status: Exclude<ImportStatus, 'RUNNING'>, counts?: ImportCounts): Promise<void> {
    this.isOver = true;
    clearTimeout(this.beat);
    await this.beating;
    if (!this.isBegun || (this.saved === 'DONE' && status === 'DONE')) return;
    await writeWorkspace(this.database, this.workspaceId, async (write) => {
      if (counts) return this.save(write, counts, status);
      write.wake();
      await write.query(sql`
        update imports set status = ${status}, ended_at = now()
        where workspace_id = ${this.workspaceId} and id = ${this.id}`);
    });
  }

  private beatAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.beating = this.showLife()
        // The next one may get through; without any the record ends as one whose server went away.
        .catch(() => {})
        .then(() => {
          if (!this.isOver) this.beat = this.beatAfter(BEAT_MS);
        });
    }, ms).unref();
  }

  /** Outside transactions: it is seen even where all chunks share one. */
  private async showLife(): Promise<void> {
    const isFirst = !this.isBegun;
    this.isBegun = true;
    if (isFirst) await removeOld(this.database, this.workspaceId);
    await this.database.query(sql`
      insert into imports (workspace_id, id, kind, status, started_at, alive_at, accepted, unchanged, rejected, deferred, lines_read)
      select ${this.workspaceId}::uuid, ${this.id}::uuid, ${this.kind}, 'RUNNING', ${this.startedAt}::timestamptz, now(), 0, 0, 0, 0,
        ${this.linesRead}::bigint
      on conflict (workspace_id, id) do update set
        alive_at = excluded.alive_at, lines_read = greatest(imports.lines_read, excluded.lines_read)`);
    if (isFirst) await wakeListeners(this.database, this.workspaceId);
  }
}

async function removeOld(on: Queryable, workspaceId: string): Promise<void> {
  await on.query(sql`
    delete from imports where workspace_id = ${workspaceId} and id in (
      select id from imports where workspace_id = ${workspaceId} and alive_at < now() - interval '1 day' for update skip locked)`);
}
