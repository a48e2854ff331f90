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

interface Answer {
  found: Promise<Found<unknown>>;
  size: number;
  /** Since it came to its place. */
  wasUsed: boolean;
}

/** About 20 MB. */
const CAPACITY = 100_000;
/** One answer that would push out most others is not kept. */
const LARGEST_SHARE = 1 / 4;

/** @param capacity how much is kept, in the measure of `Found.size`; what nobody used for long makes room. */
export function createSharedAnswers(capacity = CAPACITY): SharedAnswers {
  /**
   * Under way or kept, the eldest first. What was used stays in its place until room is needed: a key that is taken out and put in again with
   * each request leaves its former places behind in the map, and is looked for in all of them.
   */
  const answers = new Map<string, Answer>();
  let size = 0;

  function forget(key: string): void {
    size -= answers.get(key)?.size ?? 0;
    answers.delete(key);
  }

  /** The eldest goes, but one that was used meanwhile comes to the end once more; so does the newest. */
  function makeRoomFor(newest: Answer): void {
    for (const [key, answer] of answers) {
      if (size <= capacity) break;
      answers.delete(key);
      if (answer.wasUsed || answer === newest) {
        answer.wasUsed = false;
        answers.set(key, answer);
      } else size -= answer.size;
    }
  }

  function used(key: string): Promise<Found<unknown>> | undefined {
    const answer = answers.get(key);
    if (!answer) return undefined;
    answer.wasUsed = true;
    return answer.found;
  }

  function ask(key: string, version: number, read: () => Promise<Found<unknown>>): Promise<Found<unknown>> {
    const answer: Answer = { found: read(), size: 0, wasUsed: false };
    answers.set(key, answer);
    answer.found.then(
      (found) => {
        if (answers.get(key) !== answer) return;
        // Read from a newer snapshot it serves those who wait for it, but is no answer at this version.
        if (found.version !== version || found.size > capacity * LARGEST_SHARE) return forget(key);
        answer.size = found.size;
        size += found.size;
        makeRoomFor(answer);
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
