import type { Incoming } from './write-chunk.ts';

export interface NumberedFact extends Incoming {
  line: number;
  size: number;
}

/**
 * A chunk is written as soon as it has so many facts and none is being written; while one is, the next grows: to the most, or to so many
 * bytes. So a slow source is written as it comes, and a fast one in chunks that share the cost of a transaction, and of the cells that
 * many of their facts touch. Few enough to hold.
 */
const FEWEST = 1_000;
const MOST = 2_000;
const SIZE = 4 * 1_048_576;

/** Gathers facts into chunks and writes them one after the other. While one is being written the next is gathered, and no more. */
export class Chunks {
  private facts: NumberedFact[] = [];
  private size = 0;
  private writing: Promise<void> = Promise.resolve();
  /** Stays true when a chunk failed: no other is written after it. */
  private isWriting = false;
  private readonly write: (facts: NumberedFact[]) => Promise<void>;

  constructor(write: (facts: NumberedFact[]) => Promise<void>) {
    this.write = write;
  }

  /** Gives something to await when no more can be held: nothing, for nearly every fact. */
  add(fact: NumberedFact): Promise<void> | undefined {
    this.facts.push(fact);
    this.size += fact.size;
    if (!this.isWriting) this.startIfWorthIt();
    return this.isFull() ? this.room() : undefined;
  }

  /** Writes what is left, and waits for all of it. */
  async end(): Promise<void> {
    await this.written();
    if (this.facts.length > 0) this.start();
    await this.written();
  }

  /** Waits for what is being written, whatever becomes of it; a failure is met by the next call. */
  async settled(): Promise<void> {
    await this.written().catch(() => {});
  }

  private async room(): Promise<void> {
    while (this.isFull()) await this.writing;
  }

  private async written(): Promise<void> {
    while (this.isWriting) await this.writing;
  }

  private isFull(): boolean {
    return this.facts.length >= MOST || this.size >= SIZE;
  }

  private startIfWorthIt(): void {
    if (this.facts.length >= FEWEST || this.isFull()) this.start();
  }

  private start(): void {
    const facts = this.facts;
    this.facts = [];
    this.size = 0;
    this.isWriting = true;
    this.writing = this.write(facts).then(() => {
      this.isWriting = false;
      this.startIfWorthIt();
    });
    // A failure is thrown by the next await of it; until then it is no unhandled rejection.
    this.writing.catch(() => {});
  }
}
