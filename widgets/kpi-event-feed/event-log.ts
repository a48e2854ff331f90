import type { KpiEvent } from '../shared/kpi-event/kpi-event.ts';
import type { Protocol, StreamKind } from '../shared/shared-stream.ts';
import document from './event-log.graphql';

export type LogMessage = (
  | ({ __typename: 'KpiEvent' } & KpiEvent)
  | { __typename: 'Heartbeat'; cursor: string; sequence: number }
  | { __typename: 'Discontinuity'; toCursor: string }
) & {
  /** It came about while nobody was connected. */
  isMissed?: boolean;
  /** The same for all that one stream told. */
  source?: object;
};

/**
 * The threshold log as it grows, unfiltered, so that one stream serves every feed of the page. Each message moves the cursor, from which it
 * goes on after a lost connection; what it cannot be given then (Discontinuity), the feeds ask for: it changes what they were answered.
 */
export const eventLog: StreamKind<LogMessage> = { id: document, open };

function open(): Protocol<LogMessage> {
  const source = {};
  let cursor: string | undefined;
  let isMissed = true;
  return {
    request() {
      isMissed = true;
      return { documentId: document, variables: { after: cursor } };
    },
    take(message) {
      const isFirst = cursor === undefined;
      const isGap = message.__typename === 'Discontinuity';
      cursor = isGap ? message.toCursor : message.cursor;
      // The first heartbeat comes when all is told that was missed.
      if (message.__typename === 'Heartbeat') isMissed = false;
      Object.assign(message, { isMissed, source });
      return isFirst || isGap;
    },
    failed(code) {
      // A log that does not know its own cursor is another one: a backup, say.
      if (code === 'INVALID_CURSOR') cursor = undefined;
    },
  };
}
