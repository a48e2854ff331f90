import { oncePerTurn } from '../database/once-per-turn.ts';
import { builder } from '../graphql/builder.ts';
import { perProcess } from '../graphql/context.ts';
import { KpiEventFilterInput, readEventFilter } from './kpi-event.filter.ts';
import { logTailsOf } from './kpi-event.loaders.ts';
import { KpiEventRef } from './kpi-event.schema.ts';
import { writeCursor } from './log/cursor.ts';
import { FURTHEST_BEHIND, followLog } from './log/follow-log.ts';
import type { Discontinuity, Heartbeat, LogMessage } from './log/message.ts';
import { isEvent } from './log/message.ts';
import { readPlace } from './log/place.ts';
import { lastSequence } from './log/read-log.ts';

const HeartbeatRef = builder.objectRef<Heartbeat>('Heartbeat').implement({
  description: 'Everything up to this cursor has been sent, also where a filter let nothing through.',
  fields: (t) => ({
    cursor: t.string({
      description: 'Give it as `after` to go on from here.',
      resolve: ({ sequence }, _, { workspace }) => writeCursor(workspace.id, sequence),
    }),
    sequence: t.exposeInt('sequence', { description: 'The number of the last event up to here; 0 for an empty log.' }),
  }),
});

const DiscontinuityRef = builder.objectRef<Discontinuity>('Discontinuity').implement({
  description:
    'The reader cannot be given what stands between the two cursors: fetch that through workspace.kpiEvents. The stream goes on live behind toCursor.',
  fields: (t) => ({
    fromCursor: t.string({
      description: 'Everything up to here has been sent: `after` for workspace.kpiEvents.',
      resolve: ({ from }, _, { workspace }) => writeCursor(workspace.id, from),
    }),
    toCursor: t.string({
      description: 'What is sent next stands behind here.',
      resolve: ({ to }, _, { workspace }) => writeCursor(workspace.id, to),
    }),
    reason: t.exposeString('reason', {
      description: `TOO_OLD: \`after\` was more than ${FURTHEST_BEHIND} events behind the end. TOO_SLOW: the reader fell so far behind while it read.`,
    }),
  }),
});

const KpiEventMessage = builder.unionType('KpiEventMessage', {
  description: 'What a subscriber to the threshold log is told.',
  types: [KpiEventRef, HeartbeatRef, DiscontinuityRef],
  resolveType: (value) => {
    if (isEvent(value)) return KpiEventRef;
    return 'to' in value ? DiscontinuityRef : HeartbeatRef;
  },
});

/** Where the log of a workspace ends now; many who ask at once share one look. */
const lastSequenceOf = perProcess(({ database }) => oncePerTurn((workspaceId) => lastSequence(database, workspaceId)));

builder.subscriptionField('kpiEvents', (t) =>
  t.field({
    type: KpiEventMessage,
    description:
      'Replays every event after the cursor (none: from now), then goes on live: each once, in order. A heartbeat says how far it is, as soon as all is replayed and then every 15 s; whoever comes back with the last cursor misses nothing. After a lost connection, subscribe again with it.',
    args: {
      after: t.arg.string({
        description:
          'A cursor of this workspace’s log, from wherever; absent: from now. Any other is refused (INVALID_CURSOR).',
      }),
      filter: t.arg({ type: KpiEventFilterInput, description: 'Only events that match; absent: all.' }),
    },
    subscribe: async (_root, { after, filter }, context) => {
      const { services, workspace } = context;
      const conditions = readEventFilter(filter ?? {});
      const until = await lastSequenceOf(services)(workspace.id);
      const from = typeof after === 'string' ? readPlace(workspace.id, after, until) : until;
      return followLog(services.database, workspace.id, () => logTailsOf(services).hold(workspace.id), {
        after: from,
        until,
        filter: conditions,
      });
    },
    resolve: (value) => value as unknown as LogMessage['value'],
  }),
);
