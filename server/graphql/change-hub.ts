import type { Database } from '../database/database.ts';
import { CHANGES, readChangePayload } from '../database/workspace-write.ts';

/** Tells listeners of one workspace that its data changed: one `listen` on the database for the whole process. */
export interface ChangeHub {
  /** Calls `listener` after each change. A hint: it carries nothing, so listeners read anew. The function returned ends it. */
  listen(workspaceId: string, listener: () => void): () => void;
  /** For tests: nothing may be left behind. */
  listenerCount(): number;
  close(): Promise<void>;
}

export async function createChangeHub(database: Database): Promise<ChangeHub> {
  const listeners = new Map<string, Set<() => void>>();
  const stop = await database.listen(CHANGES, (payload) => {
    const change = readChangePayload(payload);
    // An empty payload: the connection was lost for a while, so anything may have changed.
    const woken = change ? [listeners.get(change.workspaceId) ?? []] : [...listeners.values()];
    for (const set of woken) for (const listener of set) listener();
  });
  return {
    listen(workspaceId, listener) {
      const set = listeners.get(workspaceId) ?? new Set();
      listeners.set(workspaceId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(workspaceId) === set) listeners.delete(workspaceId);
      };
    },
    listenerCount: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    close: stop,
  };
}
