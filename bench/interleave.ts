import type { Figure } from './figure.ts';

/** One of those that are compared: does the work of a round. */
export interface Contender<Round> {
  name: string;
  run(round: Round): Promise<unknown>;
}

/** Rounds that warm caches, plans and compilers, and do not count. */
const WARMING = 3;

/**
 * Asks a server so often that its JavaScript is compiled, as that of one that has run for a minute is: rounds alone are too few for it,
 * and would measure the compiler.
 */
export async function warm(ask: () => Promise<unknown>, times = 200): Promise<void> {
  for (let count = 0; count < times; count++) await ask();
}

/**
 * Milliseconds of each contender, in turns (A B C A B C …) and from round to round in another order, so that what else the machine does
 * meets all alike. All get the same work in a round, and no work comes twice. Each turn begins with work that does not count: else it
 * would be measured how long a process takes to wake that slept while others had their turns.
 */
export async function interleave<Round>(
  contenders: readonly Contender<Round>[],
  rounds: number,
  next: () => Round,
): Promise<Map<string, Figure>> {
  const figures = new Map(contenders.map(({ name }) => [name, { unit: 'ms', values: [] } as Figure]));
  for (let round = -WARMING; round < rounds; round++) {
    const [first, work] = [next(), next()];
    for (const index of contenders.keys()) {
      const { name, run } = contenders[(index + round + WARMING) % contenders.length]!;
      await run(first);
      const began = performance.now();
      await run(work);
      const ms = performance.now() - began;
      if (round >= 0) figures.get(name)!.values.push(ms);
    }
  }
  return figures;
}
