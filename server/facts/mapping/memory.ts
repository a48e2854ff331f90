import { z } from 'zod';
import { condition, isMet } from './condition.ts';
import { columnName, type Row } from './row.ts';
import { column, strictObject } from './schema-parts.ts';

/** Values of earlier rows of one case, kept as further columns for its later rows. */
export const remember = strictObject({
  /** The column that tells the case. */
  per: column,
  values: z.record(column, strictObject({ column, when: condition.optional() })),
});

export type Remember = z.infer<typeof remember>;

/**
 * Goes along the rows of one file. Only the case at hand is kept, so that memory does not grow with the file: rows of a case stand
 * together, and what was remembered ends with it.
 */
export class Memory {
  private readonly spec: Remember;
  private current: string | undefined;
  private values = new Map<string, string>();

  constructor(spec: Remember) {
    this.spec = spec;
  }

  /** The row with what is remembered by now: its own values are taken first. */
  take(row: Row): Row {
    const { per, values } = this.spec;
    const now = row.cell(per);
    if (now !== this.current) this.values = new Map();
    this.current = now;
    if (now === undefined) return row;
    for (const name in values) {
      const { column: from, when } = values[name]!;
      const value = isMet(when, row) ? row.cell(from) : undefined;
      // A new map for each change: rows given out before keep theirs.
      if (value !== undefined) this.values = new Map(this.values).set(columnName(name), value);
    }
    return this.values.size === 0 ? row : row.with(this.values);
  }
}
