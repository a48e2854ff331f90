import { builder } from '../graphql/builder.ts';
import { pageArguments, readSize } from '../graphql/page.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { KpiEventFilterInput, readEventFilter } from './kpi-event.filter.ts';
import { KpiEventRef } from './kpi-event.schema.ts';
import { writeCursor } from './log/cursor.ts';
import { readPlace } from './log/place.ts';
import { countEvents, lastSequence, readEvents } from './log/read-log.ts';

const KpiEventConnection = builder.connectionObject(
  {
    type: KpiEventRef,
    name: 'KpiEventConnection',
    description: 'Events of the threshold log, in its order.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many match the filter, on all pages.',
        resolve: ({ totalCount }) => totalCount(),
      }),
    }),
  },
  { description: 'An event and its place in the log.' },
);

builder.objectField(WorkspaceRef, 'kpiEvents', (t) =>
  t.field({
    type: KpiEventConnection,
    description:
      'The threshold log, oldest first. `after` takes a cursor from here, from the subscription or from GET /events alike; one of another workspace, or of no event yet, is refused (INVALID_CURSOR).',
    args: {
      ...pageArguments,
      filter: t.arg({ type: KpiEventFilterInput, description: 'Only events that match; absent: all.' }),
    },
    resolve: async ({ id }, { first, after, filter }, { database }) => {
      const size = readSize(first);
      const conditions = readEventFilter(filter ?? {});
      const place = typeof after === 'string' ? readPlace(id, after, await lastSequence(database, id)) : 0;
      const found = await readEvents(database, id, { after: place, filter: conditions, limit: size + 1 });
      const edges = found
        .slice(0, size)
        .map((node) => ({ cursor: writeCursor(node.workspaceId, node.sequence), node }));
      return {
        edges,
        pageInfo: {
          hasNextPage: found.length > size,
          hasPreviousPage: typeof after === 'string',
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        totalCount: () => countEvents(database, id, conditions),
      };
    },
  }),
);
