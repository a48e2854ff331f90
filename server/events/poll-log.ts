import type { Credential } from '../access/credential.ts';
import { createContext, type Services } from '../graphql/context.ts';
import { eventLine } from './event-line.ts';
import { readEventFilter } from './kpi-event.filter.ts';
import { logTailsOf } from './kpi-event.loaders.ts';
import { writeCursor } from './log/cursor.ts';
import { followLog } from './log/follow-log.ts';
import type { KpiEvent } from './log/kpi-event.ts';
import { isEvent } from './log/message.ts';
import { readPlace } from './log/place.ts';
import { lastSequence, readEvents } from './log/read-log.ts';

export interface Poll {
  /** Absent: from the beginning of the log. 'end': from now. */
  after: string | undefined;
  kpis: readonly string[];
  /** Global ids. */
  rules: readonly string[];
  kinds: readonly string[];
  /** How many events at most. */
  limit: number;
  /** How long to wait for the first one. */
  waitMs: number;
}

/**
 * A page of the log as lines of JSON, at once where there is something behind the cursor, else as soon as there is or the time is over. The
 * last line is `{ cursor, sequence }`: everything up to there has been told. undefined: the key was revoked or ran out meanwhile.
 * Throws requestError INVALID_CURSOR, INVALID_FILTER.
 */
export async function pollLog(
  services: Services,
  credential: Credential,
  { after, limit, waitMs, ...lists }: Poll,
  gone: AbortSignal,
): Promise<object[] | undefined> {
  const { database } = services;
  const { id: workspaceId } = credential.workspace;
  const filter = readEventFilter(lists);
  const until = await lastSequence(database, workspaceId);
  const place = after === 'end' ? until : after === undefined ? 0 : readPlace(workspaceId, after, until);
  let events = await readEvents(database, workspaceId, { after: place, filter, limit });
  let upTo = events.length < limit ? until : 0;
  if (events.length === 0 && waitMs > 0) {
    const waited = await waitForEvents();
    if (!(await services.openKeys.check(credential))) return undefined;
    events = waited.events;
    upTo = waited.upTo;
  }
  const context = createContext(services, credential, undefined);
  const lines = await Promise.all(events.map((event) => eventLine(event, context)));
  const sequence = Math.max(upTo, events.at(-1)?.sequence ?? 0);
  return [...lines, { cursor: writeCursor(workspaceId, sequence), sequence }];

  /** Everything up to `until` has been read and does not match. */
  function waitForEvents(): Promise<{ events: KpiEvent[]; upTo: number }> {
    const source = followLog(database, workspaceId, () => logTailsOf(services).hold(workspaceId), {
      after: until,
      until,
      filter,
    });
    const found: KpiEvent[] = [];
    let upTo = until;
    return new Promise((resolve, reject) => {
      let isOver = false;
      const releases: (() => void)[] = [];
      const end = () => {
        isOver = true;
        for (const release of releases) release();
        source.end();
        resolve({ events: found, upTo });
      };
      const fail = (error: unknown) => {
        end();
        reject(error);
      };
      const look = () => {
        if (isOver) return;
        while (found.length < limit) {
          const message = source.take();
          if (!message) {
            upTo = source.position;
            break;
          }
          if (message === 'READ') {
            // With events at hand there is nothing to wait for.
            if (found.length > 0) break;
            source.read().then(look, fail);
            return;
          }
          if (isEvent(message.value)) found.push(message.value);
          else if ('to' in message.value) {
            // Too much came at once to be waited for; the next page is read as any other.
            end();
            return;
          }
        }
        if (found.length > 0) end();
      };
      const timer = setTimeout(end, waitMs);
      gone.addEventListener('abort', end, { once: true });
      releases.push(
        () => clearTimeout(timer),
        () => gone.removeEventListener('abort', end),
        services.openKeys.hold(credential, end),
        services.streams.add(end),
      );
      source.onMove(look);
      look();
      if (isOver) end();
    });
  }
}
