import type { Database } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { type IngestReport, ingest } from '../facts/ingest.ts';
import type { SourceLines } from '../facts/source-line.ts';
import type { DemoFacts } from './facts.ts';

export type DemoKind = keyof DemoFacts;

export interface DemoProgress {
  /** The kind that is being posted. */
  kind: DemoKind;
  /** Facts of all kinds handed over so far, of so many in all. */
  done: number;
  total: number;
}

/** Posts facts as `POST /ingest/{kind}` does, kind after kind; one report a kind. Posting them again changes nothing. */
export async function postFacts(
  database: Database,
  workspace: WorkspaceInfo,
  facts: DemoFacts,
  onProgress: (progress: DemoProgress) => void = () => {},
): Promise<Record<DemoKind, IngestReport>> {
  const total = Object.values(facts).reduce((sum, list: readonly object[]) => sum + list.length, 0);
  const reports: Partial<Record<DemoKind, IngestReport>> = {};
  let before = 0;
  for (const kind of Object.keys(facts) as DemoKind[]) {
    const list: readonly object[] = facts[kind];
    const start = before;
    const lines = linesOf(list, (done) => onProgress({ kind, done: start + done, total }));
    reports[kind] = await ingest(database, workspace, kind, lines, { onError: 'continue', references: 'reject' });
    before += list.length;
  }
  return reports as Record<DemoKind, IngestReport>;
}

/** As many as a person wants to see a bar move by. */
const BATCH = 500;

async function* linesOf(facts: readonly object[], onDone: (done: number) => void): SourceLines {
  for (let start = 0; start < facts.length; start += BATCH) {
    const batch = facts.slice(start, start + BATCH);
    yield batch.map((content, index) => ({ line: start + index + 1, size: SIZE, content }));
    onDone(start + batch.length);
  }
}

/** About what a demo fact takes in memory, in bytes. */
const SIZE = 300;
