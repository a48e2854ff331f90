import type { Database } from './database.ts';

/** A commit that raised a workspace's data version. */
export interface Commit {
  workspaceId: string;
  /** The data version that it made. */
  version: number;
  /** Kinds of the facts that it changed; undefined: anything may have changed. */
  kinds: ReadonlySet<string> | undefined;
  /** What those who made the change had to say of it, in order; undefined: more than was kept. */
  news: readonly object[] | undefined;
}

/**
 * Commits of this process, told at once to those in it who hold what was derived from the data. Others' commits are not told, and none is where
 * the connection was lost before the database had said that it was done: who leans on what is told sees by the version whether all were.
 */
const listeners = new WeakMap<Database, Set<(commit: Commit) => void>>();

/** The function returned ends it. A listener must not throw. */
export function onCommit(database: Database, listener: (commit: Commit) => void): () => void {
  const known = listeners.get(database) ?? new Set();
  listeners.set(database, known.add(listener));
  return () => void known.delete(listener);
}

export function tellCommit(database: Database, commit: Commit): void {
  for (const listener of listeners.get(database) ?? []) listener(commit);
}
