import type { Incoming } from './read-chunk.ts';

export interface NumberedFact extends Incoming {
  line: number;
  size: number;
}

/**
 * A chunk is written as soon as it has so many facts and none is being written; while one is, the next grows: to the most, or to so many
 * bytes. So a slow source is written as it comes, and a fast one in chunks that share the cost of their statements, and of the cells that
 * many of their facts touch.
 */
const FEWEST = 1_000;
const MOST = 2_000;
const SIZE = 4 * 1_048_576;
/** So many full chunks are gathered ahead while a series is written. */
const AHEAD = 2;
/**
 * And so many, or so many bytes, while a series only waits for the database to do the last of it: about as much as the next one takes, which
 * then has the process to itself. Few enough to hold.
 */
const MOST_AHEAD = 10;
const MOST_SIZE_AHEAD = 2 * SIZE;

/** Chunks that are written together: the first one, and what is gathered while it is written. */
export interface Series {
  first: NumberedFact[];
  /** The next chunk: when it is full, or as much of it as there is when `until` has come; undefined where that is too little. */
  next(until: Promise<unknown>): Promise<NumberedFact[] | undefined>;
  /** Says that it only waits for the database now, so that more may be gathered meanwhile. */
  rest(): void;
  /** Whether nothing is left, and nothing will come any more. */
  isOver(): boolean;
}

/** Gathers facts into chunks and has them written, a series after the other. Beside what is being written no more is held than a few chunks. */
export class Chunks {
  private readonly full: { facts: NumberedFact[]; size: number }[] = [];
  /** Of the chunk that is growing. */
  private facts: NumberedFact[] = [];
  private size = 0;
  private writing: Promise<void> = Promise.resolve();
  /** Stays true when a series failed: no other is written after it. */
  private isWriting = false;
  private isResting = false;
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
    if (this.facts.length >= MOST || this.size >= SIZE) this.close();
    if (!this.isWriting) this.startIfWorthIt();
    return this.hasRoom() ? undefined : this.room();
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
    while (!this.hasRoom()) await Promise.race([this.writing, this.change.told]);
  }

  private hasRoom(): boolean {
    if (this.full.length < AHEAD) return true;
    if (!this.isResting || this.full.length >= MOST_AHEAD) return false;
    return this.full.reduce((sum, { size }) => sum + size, 0) < MOST_SIZE_AHEAD;
  }

  private isWorthIt(): boolean {
    return this.full.length > 0 || this.facts.length >= (this.isEnded ? 1 : FEWEST);
  }

  private startIfWorthIt(): void {
    if (!this.isWorthIt()) return;
    this.isWriting = true;
    this.isResting = false;
    const series: Series = {
      first: this.take(),
      next: (until) => this.next(until),
      rest: () => {
        this.isResting = true;
        this.tell();
      },
      isOver: () => this.isEnded && this.full.length === 0 && this.facts.length === 0,
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
    while (!isTime && this.full.length === 0 && !this.isEnded) await Promise.race([time, this.change.told]);
    return this.isWorthIt() ? this.take() : undefined;
  }

  private take(): NumberedFact[] {
    if (this.full.length === 0) this.close();
    const { facts } = this.full.shift()!;
    this.tell();
    return facts;
  }

  /** The growing chunk grows no more. */
  private close(): void {
    this.full.push({ facts: this.facts, size: this.size });
    this.facts = [];
    this.size = 0;
    this.tell();
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
