import { createHash } from 'node:crypto';

/** A connection keeps what it has parsed and planned under a name until it ends, some 100 kB for a large statement. */
const MOST_NAMES = 100;
/** How often a text must come before it gets a name. */
const OFTEN = 3;
const MOST_COUNTED = 1_000;

/**
 * Names for statements whose text comes again and again, so that a connection parses and plans each of them once. The number of names is
 * bounded for the life of the process; texts that come after the last one was given go without.
 */
export function createStatementNames(most = MOST_NAMES): (text: string) => string | undefined {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return (text) => {
    const known = names.get(text);
    if (known || names.size >= most) return known;
    // A connection knows a statement by name alone, so equal names must mean equal texts.
    const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const count = (counts.get(name) ?? 0) + 1;
    // What does not come often is forgotten now and then, so that the memory of it does not grow.
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(name, count);
    if (count < OFTEN) return undefined;
    counts.delete(name);
    names.set(text, name);
    return name;
  };
}
