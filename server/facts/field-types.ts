import { canonicalDecimal, digitsOf, roundDecimal, withoutTrailingZeros } from './exact-decimal.ts';
import { isCanonicalInstant, type LocalTime } from './local-time.ts';
import { Problem, quote } from './problem.ts';

export type Attributes = { readonly [name: string]: unknown };
/** A value in the one form in which it is compared and kept: instants ISO in UTC, decimals canonical text, dates 2026-03-01. */
export type FactValue = string | number | readonly string[] | Attributes | null;

export interface FieldType {
  /** Type of the column. */
  sql: string;
  /** What was sent (JSON value or CSV text; never null or empty text) in canonical form, or why that cannot be. */
  read(sent: unknown, time: LocalTime): FactValue | Problem;
  /** What the column holds in canonical form. */
  fromColumn(stored: unknown): FactValue;
}

export const KEY_LENGTH = 200;
const TAG_COUNT = 100;
const ATTRIBUTES_LENGTH = 65_536;
const ATTRIBUTES_DEPTH = 8;
const LARGEST_INTEGER = 2_147_483_647;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

const asStored = (stored: unknown) => (stored ?? null) as FactValue;

export function text(maximumLength: number): FieldType {
  return {
    sql: 'text',
    read: (sent) => {
      const given = typeof sent === 'number' && Number.isFinite(sent) ? String(sent) : sent;
      if (typeof given !== 'string') return new Problem('INVALID_TEXT', `${quote(sent)} is not text.`);
      return unstorable(given) ?? tooLong(given, maximumLength) ?? given;
    },
    fromColumn: asStored,
  };
}

/** An id or key: short enough for an index, printable, and kept exactly as sent. Whole numbers are taken as their digits. */
export const key: FieldType = {
  sql: 'text',
  read: (sent) => {
    const given = Number.isSafeInteger(sent) ? String(sent) : sent;
    if (typeof given !== 'string')
      return new Problem('INVALID_TEXT', `${quote(sent)} is no key; send a text or a whole number.`);
    if (CONTROL.test(given))
      return new Problem('INVALID_TEXT', `${quote(given)} has control characters; a key has none.`);
    return unstorable(given) ?? tooLong(given, KEY_LENGTH) ?? given;
  },
  fromColumn: asStored,
};

export const instant: FieldType = {
  sql: 'timestamptz',
  read: (sent, time) => {
    if (typeof sent === 'string' && isCanonicalInstant(sent)) return sent;
    const milliseconds = typeof sent === 'string' ? time.readInstant(sent.trim()) : undefined;
    if (milliseconds === undefined)
      return new Problem(
        'INVALID_DATE',
        `${quote(sent)} is no date from 1900 to 2200; write 2026-03-01T10:00:00Z, with the offset of its zone, or a local 2026-03-01 or 2026-03-01 10:00.`,
      );
    return new Date(milliseconds).toISOString();
  },
  fromColumn: (stored) => (stored === null ? null : (stored as Date).toISOString()),
};

export const date: FieldType = {
  sql: 'date',
  read: (sent, time) =>
    (typeof sent === 'string' ? time.readDate(sent.trim()) : undefined) ??
    new Problem('INVALID_DATE', `${quote(sent)} is no calendar date from 1900 to 2200; write it as 2026-03-01.`),
  fromColumn: asStored,
};

/** An exact number with at most so many digits before and after the point. */
export function decimal(
  digits: { whole: number; fraction: number },
  range: { from?: number; above?: number } = {},
): FieldType {
  return {
    sql: 'numeric',
    read: (sent) => {
      const canonical = readNumber(sent);
      if (canonical instanceof Problem) return canonical;
      const { whole, fraction } = digitsOf(canonical);
      if (whole > digits.whole)
        return new Problem('OUT_OF_RANGE', `${quote(sent)} is too large; ${digits.whole} digits before the point fit.`);
      if (fraction > digits.fraction)
        return new Problem('INVALID_NUMBER', `${quote(sent)} has more than ${digits.fraction} decimals; round it.`);
      if (range.from !== undefined && Number(canonical) < range.from)
        return new Problem('OUT_OF_RANGE', `${quote(sent)} is below ${range.from}.`);
      if (range.above !== undefined && Number(canonical) <= range.above)
        return new Problem('OUT_OF_RANGE', `${quote(sent)} is not above ${range.above}.`);
      return canonical;
    },
    fromColumn: numericColumn,
  };
}

/** numeric(24,6) */
export const money = decimal({ whole: 18, fraction: 6 });

/** A share of one; more than six decimals are rounded half-even, as it is an estimate and not money. */
export const share: FieldType = {
  sql: 'numeric',
  read: (sent) => {
    const canonical = readNumber(sent);
    if (canonical instanceof Problem) return canonical;
    if (Number(canonical) < 0 || Number(canonical) > 1)
      return new Problem('OUT_OF_RANGE', `${quote(sent)} is not from 0 to 1.`);
    return roundDecimal(canonical, 6);
  },
  fromColumn: numericColumn,
};

export function integer(from: number, to = LARGEST_INTEGER): FieldType {
  return {
    sql: 'integer',
    read: (sent) => {
      const canonical = readNumber(sent);
      if (canonical instanceof Problem) return canonical;
      if (canonical.includes('.')) return new Problem('INVALID_NUMBER', `${quote(sent)} is not a whole number.`);
      const number = Number(canonical);
      if (number < from || number > to)
        return new Problem('OUT_OF_RANGE', `${quote(sent)} is not from ${from} to ${to}.`);
      return number;
    },
    fromColumn: asStored,
  };
}

/** A number kept as a float: for rates of work, not for money. */
export function float(from: number): FieldType {
  return {
    sql: 'double precision',
    read: (sent) => {
      const canonical = readNumber(sent);
      if (canonical instanceof Problem) return canonical;
      const number = Number(canonical);
      if (number < from || number > LARGEST_INTEGER)
        return new Problem('OUT_OF_RANGE', `${quote(sent)} is not from ${from} to ${LARGEST_INTEGER}.`);
      return number;
    },
    fromColumn: asStored,
  };
}

export function oneOf(...values: readonly string[]): FieldType {
  return {
    sql: 'text',
    read: (sent) =>
      values.find((value) => value === sent) ??
      new Problem('INVALID_VALUE', `${quote(sent)} is none of ${values.join(', ')}.`),
    fromColumn: asStored,
  };
}

/** ISO 4217: three capital letters. */
export const currency: FieldType = {
  sql: 'text',
  read: (sent) =>
    typeof sent === 'string' && /^[A-Za-z]{3}$/.test(sent)
      ? sent.toUpperCase()
      : new Problem('INVALID_VALUE', `${quote(sent)} is no currency; write three letters, as in EUR.`),
  fromColumn: asStored,
};

/** A list, or text with `;` between (as CSV has it). Blank and repeated tags are dropped. */
export const tags: FieldType = {
  sql: 'text[]',
  read: (sent) => {
    const list = typeof sent === 'string' ? sent.split(';') : sent;
    if (!Array.isArray(list))
      return new Problem('INVALID_VALUE', `${quote(sent)} is no list of tags; send ["a", "b"].`);
    if (list.length > TAG_COUNT) return new Problem('TOO_LONG', `More than ${TAG_COUNT} tags.`);
    const distinct = new Set<string>();
    for (const tag of list) {
      const read = key.read(typeof tag === 'string' ? tag.trim() : tag, undefined as never);
      if (read instanceof Problem) return read;
      if (read !== '') distinct.add(read as string);
    }
    return [...distinct];
  },
  fromColumn: (stored) => (stored ?? []) as string[],
};

/** A JSON object. Sent again, it is merged name by name: a name that is absent stays, null takes it away. */
export const attributes: FieldType = {
  sql: 'jsonb',
  read: (sent) => {
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
      return new Problem('INVALID_VALUE', `${quote(sent)} is no object of attributes; send {"name": value}.`);
    if (JSON.stringify(sent).length > ATTRIBUTES_LENGTH)
      return new Problem('TOO_LONG', `The attributes are longer than ${ATTRIBUTES_LENGTH} characters of JSON.`);
    return unstorableJson(sent, 0) ?? (sent as Attributes);
  },
  fromColumn: asStored,
};

function numericColumn(stored: unknown): FactValue {
  return stored === null ? null : withoutTrailingZeros(stored as string);
}

function readNumber(sent: unknown): string | Problem {
  const canonical =
    typeof sent === 'number' || typeof sent === 'string' ? canonicalDecimal(String(sent).trim()) : undefined;
  return (
    canonical ??
    new Problem('INVALID_NUMBER', `${quote(sent)} is no number; write it as 1234.50, without separators or units.`)
  );
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
function unstorable(given: string): Problem | undefined {
  if (given.includes('\u0000')) return new Problem('INVALID_TEXT', 'The text has a NUL character; take it out.');
  if (!given.isWellFormed())
    return new Problem('INVALID_TEXT', 'The text has half a surrogate pair: a character was cut; send it whole.');
  return undefined;
}

function tooLong(given: string, maximumLength: number): Problem | undefined {
  return given.length > maximumLength
    ? new Problem('TOO_LONG', `${given.length} characters; at most ${maximumLength} fit.`)
    : undefined;
}

function unstorableJson(value: unknown, depth: number): Problem | undefined {
  if (typeof value === 'string') return unstorable(value);
  if (typeof value === 'number' && !Number.isFinite(value))
    return new Problem('INVALID_NUMBER', 'An attribute is a number too large to be kept.');
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > ATTRIBUTES_DEPTH)
    return new Problem('INVALID_VALUE', `The attributes are nested deeper than ${ATTRIBUTES_DEPTH} levels.`);
  for (const [name, inner] of Object.entries(value)) {
    const problem = unstorable(name) ?? unstorableJson(inner, depth + 1);
    if (problem) return problem;
  }
  return undefined;
}
