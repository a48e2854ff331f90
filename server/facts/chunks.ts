import type { Incoming } from './read-chunk.ts';

export interface NumberedFact extends Incoming {
  line: number;
  size: number;
}

/**
 * A chunk is written as soon as it has so many facts and none is being written; while one is, the next grows: to the most, or to so many
 * bytes. So a slow source is written as it comes, and a fast one in chunks that share the cost of their statements, and of the cells that
 * many of their facts touch. Few enough to hold.
 */
const FEWEST = 1_000;
const MOST = 2_000;
const SIZE = 4 * 1_048_576;

/** Chunks that are written together: the first one, and what is gathered while it is written. */
export interface Series {
  first: NumberedFact[];
  /** The next chunk: when it is full, or as much as it is when `until` has come; undefined where that is too little. */
  next(until: Promise<unknown>): Promise<NumberedFact[] | undefined>;
  /** Whether nothing is left, and nothing will come any more. */
  isOver(): boolean;
}

/** Gathers facts into chunks and has them written, a series after the other. Beside what is being written no more is held than one chunk. */
export class Chunks {
  private facts: NumberedFact[] = [];
  private size = 0;
  private writing: Promise<void> = Promise.resolve();
  /** Stays true when a series failed: no other is written after it. */
  private isWriting = false;
  private isEnded = false;
  /** Somebody waits for the chunk to be full, or to be taken. */
  private change = signal();
  private readonly write: (series: Series) => Promise<void>;

  constructor(write: (series: Series) => Promise<void>) {
    this.write = write;
  }

  /** Gives something to await when no more can be held: nothing, for nearly every fact. */
  add(fact: NumberedFact): Promise<void> | undefined {
    this.facts.push(fact);
    this.size += fact.size;
    if (!this.isWriting) this.startIfWorthIt();
    if (!this.isFull()) return undefined;
    this.tell();
    return this.room();
  }

  /** Writes what is left, and waits for all of it. */
  async end(): Promise<void> {
    this.isEnded = true;
    this.tell();
    if (!this.isWriting) this.startIfWorthIt();
    await this.written();
  }

  /** Waits for what is being written, whatever becomes of it; a failure is met by the next call. */
  async settled(): Promise<void> {
    await this.written().catch(() => {});
  }

  private async written(): Promise<void> {
    while (this.isWriting) await this.writing;
  }

  private async room(): Promise<void> {
    while (this.isFull()) await Promise.race([this.writing, this.change.told]);
  }

  private isFull(): boolean {
    return this.facts.length >= MOST || this.size >= SIZE;
  }

  private isWorthIt(): boolean {
    return this.facts.length >= (this.isEnded ? 1 : FEWEST) || this.isFull();
  }

  private startIfWorthIt(): void {
    if (!this.isWorthIt()) return;
    this.isWriting = true;
    const series: Series = {
      first: this.take(),
      next: (until) => this.next(until),
      isOver: () => this.isEnded && this.facts.length === 0,
    };
    this.writing = this.write(series).then(() => {
      this.isWriting = false;
      this.startIfWorthIt();
    });
    // A failure is thrown by the next await of it; until then it is no unhandled rejection.
    this.writing.catch(() => {});
  }

  private async next(until: Promise<unknown>): Promise<NumberedFact[] | undefined> {
    let isTime = false;
    const time = until.then(
      () => {
        isTime = true;
      },
      () => {
        isTime = true;
      },
    );
    while (!isTime && !this.isFull() && !this.isEnded) await Promise.race([time, this.change.told]);
    return this.isWorthIt() ? this.take() : undefined;
  }

  private take(): NumberedFact[] {
    const { facts } = this;
    this.facts = [];
    this.size = 0;
    this.tell();
    return facts;
  }

  private tell(): void {
    const { tell } = this.change;
    this.change = signal();
    tell();
  }
}

function signal(): { told: Promise<void>; tell(): void } {
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return { told, tell };
}
