import type { Incoming } from './write-chunk.ts';

export interface NumberedFact extends Incoming {
  line: number;
  size: number;
}

/** A chunk is written when it has so many facts, or so many bytes: few enough to hold, enough to share the cost of a transaction. */
const FACTS = 1_000;
const SIZE = 4 * 1_048_576;

/** Gathers facts into chunks and writes them one after the other. While one is being written the next is gathered, and no more. */
export class Chunks {
  private facts: NumberedFact[] = [];
  private size = 0;
  private writing: Promise<void> = Promise.resolve();
  private readonly write: (facts: NumberedFact[]) => Promise<void>;

  constructor(write: (facts: NumberedFact[]) => Promise<void>) {
    this.write = write;
  }

  async add(fact: NumberedFact): Promise<void> {
    this.facts.push(fact);
    this.size += fact.size;
    if (this.facts.length >= FACTS || this.size >= SIZE) await this.flush();
  }

  /** Writes what is left, and waits for all of it. */
  async end(): Promise<void> {
    if (this.facts.length > 0) await this.flush();
    await this.writing;
  }

  /** Waits for the chunk that is being written, whatever becomes of it; its failure is met by the next call. */
  async settled(): Promise<void> {
    await this.writing.catch(() => {});
  }

  private async flush(): Promise<void> {
    await this.writing;
    const facts = this.facts;
    this.facts = [];
    this.size = 0;
    this.writing = this.write(facts);
    // A failure is thrown by the next await of it; until then it is no unhandled rejection.
    this.writing.catch(() => {});
  }
}
