/**
 * Arrays as PostgreSQL's binary protocol has them. From text it reads an array character by character, and an id within it byte by byte as
 * a number: together that was a tenth of what it does in an import.
 */
import { type RawBuilder, sql } from 'kysely';
import { BIGINT, BOOLEAN, FLOAT, INSTANT, INTEGER, MULTIRANGE, TEXT, UUID } from './type-ids.ts';

/** How the elements of one type are written. */
interface Element<Value> {
  /** In SQL, and in the protocol. */
  name: string;
  type: number;
  /** No value takes more bytes than this. */
  most(value: Value): number;
  /** @returns where the value ends */
  put(value: Value, bytes: Buffer, at: number): number;
}

/** Dimensions, whether there are nulls, type of the elements, then of the one dimension its length and first index. */
const HEADER = 20;
const LENGTH = 4;
const NULL = -1;

/** A statement's parameter: an array of that type. RangeError where a value is none of it. */
export type ArrayParameter<Value> = (values: readonly (Value | null)[]) => RawBuilder<unknown>;

function arraysOf<Value>(element: Element<Value>): ArrayParameter<Value> {
  const cast = sql.raw(`::${element.name}[]`);
  return (values) => sql`${bytesOf(element, values)}${cast}`;
}

function bytesOf<Value>(element: Element<Value>, values: readonly (Value | null)[]): Buffer {
  let size = HEADER;
  let hasNulls = 0;
  for (const value of values) {
    size += LENGTH;
    if (value === null) hasNulls = 1;
    else size += element.most(value);
  }
  const bytes = Buffer.allocUnsafe(size);
  let at = putInteger(1, bytes, 0);
  at = putInteger(hasNulls, bytes, at);
  at = putInteger(element.type, bytes, at);
  at = putInteger(values.length, bytes, at);
  at = putInteger(1, bytes, at);
  for (const value of values) {
    const begin = at + LENGTH;
    const end = value === null ? begin : element.put(value, bytes, begin);
    putInteger(value === null ? NULL : end - begin, bytes, at);
    at = end;
  }
  return bytes.subarray(0, at);
}

/** PostgreSQL counts microseconds from 2000-01-01. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const MICROSECONDS = 1_000;

/** Of milliseconds since 1970. */
export const instantArray = arraysOf<number>({
  name: 'timestamptz',
  type: INSTANT,
  most: () => 8,
  put: putInstant,
});

/** Of ids as PostgreSQL writes them: 32 hexadecimal digits in five groups. */
export const uuidArray = arraysOf<string>({ name: 'uuid', type: UUID, most: () => 16, put: putUuid });

export const textArray = arraysOf<string>({
  name: 'text',
  type: TEXT,
  // As many as three bytes where a string has one unit.
  most: (text) => 3 * text.length,
  put: putText,
});

export const integerArray = arraysOf<number>({
  name: 'integer',
  type: INTEGER,
  most: () => 4,
  put(value, bytes, at) {
    if ((value | 0) !== value) throw new RangeError(`${value} is no integer of four bytes.`);
    return putInteger(value, bytes, at);
  },
});

export const bigintArray = arraysOf<number>({
  name: 'bigint',
  type: BIGINT,
  most: () => 8,
  put(value, bytes, at) {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no integer that a number can hold.`);
    return putLong(value, bytes, at);
  },
});

export const floatArray = arraysOf<number>({
  name: 'double precision',
  type: FLOAT,
  most: () => 8,
  put: (value, bytes, at) => bytes.writeDoubleBE(value, at),
});

export const booleanArray = arraysOf<boolean>({
  name: 'boolean',
  type: BOOLEAN,
  most: () => 1,
  put(value, bytes, at) {
    bytes[at] = value ? 1 : 0;
    return at + 1;
  },
});

/** From an instant to another, which is not part of it; null: without end. In milliseconds since 1970. */
export type Span = readonly [from: number, until: number | null];

const LOWER_IS_IN = 0x02;
const HAS_NO_UPPER = 0x10;
/** Flags, and two bounds with their lengths. */
const SPAN = 1 + 2 * (LENGTH + 8);

/** Of spans in order that do not touch. */
export const multirangeArray = arraysOf<readonly Span[]>({
  name: 'tstzmultirange',
  type: MULTIRANGE,
  most: (spans) => LENGTH + spans.length * (LENGTH + SPAN),
  put(spans, bytes, at) {
    let end = putInteger(spans.length, bytes, at);
    for (const [from, until] of spans) {
      const begin = end + LENGTH;
      bytes[begin] = until === null ? LOWER_IS_IN | HAS_NO_UPPER : LOWER_IS_IN;
      end = putBound(from, bytes, begin + 1);
      if (until !== null) end = putBound(until, bytes, end);
      putInteger(end - begin, bytes, begin - LENGTH);
    }
    return end;
  },
});

function putBound(instant: number, bytes: Buffer, at: number): number {
  return putInstant(instant, bytes, putInteger(8, bytes, at));
}

function putInstant(instant: number, bytes: Buffer, at: number): number {
  if (!Number.isSafeInteger(instant)) throw new RangeError(`${instant} is no instant in milliseconds.`);
  return putLong((instant - EPOCH_MS) * MICROSECONDS, bytes, at);
}

function putInteger(value: number, bytes: Buffer, at: number): number {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
  return at + 4;
}

const WORD = 2 ** 32;

/** The highest word may be past what a number holds exactly; its lower bits are then nought anyway. */
function putLong(value: number, bytes: Buffer, at: number): number {
  const high = Math.floor(value / WORD);
  return putInteger(value - high * WORD, bytes, putInteger(high, bytes, at));
}

const DASH = '-'.charCodeAt(0);
const NO_DIGIT = 0xff;
/** By code of the character: its value as a hexadecimal digit. */
const DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  DIGITS[digit.charCodeAt(0)] = value;
  DIGITS[digit.toUpperCase().charCodeAt(0)] = value;
}

function putUuid(id: string, bytes: Buffer, at: number): number {
  let seen = id.length === 36 ? 0 : NO_DIGIT;
  let place = 0;
  for (let byte = 0; byte < 16; byte++) {
    // Between the groups of 4, 2, 2, 2 and 6 bytes.
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) {
      if (id.charCodeAt(place) !== DASH) seen = NO_DIGIT;
      place++;
    }
    const high = DIGITS[id.charCodeAt(place)] ?? NO_DIGIT;
    const low = DIGITS[id.charCodeAt(place + 1)] ?? NO_DIGIT;
    seen |= high | low;
    bytes[at + byte] = (high << 4) | low;
    place += 2;
  }
  if (seen > 0xf) throw new RangeError(`${id} is no UUID.`);
  return at + 16;
}

/** From so many characters on, calling what copies them is quicker than looking at each. */
const LONG_TEXT = 64;

function putText(text: string, bytes: Buffer, at: number): number {
  const { length } = text;
  if (length > LONG_TEXT) return at + bytes.write(text, at);
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 127) return at + bytes.write(text, at);
    bytes[at + index] = code;
  }
  return at + length;
}
