import type { Database } from '../database/database.ts';
import { type Credential, isExpired, isThere, standingOf } from './credential.ts';

/** Topic on which a revoked key is told, and that all embed tokens of a workspace were; the payload is the workspace's id. */
export const KEY_CHANGES = 'funnel_key_changes';

/**
 * Keys and tokens that hold a subscription open. Each is looked at again on a timer, when a key of its workspace is revoked, and in the
 * moment that it expires.
 */
export interface OpenKeys {
  /** `onEnd` is called once, when the credential no longer stands. The function returned lets go. */
  hold(credential: Credential, onEnd: () => void): () => void;
  /** Looks at a credential now; many who ask at once share one look-up. */
  check(credential: Credential): Promise<boolean>;
  heldCount(): number;
  close(): Promise<void>;
}

/** Those that stand and fall together. */
interface Held {
  credential: Credential;
  ends: Set<{ expiresAt: Date | null; onEnd: () => void }>;
}

/** The longest that a timer can run. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export async function createOpenKeys(database: Database, now: () => Date, checkEveryMs = 15_000): Promise<OpenKeys> {
  const held = new Map<string, Held>();
  const checks = new Map<string, Promise<boolean>>();

  async function check(credential: Credential): Promise<boolean> {
    return !isExpired(credential.expiresAt, now()) && lookUp(credential);
  }

  function lookUp(credential: Credential): Promise<boolean> {
    const standing = standingOf(credential);
    const underWay = checks.get(standing);
    if (underWay) return underWay;
    const started = isThere(database, credential).finally(() => checks.delete(standing));
    checks.set(standing, started);
    return started;
  }

  async function sweep(workspaceId?: string): Promise<void> {
    for (const { credential, ends } of [...held.values()]) {
      if (workspaceId && credential.workspace.id !== workspaceId) continue;
      // A database that does not answer is no reason to end anything; the next sweep looks again.
      const isThereStill = await lookUp(credential).catch(() => true);
      for (const { expiresAt, onEnd } of [...ends]) if (!isThereStill || isExpired(expiresAt, now())) onEnd();
    }
  }

  const stop = await database.listen(KEY_CHANGES, (payload) => void sweep(payload || undefined));
  const timer = setInterval(() => void sweep(), checkEveryMs);
  timer.unref();

  /** Clocks of tests may run otherwise than timers do; then the sweep finds it. */
  function atExpiry({ expiresAt }: Credential, onEnd: () => void): NodeJS.Timeout | undefined {
    const waitMs = expiresAt ? expiresAt.getTime() - now().getTime() : Number.POSITIVE_INFINITY;
    if (waitMs > LONGEST_TIMER_MS) return undefined;
    return setTimeout(() => isExpired(expiresAt, now()) && onEnd(), waitMs + 1).unref();
  }

  return {
    check,
    hold(credential, onEnd) {
      const standing = standingOf(credential);
      const entry = held.get(standing) ?? { credential, ends: new Set() };
      held.set(standing, entry);
      const own = { expiresAt: credential.expiresAt, onEnd };
      entry.ends.add(own);
      const expiry = atExpiry(credential, onEnd);
      return () => {
        clearTimeout(expiry);
        entry.ends.delete(own);
        if (entry.ends.size === 0 && held.get(standing) === entry) held.delete(standing);
      };
    },
    heldCount: () => [...held.values()].reduce((sum, { ends }) => sum + ends.size, 0),
    async close() {
      clearInterval(timer);
      await stop();
    },
  };
}
