/** More than the 53 bits of a double, so that what is cut off does not show. */
const BITS = 80n;

/**
 * Mean and standard deviation (n − 1; null below two) of n whole numbers from their exact sum and sum of squares, each number standing for
 * `1 / scale` units: so neither the order of rows nor how they were added up can show.
 */
export function exactMoments(
  n: number,
  sum: bigint,
  squares: bigint,
  scale: number,
): { mean: number; deviation: number | null } {
  const count = BigInt(n);
  const unit = BigInt(scale);
  const mean = quotient(sum, count * unit);
  if (n < 2) return { mean, deviation: null };
  return { mean, deviation: rootOfQuotient(count * squares - sum * sum, count * (count - 1n) * unit * unit) };
}

/** The double nearest to a / b, but for ties that nearly are. */
function quotient(a: bigint, b: bigint): number {
  const magnitude = a < 0n ? -a : a;
  const shift = shiftFor(magnitude, b, BITS);
  const found = Number((magnitude << shift) / b) / 2 ** Number(shift);
  return a < 0n ? -found : found;
}

/** The square root of a / b. */
function rootOfQuotient(a: bigint, b: bigint): number {
  if (a <= 0n) return 0;
  const shift = shiftFor(a, b, 2n * BITS);
  const even = shift + (shift & 1n);
  return Number(wholeRoot((a << even) / b)) / 2 ** Number(even / 2n);
}

/** By how many bits to move a, so that a / b has at least as many as asked. */
function shiftFor(a: bigint, b: bigint, bits: bigint): bigint {
  const missing = bits + BigInt(lengthOf(b)) - BigInt(lengthOf(a));
  return missing > 0n ? missing : 0n;
}

function lengthOf(value: bigint): number {
  return value.toString(16).length * 4;
}

/** The largest whole number whose square is not above the value: Newton's iteration, from above. */
function wholeRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(lengthOf(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
