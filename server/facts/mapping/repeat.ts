import { z } from 'zod';
import { Problem, quote } from '../problem.ts';
import { columnName, type Row } from './row.ts';
import { column, strictObject } from './schema-parts.ts';

/** One fact for each that a column counts, numbered by a further column. */
export const repeat = strictObject({
  times: column,
  as: column,
  /** A row that asks for more is refused: a slip in one cell must not become a million facts. */
  atMost: z.int().positive().default(10_000),
});

export type Repeat = z.infer<typeof repeat>;

/** The row once for each repetition, numbered from 1; without `repeat` as it is. A blank count is 0. */
export function* repetitions(spec: Repeat | undefined, row: Row): Generator<Row | Problem> {
  if (!spec) {
    yield row;
    return;
  }
  const times = readCount(row.cell(spec.times), spec);
  if (times instanceof Problem) {
    yield times;
    return;
  }
  const name = columnName(spec.as);
  for (let ordinal = 1; ordinal <= times; ordinal++)
    yield row.with(new Map([[name, String(ordinal)]]), { ordinal, times });
}

function readCount(text: string | undefined, { times, atMost }: Repeat): number | Problem {
  if (text === undefined) return 0;
  // Exports of numbers with blanks in their column write 3 as 3.0.
  if (!/^\d+(\.0*)?$/.test(text))
    return new Problem('INVALID_NUMBER', `${quote(text)} in ${times} is no count; write a whole number.`);
  return Number(text) <= atMost
    ? Number(text)
    : new Problem(
        'OUT_OF_RANGE',
        `${quote(text)} in ${times} is more than ${atMost}; if so many are meant, say so in repeat.atMost.`,
      );
}
