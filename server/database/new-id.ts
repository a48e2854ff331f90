import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

/** How many ids' random bytes are drawn at once: asking for 16 at a time takes longer than all the rest. */
const IDS_AT_ONCE = 256;
const BYTES = 16;
const pool = new Uint8Array(IDS_AT_ONCE * BYTES);
let used = pool.length;

let lastTime = 0;
let sequence = 0;

/** A new internal id (UUIDv7), greater than those that this process made before. For rows that are made by the thousand. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + BYTES);
  used += BYTES;
  const now = Date.now();
  // Half of the 32-bit sequence is left to count within a millisecond, or until a clock that was set back has caught up.
  if (now > lastTime) {
    lastTime = now;
    sequence = ((random[0]! & 0x7f) << 24) | (random[1]! << 16) | (random[2]! << 8) | random[3]!;
  } else sequence = (sequence + 1) >>> 0;
  return v7({ msecs: lastTime, seq: sequence, random });
}
