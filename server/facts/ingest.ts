import type { Database } from '../database/database.ts';
import { refreshStatistics } from '../database/statistics.ts';
import { type WorkspaceInfo, type WorkspaceWrite, writeWorkspace } from '../database/workspace-write.ts';
import { type CheckedFact, checkFact } from './check-fact.ts';
import { Chunks, type NumberedFact, type Series } from './chunks.ts';
import { leadLeftOut } from './erasures.ts';
import type { UnknownParents } from './fold.ts';
import type { ImportCounts, ImportRecord } from './import-record.ts';
import type { FactKind, KindName } from './kind.ts';
import { kinds } from './kinds.ts';
import { LocalTime } from './local-time.ts';
import { Problem } from './problem.ts';
import { emptyReport, type IngestReport, inOrder, reject, warn } from './report.ts';
import type { SourceLines } from './source-line.ts';
import type { ChunkOutcome } from './write-chunk.ts';
import { writeSeries } from './write-series.ts';

export type { IngestReport } from './report.ts';

export interface IngestOptions {
  /** 'abort': all or nothing; the first bad line ends it. */
  onError: 'continue' | 'abort';
  /** 'defer': a fact whose parent is unknown is kept until it comes. */
  references: 'reject' | 'defer';
}

/** How many lines may wait, in one request, for a parent that comes while the request runs; and how much memory they may take. */
const HELD_LINES = 10_000;
const HELD_SIZE = 16 * 1_048_576;
/**
 * How many chunks share a commit in the end, where nobody waits: the first stands alone, so that filled tables are soon counted, and each
 * series may be twice as long as the one before. Who begins to wait in the middle still waits for the journeys of what is stored: on a
 * server other writers of the workspace, on the embedded engine everybody. After that it begins anew.
 */
const MOST_CHUNKS: Record<Database['engine'], number> = { postgres: 10, pglite: 6 };
/** Names of unknown fields that are remembered, to warn of each once. */
const NAMES_REMEMBERED = 1_000;

/**
 * Writes a stream of facts of one kind, a chunk a transaction, so that memory does not grow with its length and what was accepted stays,
 * whatever happens later. With onError 'abort' all chunks share one transaction. `record` is told how far it is.
 */
export async function ingest(
  database: Database,
  workspace: WorkspaceInfo,
  kindName: KindName,
  lines: SourceLines,
  options: IngestOptions,
  record?: ImportRecord,
): Promise<IngestReport> {
  const run = new IngestRun(workspace, kinds[kindName], options, MOST_CHUNKS[database.engine], record);
  if (options.onError === 'continue') {
    await run.through(lines, async (work) => {
      const result = await writeWorkspace(database, workspace.id, work);
      await refreshStatistics(database);
      return result;
    });
    return run.report;
  }
  try {
    await writeWorkspace(database, workspace.id, (write) =>
      run.through(lines, async (work) => {
        const result = await work(write);
        await refreshStatistics(write);
        return result;
      }),
    );
    return run.report;
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    return { ...run.report, accepted: 0, unchanged: 0, deferred: 0 };
  }
}

class Aborted extends Error {}

type InTransaction = <Result>(work: (write: WorkspaceWrite) => Promise<Result>) => Promise<Result>;

class IngestRun {
  readonly report = emptyReport();
  private readonly workspace: WorkspaceInfo;
  private readonly kind: FactKind;
  private readonly options: IngestOptions;
  private readonly time: LocalTime;
  private readonly unknownNames = new Set<string>();
  /** Lines whose parent is not there yet: it may come, by another request, before this one ends. */
  private readonly held: NumberedFact[] = [];
  private readonly heldKeys = new Set<string>();
  private heldSize = 0;
  private readonly record: ImportRecord | undefined;
  private readonly mostChunks: number;
  /** Of the next series. */
  private chunks = 1;

  constructor(
    workspace: WorkspaceInfo,
    kind: FactKind,
    options: IngestOptions,
    mostChunks: number,
    record: ImportRecord | undefined,
  ) {
    this.mostChunks = mostChunks;
    this.record = record;
    this.workspace = workspace;
    this.kind = kind;
    this.options = options;
    this.time = new LocalTime(workspace.timeZone);
  }

  async through(lines: SourceLines, inTransaction: InTransaction): Promise<void> {
    const first: UnknownParents = this.options.references === 'defer' ? 'defer' : 'wait';
    const chunks = new Chunks((series) => this.write(series, first, inTransaction));
    try {
      for await (const batch of lines)
        for (const { line, size, content } of batch) {
          if (this.record) this.record.linesRead = line;
          const fact = content instanceof Problem ? content : this.check(content, line);
          if (fact instanceof Problem) {
            this.reject(line, fact);
            continue;
          }
          const full = chunks.add({ line, size, fact });
          if (full) await full;
        }
    } finally {
      await chunks.settled();
    }
    await chunks.end();
    const lastTry = new Chunks((series) => this.write(series, 'reject', inTransaction));
    this.heldKeys.clear();
    for (const fact of this.held) await lastTry.add(fact);
    await lastTry.end();
    inOrder(this.report);
  }

  private check(content: object, line: number): CheckedFact | Problem {
    return checkFact(this.kind, content, this.time, (name) => {
      if (this.unknownNames.has(name) || this.unknownNames.size === NAMES_REMEMBERED) return;
      this.unknownNames.add(name);
      warn(this.report, {
        line,
        field: name.slice(0, 200),
        code: 'UNKNOWN_FIELD',
        message: `${this.kind.name} have no such field; it is left out. They have ${Object.keys(this.kind.fields).join(', ')}.`,
      });
    });
  }

  private async write(series: Series, unknownParents: UnknownParents, inTransaction: InTransaction): Promise<void> {
    const { workspace, time, kind, heldKeys, chunks: most } = this;
    const options = { unknownParents, heldKeys };
    const counts = { accepted: 0, unchanged: 0, rejected: 0, deferred: 0 };
    const notable: { line: number; outcome: ChunkOutcome }[] = [];
    await inTransaction(async (write) => {
      await writeSeries(series, {
        write,
        workspace,
        kind,
        options,
        most,
        chunkOf: (facts) => ({
          time,
          onDeferredRejected: (message) =>
            warn(this.report, { line: facts[0]!.line, code: 'DEFERRED_REJECTED', message }),
        }),
        onStored: (facts, outcomes) => {
          for (const [index, outcome] of outcomes.entries()) {
            const fact = facts[index]!;
            const final = outcome.status === 'waiting' ? this.hold(fact, outcome) : outcome;
            if (final.status === 'waiting') continue;
            counts[final.status]++;
            if (final.status === 'rejected' || final.leadErased) notable.push({ line: fact.line, outcome: final });
          }
        },
      });
      this.chunks = write.isAwaited() ? 1 : Math.min(2 * this.chunks, this.mostChunks);
      await this.tellRecord(write, series, counts);
    });
    // Counted only now: what a transaction did is true when it has committed.
    for (const status of ['accepted', 'unchanged', 'deferred'] as const) this.report[status] += counts[status];
    for (const { line, outcome } of notable)
      if (outcome.status === 'rejected') this.reject(line, outcome.problem);
      else warn(this.report, { line, ...leadLeftOut });
  }

  /** What is true when this transaction commits. With onError 'abort' nothing is, before the last chunk. */
  private async tellRecord(write: WorkspaceWrite, series: Series, done: ImportCounts): Promise<void> {
    const isLast = series.isOver() && this.held.length === 0;
    if (!this.record || (this.options.onError === 'abort' && !isLast)) return;
    const { accepted, unchanged, rejected, deferred } = this.report;
    const counts = {
      accepted: accepted + done.accepted,
      unchanged: unchanged + done.unchanged,
      rejected: rejected + done.rejected,
      deferred: deferred + done.deferred,
    };
    await this.record.save(write, counts, isLast ? 'DONE' : 'RUNNING');
  }

  /** For a later try, where there is room; later versions of the fact wait behind it. */
  private hold(fact: NumberedFact, outcome: ChunkOutcome & { status: 'waiting' | 'rejected' }): ChunkOutcome {
    if (this.held.length >= HELD_LINES || this.heldSize >= HELD_SIZE) return { ...outcome, status: 'rejected' };
    this.held.push(fact);
    this.heldKeys.add(outcome.key!);
    this.heldSize += fact.size;
    return outcome;
  }

  private reject(line: number, problem: Problem): void {
    reject(this.report, line, problem);
    if (this.options.onError === 'abort') throw new Aborted();
  }
}
