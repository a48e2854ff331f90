import type { Database } from '../../database/database.ts';
import { createAlarm } from '../../graphql/alarm.ts';
import { untilAnswered } from '../../graphql/until-answered.ts';
import type { KpiEvent } from './kpi-event.ts';
import { type LogMessage, messagesOf } from './message.ts';
import { EVENTS, lastSequence, readEvents } from './read-log.ts';

/**
 * The end of a log, in the memory of this process while somebody follows it: each event is read from the database once for all who are
 * there. What woke it carries nothing; it reads on from where it is.
 */
export interface LogTail {
  /** The number up to which it has read. */
  readonly head: number;
  /** Everything up to its number is known to have been read when it was made. The same object for all who ask. */
  readonly beat: LogMessage;
  /** Whether `head` is known. */
  readonly isReady: boolean;
  /** Called when there are new events, or a new beat. */
  onMove: () => void;
  /** What stands behind a number, up to `head`; undefined: memory does not reach back so far. The same objects for all who ask. */
  since(sequence: number): readonly LogMessage[] | undefined;
  /** Lets go; whoever was the last to hold it ends it. */
  release(): void;
}

export interface LogTails {
  hold(workspaceId: string): LogTail;
  /** For tests: nothing may be left behind. */
  count(): number;
}

/** Readers hear at least so often how far they are; also how long a lost hint can go unnoticed. */
export const BEAT_MS = 15_000;
/** Events of one read. */
export const PAGE = 500;
/** What was read longer ago than this, or so many events ago, is read from the database again by whoever comes so late. */
const KEPT_MS = 10_000;
const KEPT_EVENTS = 2_000;

interface Batch {
  /** The number behind which it stands. */
  after: number;
  messages: readonly LogMessage[];
  readAt: number;
}

/** What all who hold it share. */
type End = Pick<LogTail, 'head' | 'beat' | 'isReady' | 'since'> & {
  holders: Set<LogTail>;
  ring(): void;
  end(): void;
};

export function createLogTails(database: Database, beatMs = BEAT_MS): LogTails {
  const tails = new Map<string, End>();
  /** Listened to while there is a tail. */
  let listening: Promise<() => Promise<void>> | undefined;

  function hear(workspaceId: string): void {
    // An empty payload: the connection was lost for a while, so anything may have been missed.
    if (workspaceId === '') for (const tail of tails.values()) tail.ring();
    else tails.get(workspaceId)?.ring();
  }

  async function listen(signal: AbortSignal): Promise<void> {
    await untilAnswered(signal, () => {
      listening ??= database.listen(EVENTS, hear);
      listening.catch(() => {
        listening = undefined;
      });
      return listening;
    });
  }

  function stopListening(): void {
    if (tails.size > 0 || !listening) return;
    const stop = listening;
    listening = undefined;
    void stop.then((end) => end()).catch(() => {});
  }

  return {
    hold(workspaceId) {
      const end = tails.get(workspaceId) ?? startTail(database, workspaceId, beatMs, listen);
      tails.set(workspaceId, end);
      const tail: LogTail = {
        get head() {
          return end.head;
        },
        get beat() {
          return end.beat;
        },
        get isReady() {
          return end.isReady;
        },
        since: end.since,
        onMove() {},
        release() {
          if (!end.holders.delete(tail) || end.holders.size > 0) return;
          tails.delete(workspaceId);
          end.end();
          stopListening();
        },
      };
      end.holders.add(tail);
      return tail;
    },
    count: () => tails.size,
  };
}

function startTail(
  database: Database,
  workspaceId: string,
  beatMs: number,
  listen: (signal: AbortSignal) => Promise<void>,
): End {
  const ending = new AbortController();
  const { signal } = ending;
  const alarm = createAlarm();
  const holders = new Set<LogTail>();
  const batches: Batch[] = [];
  let kept = 0;
  let head = 0;
  let beat = beatAt(0);
  let isReady = false;

  function tell(): void {
    for (const { onMove } of holders) onMove();
  }

  function forgetOld(): void {
    const oldest = performance.now() - KEPT_MS;
    while (batches.length > 0 && (batches[0]!.readAt < oldest || kept > KEPT_EVENTS))
      kept -= batches.shift()!.messages.length;
  }

  function add(events: readonly KpiEvent[]): void {
    batches.push({ after: head, messages: messagesOf(events), readAt: performance.now() });
    kept += events.length;
    head = events.at(-1)!.sequence;
    forgetOld();
  }

  async function readOn(): Promise<void> {
    for (let isMore = true; isMore && !signal.aborted; ) {
      const events = await untilAnswered(signal, () => readEvents(database, workspaceId, { after: head, limit: PAGE }));
      if (!events || events.length === 0) return;
      add(events);
      tell();
      isMore = events.length === PAGE;
    }
  }

  async function run(): Promise<void> {
    // In this order: what is committed after the look is told.
    await listen(signal);
    head = (await untilAnswered(signal, () => lastSequence(database, workspaceId))) ?? 0;
    beat = beatAt(head);
    isReady = true;
    tell();
    let next = performance.now() + beatMs;
    while (!signal.aborted) {
      await alarm.wait(Math.max(0, next - performance.now()), signal);
      const isBeat = performance.now() >= next;
      await readOn();
      if (!isBeat) continue;
      forgetOld();
      beat = beatAt(head);
      next = performance.now() + beatMs;
      tell();
    }
  }

  void run();
  return {
    holders,
    get head() {
      return head;
    },
    get beat() {
      return beat;
    },
    get isReady() {
      return isReady;
    },
    since(sequence) {
      if (sequence >= head) return [];
      const last = batches.at(-1);
      if (last?.after === sequence) return last.messages;
      if (!batches[0] || batches[0].after > sequence) return undefined;
      return batches.flatMap(({ after, messages }) => messages.slice(Math.max(0, sequence - after)));
    },
    ring: alarm.ring,
    end: () => ending.abort(),
  };
}

function beatAt(sequence: number): LogMessage {
  return { value: { sequence }, page: [] };
}
