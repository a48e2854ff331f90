/**
 * Arrays as PostgreSQL's binary protocol has them. Instants are written and read as text many times slower than as the number that they
 * are, on both sides; all else is as quick as text.
 */
import { INSTANT } from './type-ids.ts';

/** PostgreSQL counts microseconds from 2000-01-01; what is written here is in milliseconds since 1970. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const MICROSECONDS = 1_000;
const WORD = 2 ** 32;

/** Dimensions, whether there are nulls, type of the elements, then of the one dimension its length and first index. */
const HEADER = 20;
const LENGTH = 4;
const VALUE = 8;

/** @param instants milliseconds since 1970 */
export function instantArray(instants: readonly (number | null)[]): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER + instants.length * (LENGTH + VALUE));
  let at = bytes.writeInt32BE(1, 0);
  at = bytes.writeInt32BE(instants.includes(null) ? 1 : 0, at);
  at = bytes.writeInt32BE(INSTANT, at);
  at = bytes.writeInt32BE(instants.length, at);
  at = bytes.writeInt32BE(1, at);
  for (const instant of instants) {
    if (instant === null) {
      at = bytes.writeInt32BE(-1, at);
      continue;
    }
    if (!Number.isSafeInteger(instant)) throw new RangeError(`${instant} is no instant in milliseconds.`);
    at = bytes.writeInt32BE(VALUE, at);
    const microseconds = (instant - EPOCH_MS) * MICROSECONDS;
    const high = Math.floor(microseconds / WORD);
    at = bytes.writeInt32BE(high, at);
    at = bytes.writeUInt32BE(microseconds - high * WORD, at);
  }
  return bytes.subarray(0, at);
}
