import { FactChange } from '../cells/fact-change.ts';
import { giveWay } from '../database/give-way.ts';
import { ahead, GivenStatements } from '../database/given-statements.ts';
import type { WorkspaceInfo, WorkspaceWrite } from '../database/workspace-write.ts';
import type { ChunkWrite } from './chunk-write.ts';
import type { NumberedFact, Series } from './chunks.ts';
import type { FactKind } from './kind.ts';
import { type FunnelDirectory, readFunnels } from './lookups.ts';
import { type ReadChunk, readChunk } from './read-chunk.ts';
import { type ChunkOptions, type ChunkOutcome, type StoredChunk, storeChunk } from './write-chunk.ts';

export interface SeriesWrite {
  write: WorkspaceWrite;
  workspace: WorkspaceInfo;
  kind: FactKind;
  options: ChunkOptions;
  /** So many chunks share the transaction, fewer where another write waits for it, or where they are long. */
  most: number;
  /** What a chunk is written with, beside the series' own. */
  chunkOf(facts: readonly NumberedFact[]): Pick<ChunkWrite, 'time' | 'onDeferredRejected'>;
  /** Hears what became of a chunk before the next one is folded. It is true when the transaction has committed. */
  onStored(facts: readonly NumberedFact[], outcomes: ChunkOutcome[]): void;
}

/** In bytes as they were sent: what a transaction holds until its end is a few times as much. */
const LONG = 16 * 1_048_576;

/** A chunk of which all is asked for that it takes to store it. */
interface Coming {
  facts: NumberedFact[];
  reading: Promise<ReadChunk>;
}

/**
 * Writes chunks in one transaction: their facts, chunk after chunk, then once the journeys and cells of all that they touch. So this process
 * and the database work at the same time: what the next chunk takes is asked for before this one is given, and while the one is folded here
 * the database writes the other; and what many chunks touch is computed once.
 */
export async function writeSeries(series: Series, of: SeriesWrite): Promise<void> {
  const statements = new GivenStatements();
  await statements.within(() => new RunningSeries(series, of, statements).run());
}

class RunningSeries {
  private readonly series: Series;
  private readonly of: SeriesWrite;
  private readonly statements: GivenStatements;
  private readonly funnels: Promise<FunnelDirectory>;
  private change: FactChange;
  private count = 0;
  private size = 0;

  constructor(series: Series, of: SeriesWrite, statements: GivenStatements) {
    this.series = series;
    this.of = of;
    this.statements = statements;
    this.funnels = readFunnels(of.write, of.workspace.id);
    this.change = this.newChange();
  }

  async run(): Promise<void> {
    const { kind, options, onStored } = this.of;
    let before: StoredChunk | undefined;
    for (let coming: Coming | undefined = this.ask(this.series.first); coming; ) {
      const { facts, reading } = coming;
      const following: Coming | undefined = await this.next(reading);
      let read = await reading;
      // What was given for the chunk before goes out before this one is folded.
      if (before) await giveWay();
      if (before?.outdates(read)) read = await this.read(facts);
      // Capacities of owners are told from journeys: those of the chunk before come first.
      if (read.assigns && before) await this.finishJourneys();
      const stored: StoredChunk = await storeChunk(this.chunkOf(facts), kind, read, options);
      this.statements.add(stored.written);
      onStored(facts, stored.outcomes);
      coming = following ?? (await this.next(stored.written));
      before = stored;
    }
    await this.change.finish(() => this.series.rest());
    await this.statements.done();
  }

  /** The next chunk, if it is gathered by then and may be part of the series. */
  private async next(until: Promise<unknown>): Promise<Coming | undefined> {
    if (this.count >= this.of.most || this.size >= LONG || this.of.write.isAwaited()) return undefined;
    const facts = await this.series.next(until);
    return facts && this.ask(facts);
  }

  private ask(facts: NumberedFact[]): Coming {
    this.count++;
    for (const { size } of facts) this.size += size;
    if (this.count > 1) this.statements.add(this.of.write.lookWhoWaits());
    return { facts, reading: this.read(facts) };
  }

  private read(facts: NumberedFact[]): Promise<ReadChunk> {
    return ahead(this.funnels.then((funnels) => readChunk(this.chunkOf(facts), this.of.kind, facts, funnels)));
  }

  private chunkOf(facts: readonly NumberedFact[]): ChunkWrite {
    const { write, workspace } = this.of;
    return { ...this.of.chunkOf(facts), write, workspace, change: this.change };
  }

  private async finishJourneys(): Promise<void> {
    await this.change.finish();
    this.change = this.newChange();
  }

  private newChange(): FactChange {
    return new FactChange(this.of.write, this.of.workspace);
  }
}
