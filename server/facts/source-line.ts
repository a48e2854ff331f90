import type { Problem } from './problem.ts';

/** One line (in CSV: record) as a reader found it. */
export interface SourceLine {
  /** Physical line of the source where it begins, from 1. */
  line: number;
  /** About how much memory it takes: chunks are bounded by it. */
  size: number;
  /** What it says, or why it cannot be read. */
  content: object | Problem;
}

/** Readers hand lines over in batches, as they come out of one piece of the source: one await a batch, not a line. */
export type SourceLines = AsyncIterable<readonly SourceLine[]>;

/** How long a line may be, in bytes (CSV: characters). A longer one is refused without being held in memory. */
export const LONGEST_LINE = 1_048_576;

/** A request that cannot be read at all, such as a CSV header that names a column twice. */
export class UnreadableSource extends Error {
  readonly code: 'INVALID_HEADER' | 'INVALID_BODY';

  constructor(code: UnreadableSource['code'], message: string) {
    super(message);
    this.code = code;
  }
}
