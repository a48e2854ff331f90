/** Repeatable chance: the same labels give the same numbers on every machine. */
export interface Random {
  /** 0 ≤ fraction < 1 */
  fraction(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** One of the items, as often as its weight says. */
  weighted<Item extends { weight: number }>(items: readonly Item[]): Item;
  /** Mean 0, deviation 1. */
  normal(): number;
  /** Half of the values lie below `median`; `spread` is the deviation of their logarithm. */
  logNormal(median: number, spread: number): number;
}

/**
 * A stream of its own for each set of labels, so that a change in one part of the company leaves the others as they were.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand), its 128 bits of state hashed from the labels with cyrb128.
 */
export function createRandom(...labels: readonly (string | number)[]): Random {
  const fraction = sfc32(hash128(labels.join('/')));
  const random: Random = {
    fraction,
    between: (low, high) => low + (high - low) * fraction(),
    whole: (low, high) => low + Math.floor((high - low + 1) * fraction()),
    chance: (probability) => fraction() < probability,
    pick: (items) => items[Math.floor(items.length * fraction())]!,
    weighted: (items) => {
      let left = items.reduce((sum, { weight }) => sum + weight, 0) * fraction();
      for (const item of items) {
        left -= item.weight;
        if (left < 0) return item;
      }
      return items.at(-1)!;
    },
    // Box and Muller; 1 − fraction is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - fraction())) * Math.cos(2 * Math.PI * fraction()),
    logNormal: (median, spread) => median * Math.exp(spread * random.normal()),
  };
  return random;
}

type State = [number, number, number, number];

function sfc32([a, b, c, counter]: State): () => number {
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still resemble the seed.
  for (let round = 0; round < 12; round++) next();
  return next;
}

function hash128(text: string): State {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}
