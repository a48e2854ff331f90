/**
 * Up to which event of a log a reader of this browser has seen all, by endpoint and workspace. Where storage is not allowed it is known
 * until the page goes.
 */
const PREFIX = 'funnelgraph.seen ';
const memory = new Map<string, number>();
const listeners = new Set<() => void>();

/** A sequence number; undefined: never been here. */
export function readSeen(log: string): number | undefined {
  try {
    const kept = Number.parseInt(localStorage.getItem(PREFIX + log)!, 10);
    if (kept >= 0) return kept;
  } catch {}
  return memory.get(log);
}

export function writeSeen(log: string, sequence: number): void {
  memory.set(log, sequence);
  try {
    localStorage.setItem(PREFIX + log, String(sequence));
  } catch {}
  for (const listener of listeners) listener();
}

/** Calls back when this page moved it. Returns the way to stop. */
export function onSeenChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
