import type { Random } from './random.ts';

/**
 * Systematic sampling with unequal probabilities: says yes as often as the probabilities asked so far add up to, give or take one.
 * Independent draws would let a channel with 30 customers stray by a third from the rate that it is meant to show.
 */
export function fairShare(random: Random): (probability: number) => boolean {
  const count = fairCount(random);
  return (probability) => count(Math.min(probability, MOST)) > 0;
}

/** The same for whole numbers: hands out counts that add up to the sum of what was expected, give or take one. */
export function fairCount(random: Random): (expected: number) => number {
  let sum = random.fraction();
  return (expected) => {
    const before = Math.floor(sum);
    sum += expected;
    return Math.floor(sum) - before;
  };
}

/** Nothing in sales is certain. */
const MOST = 0.95;
