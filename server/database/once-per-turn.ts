/**
 * Asks once for all who ask for the same within one turn of the event loop. The asking begins when the turn ends, after each of them
 * came: so no answer is older than its question, as one that was under way already could be.
 */
export function oncePerTurn<Value>(ask: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const waiting = new Map<string, Promise<Value>>();
  return (key) => {
    const known = waiting.get(key);
    if (known) return known;
    const asked = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      waiting.delete(key);
      return ask(key);
    });
    waiting.set(key, asked);
    return asked;
  };
}
