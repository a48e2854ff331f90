import { CellChanges } from '../cells/cell-changes.ts';
import { giveWay } from '../database/give-way.ts';
import type { WorkspaceInfo, WorkspaceWrite } from '../database/workspace-write.ts';
import type { ChunkWrite } from './chunk-write.ts';
import type { NumberedFact, Series } from './chunks.ts';
import type { FactKind } from './kind.ts';
import { readChunk } from './read-chunk.ts';
import { type ChunkOptions, type ChunkOutcome, storeChunk } from './write-chunk.ts';

export interface SeriesWrite {
  write: WorkspaceWrite;
  workspace: WorkspaceInfo;
  kind: FactKind;
  options: ChunkOptions;
  /** So many chunks share the transaction, fewer where another write waits for it. */
  most: number;
  /** A change of facts for each chunk; all of them add to `cells`. */
  begin(facts: readonly NumberedFact[], cells: CellChanges): ChunkWrite;
  /** Hears what became of a chunk before the next one is folded. It is true when the transaction has committed. */
  onStored(facts: readonly NumberedFact[], outcomes: ChunkOutcome[]): void;
}

/**
 * Cells are written when so many are touched, and at the end: chunks that follow one another touch many cells in common. Few enough that the
 * database has something to do before the end.
 */
const CELLS_AT_ONCE = 8_000;

/**
 * Writes chunks one after the other in one transaction, so that this process and the database work at the same time: while one's journeys
 * are written, the next is folded. What that takes is asked for before the former's journeys are given, and is of facts only.
 * All else is given in the order in which it would be, were each chunk finished before the next, and the database works in that order.
 */
export async function writeSeries(
  series: Series,
  { write, workspace, kind, options, most, begin, onStored }: SeriesWrite,
): Promise<void> {
  const writes = new Writes();
  const cells = new CellChanges();
  try {
    let facts: NumberedFact[] | undefined = series.first;
    let chunk = begin(facts, cells);
    let reading = readChunk(chunk, kind, facts);
    for (let count = 1; facts; count++) {
      const ready = await reading;
      if (count > 1) await giveWay();
      const { outcomes, written } = await storeChunk(chunk, kind, ready, options);
      writes.add(written);
      onStored(facts, outcomes);
      const giving = chunk.change.give();
      facts = count < most && !write.isAwaited() ? await series.next(giving) : undefined;
      if (facts) {
        chunk = begin(facts, cells);
        reading = readChunk(chunk, kind, facts);
        // Its failure is met where it is awaited, unless the former chunk's comes first.
        reading.catch(() => {});
      }
      writes.add((await giving).written);
      if (!facts || cells.size >= CELLS_AT_ONCE) writes.add(cells.write(write, workspace.id));
    }
    await writes.done();
  } catch (error) {
    // One failure makes all after it fail: what counts is the first.
    throw writes.failure ?? error;
  }
}

/** Statements that have been given and are under way. */
class Writes {
  failure: unknown;
  private readonly all: Promise<void>[] = [];

  add(written: Promise<void>): void {
    written.catch((error: unknown) => {
      this.failure ??= error;
    });
    this.all.push(written);
  }

  async done(): Promise<void> {
    await Promise.all(this.all);
  }
}
