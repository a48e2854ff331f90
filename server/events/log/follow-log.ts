import type { Database } from '../../database/database.ts';
import type { SharedSource } from '../../graphql/shared-event.ts';
import { untilAnswered } from '../../graphql/until-answered.ts';
import { type DiscontinuityReason, isEvent, type LogMessage, messagesOf } from './message.ts';
import { type KpiEventFilter, matcherOf, readEvents } from './read-log.ts';
import { type LogTail, PAGE } from './tail.ts';

/** A reader that is further behind is not served any more: it is told so, and goes on from the end. */
export const FURTHEST_BEHIND = 10_000;

export interface Following {
  /** Behind which number to begin. */
  after: number;
  /** The end of the log when the reader came: a heartbeat says when it has been told all up to there. */
  until: number;
  filter: KpiEventFilter;
}

export interface LogReader extends SharedSource<LogMessage> {
  /** Where `take` gave nothing: everything up to here was told, or does not match. */
  readonly position: number;
}

/**
 * Tells a reader every event behind a number, in order, then each new one; and how far that is: as soon as the end is reached, and with each
 * beat of the tail. It reads when its reader asks for the next, so nothing queues up for a slow one; one that is too far behind when its
 * turn comes is told what it misses. Holds the tail until it ends.
 */
export function followLog(
  database: Database,
  workspaceId: string,
  hold: () => LogTail,
  { after, until, filter }: Following,
): LogReader {
  const ending = new AbortController();
  const matches = matcherOf(filter);
  let tail: LogTail | undefined;
  /** Everything up to here was told, or is in `waiting`. */
  let position = after;
  let waiting: readonly LogMessage[] = [];
  let told = 0;
  /** The last beat that was told; undefined before the end was reached for the first time. */
  let beat: LogMessage | undefined;
  let tooFar: DiscontinuityReason = 'TOO_OLD';
  let wake = () => {};

  /** What this process has not in memory any more. */
  async function read(): Promise<void> {
    const end = Math.max(tail!.head, until);
    const events = await untilAnswered(ending.signal, () =>
      readEvents(database, workspaceId, { after: position, filter, limit: PAGE }),
    );
    if (!events) return;
    waiting = messagesOf(events);
    // A page that is not full holds all that match up to the end, and perhaps some that came since.
    const last = events.at(-1)?.sequence ?? 0;
    position = events.length === PAGE ? last : Math.max(end, last);
  }

  function nextWaiting(): LogMessage | undefined {
    while (told < waiting.length) {
      const message = waiting[told++]!;
      if (!isEvent(message.value) || matches(message.value)) return message;
    }
    told = 0;
    waiting = [];
    return undefined;
  }

  /** A beat that has not been told, once all is told that came before it. */
  function nextBeat(latest: LogMessage): LogMessage | undefined {
    if (beat === latest) return undefined;
    const isFirst = beat === undefined;
    beat = latest;
    const { value } = latest;
    // One that was made before this reader went further would have it come back behind what it was told.
    const isOfHere = 'sequence' in value && value.sequence === position;
    return !isFirst && isOfHere ? latest : { value: { sequence: position }, page: [] };
  }

  function missed(end: number): LogMessage {
    const from = position;
    position = end;
    return { value: { from, to: end, reason: tooFar }, page: [] };
  }

  function take(): LogMessage | 'READ' | undefined {
    if (ending.signal.aborted) return undefined;
    tail ??= hold();
    for (;;) {
      const waited = nextWaiting();
      if (waited) return waited;
      if (!tail.isReady) return undefined;
      const end = Math.max(tail.head, until);
      if (end - position > FURTHEST_BEHIND) return missed(end);
      tooFar = 'TOO_SLOW';
      if (position >= end) return nextBeat(tail.beat);
      const recent = position < tail.head ? tail.since(position) : undefined;
      if (!recent) return 'READ';
      waiting = recent;
      position = tail.head;
    }
  }

  function end(): void {
    ending.abort();
    waiting = [];
    tail?.release();
    wake();
  }

  const source: LogReader = {
    get position() {
      return position;
    },
    take,
    read,
    end,
    onMove(listener) {
      tail ??= hold();
      tail.onMove = listener;
    },
    async next() {
      source.onMove(() => wake());
      while (!ending.signal.aborted) {
        const message = take();
        if (message === 'READ') await source.read();
        else if (message) return { done: false, value: message };
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      return { done: true, value: undefined };
    },
    async return() {
      end();
      return { done: true, value: undefined };
    },
    async throw(error) {
      end();
      throw error;
    },
    [Symbol.asyncIterator]: () => source,
  };
  return source;
}
