import type { Database } from '../database/database.ts';
import { type Credential, isStillValid } from './credential.ts';

/** Topic on which a revoked key is told; the payload is its workspace's id. */
export const KEY_CHANGES = 'funnel_key_changes';

/** Keys that hold a subscription open. Each is looked at again on a timer and when a key of its workspace is revoked. */
export interface OpenKeys {
  /** `onEnd` is called once, when the key no longer stands. The function returned lets go. */
  hold(credential: Credential, onEnd: () => void): () => void;
  /** Looks at a key now; many who ask at once share one look-up. */
  check(credential: Credential): Promise<boolean>;
  heldCount(): number;
  close(): Promise<void>;
}

interface Held {
  credential: Credential;
  enders: Set<() => void>;
}

export async function createOpenKeys(database: Database, now: () => Date, checkEveryMs = 15_000): Promise<OpenKeys> {
  const held = new Map<string, Held>();
  const checks = new Map<string, Promise<boolean>>();

  function check(credential: Credential): Promise<boolean> {
    const underWay = checks.get(credential.keyId);
    if (underWay) return underWay;
    const started = isStillValid(database, credential, now()).finally(() => checks.delete(credential.keyId));
    checks.set(credential.keyId, started);
    return started;
  }

  async function sweep(workspaceId?: string): Promise<void> {
    for (const { credential, enders } of [...held.values()]) {
      if (workspaceId && credential.workspace.id !== workspaceId) continue;
      // A database that does not answer is no reason to end anything; the next sweep looks again.
      const stands = await check(credential).catch(() => true);
      if (!stands) for (const end of [...enders]) end();
    }
  }

  const stop = await database.listen(KEY_CHANGES, (payload) => void sweep(payload || undefined));
  const timer = setInterval(() => void sweep(), checkEveryMs);
  timer.unref();

  return {
    check,
    hold(credential, onEnd) {
      const entry = held.get(credential.keyId) ?? { credential, enders: new Set() };
      held.set(credential.keyId, entry);
      entry.enders.add(onEnd);
      return () => {
        entry.enders.delete(onEnd);
        if (entry.enders.size === 0 && held.get(credential.keyId) === entry) held.delete(credential.keyId);
      };
    },
    heldCount: () => [...held.values()].reduce((sum, { enders }) => sum + enders.size, 0),
    async close() {
      clearInterval(timer);
      await stop();
    },
  };
}
