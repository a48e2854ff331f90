import { z } from 'zod';
import { matches } from './matches.ts';
import type { Row } from './row.ts';
import { column, pattern, strictObject } from './schema-parts.ts';

const test = z.union([z.string(), z.array(z.string()).min(1), z.boolean(), strictObject({ matches: pattern })], {
  error:
    'is no test of a column; write a text that it equals, a list of such texts, { "matches": "^A_" }, true for any value or false for none',
});

/** Columns that have a value, or tests by column; all must be met. */
export const condition = z.union([z.array(column).min(1), z.record(column, test)], {
  error: 'is no condition; write ["Column"] for columns that have a value, or { "Column": "text" }',
});

export type Condition = z.infer<typeof condition>;

/** Whether a row meets a condition; none is always met. */
export function isMet(given: Condition | undefined, row: Row): boolean {
  if (!given) return true;
  if (Array.isArray(given)) return given.every((name) => row.cell(name) !== undefined);
  for (const name in given) if (!passes(given[name]!, row.cell(name))) return false;
  return true;
}

function passes(expected: z.infer<typeof test>, value: string | undefined): boolean {
  if (typeof expected === 'boolean') return (value !== undefined) === expected;
  if (value === undefined) return false;
  if (typeof expected === 'string') return value === expected;
  return Array.isArray(expected) ? expected.includes(value) : matches(expected.matches, value);
}
