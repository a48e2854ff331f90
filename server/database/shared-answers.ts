/**
 * Answers that many ask for, each asked of the database once for as long as the workspace's data stay as they are.
 *
 * Never stale, on any number of nodes: an operation reads the data version after its request came, and is given only what was asked by
 * one that had seen the same version before asking. Every commit raises the version (`writeWorkspace`), so such an answer holds all that
 * was acknowledged before the request. Nothing has to be invalidated, and no message can be missed.
 */
export interface SharedAnswers {
  /** What operations share that found the workspace at this version. */
  at(workspaceId: string, version: number): Answers;
  /** How much is kept, in the measure of `Found.size`. */
  size(): number;
}

export interface Answers {
  /** The workspace's data version, read after the request came; undefined: not known. */
  readonly version: number | undefined;
  /** The answer to `question`, from memory or by `read`. Equal questions are equal texts. Nobody may change what it gives. */
  find<Value>(question: string, read: () => Promise<Found<Value>>): Promise<Value>;
}

/** What a statement found. */
export interface Found<Value> {
  value: Value;
  /** The workspace's data version in the snapshot that it was read from. */
  version: number;
  /** How many values it holds, of some 200 bytes each. */
  size: number;
}

/** For an operation that has written, or does not know the version: it asks for itself. */
export const notShared: Answers = { version: undefined, find: async (_question, read) => (await read()).value };

/** About 20 MB. */
const CAPACITY = 100_000;
/** One answer that would push out most others is not kept. */
const LARGEST_SHARE = 1 / 4;

/** @param capacity how much is kept, in the measure of `Found.size`; what was used longest ago makes room. */
export function createSharedAnswers(capacity = CAPACITY): SharedAnswers {
  /** Under way or kept; the one used longest ago first. */
  const answers = new Map<string, { found: Promise<Found<unknown>>; size: number }>();
  let size = 0;

  function forget(key: string): void {
    size -= answers.get(key)?.size ?? 0;
    answers.delete(key);
  }

  function used(key: string): Promise<Found<unknown>> | undefined {
    const answer = answers.get(key);
    if (!answer) return undefined;
    answers.delete(key);
    answers.set(key, answer);
    return answer.found;
  }

  function ask(key: string, version: number, read: () => Promise<Found<unknown>>): Promise<Found<unknown>> {
    const answer = { found: read(), size: 0 };
    answers.set(key, answer);
    answer.found.then(
      (found) => {
        if (answers.get(key) !== answer) return;
        // Read from a newer snapshot it serves those who wait for it, but is no answer at this version.
        if (found.version !== version || found.size > capacity * LARGEST_SHARE) return forget(key);
        answer.size = found.size;
        size += found.size;
        for (const oldest of answers.keys()) {
          if (size <= capacity) break;
          forget(oldest);
        }
      },
      () => {
        if (answers.get(key) === answer) forget(key);
      },
    );
    return answer.found;
  }

  async function find(key: string, version: number, read: () => Promise<Found<unknown>>): Promise<unknown> {
    const known = used(key);
    if (!known) return (await ask(key, version, read)).value;
    // A statement that was begun for somebody else and failed says nothing of this question: it is asked once more, for all who waited.
    const found = await known.catch(() => undefined);
    return (found ?? (await (used(key) ?? ask(key, version, read)))).value;
  }

  return {
    at: (workspaceId, version) => ({
      version,
      find: <Value>(question: string, read: () => Promise<Found<Value>>) =>
        find(`${workspaceId} ${version} ${question}`, version, read) as Promise<Value>,
    }),
    size: () => size,
  };
}
