/** Answers of other shapes than the demo company happens to give, made of those that it gave. */

const MANY = 200;
/** Stages and cards that a screen can still hold. */
const MOST: Record<string, number> = { conversion: 12, values: 24 };

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Only the first of the rows that an element shows. */
export function oneRow(answer: object): object {
  return withRows(answer, (rows) => rows.slice(0, 1));
}

/** The rows again and again, each under a name of its own. */
export function manyRows(answer: object): object {
  return withRows(answer, (rows, name) =>
    Array.from({ length: MOST[name] ?? MANY }, (_, index) => {
      const row = rows[index % rows.length]!;
      return index < rows.length ? row : renamed(row, index + 1);
    }),
  );
}

/** What comes where one of several values could not be computed. */
export function withoutOne(data: object): { data: object; errors: object[] } {
  const error = { message: 'This value could not be computed.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  return { data: withRows(data, (rows) => rows.map((row, index) => (index === 1 ? null : row))), errors: [error] };
}

/** Changes the list that an element is about: the longest one that is not inside of another. */
function withRows(answer: object, change: (rows: Json[], name: string) => Json[]): object {
  const copy = structuredClone(answer) as { [name: string]: Json };
  let found: { holder: { [name: string]: Json }; name: string; rows: Json[] } | undefined;
  const look = (holder: { [name: string]: Json }): void => {
    for (const [name, value] of Object.entries(holder)) {
      if (Array.isArray(value)) {
        if (value.length > (found?.rows.length ?? 0) && typeof value[0] === 'object')
          found = { holder, name, rows: value };
      } else if (value && typeof value === 'object') look(value);
    }
  };
  look(copy);
  if (found) found.holder[found.name] = change(found.rows, found.name);
  return copy;
}

/** Keys tell rows apart, names are read. */
function renamed(row: Json, number: number, depth = 0): Json {
  if (!row || typeof row !== 'object' || Array.isArray(row) || depth > 2) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value === 'string' && (name === 'id' || name === 'key')) return [name, `${value}-${number}`];
      if (typeof value === 'string' && name === 'name') return [name, `${value} ${number}`];
      return [name, renamed(value, number, depth + 1)];
    }),
  );
}
