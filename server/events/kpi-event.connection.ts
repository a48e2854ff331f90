import { builder } from '../graphql/builder.ts';
import { LARGEST_PAGE, pageArguments, readSize } from '../graphql/page.ts';
import { requestError } from '../graphql/request-error.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { KpiEventFilterInput, readEventFilter } from './kpi-event.filter.ts';
import { KpiEventRef } from './kpi-event.schema.ts';
import { writeCursor } from './log/cursor.ts';
import { readPlace } from './log/place.ts';
import { countEvents, lastSequence, readEvents, readNewest } from './log/read-log.ts';

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
      last: t.arg.int({
        description: `Instead of first: only so many of the newest, 1 to ${LARGEST_PAGE}, in the log's order all the same.`,
      }),
      filter: t.arg({ type: KpiEventFilterInput, description: 'Only events that match; absent: all.' }),
    },
    resolve: async ({ id }, { first, last, after, filter }, { database }) => {
      const isNewest = typeof last === 'number';
      if (isNewest && typeof first === 'number') throw requestError('INVALID_FIRST', 'Give first or last, not both.');
      const size = readSize(isNewest ? last : first);
      const conditions = readEventFilter(filter ?? {});
      const place = typeof after === 'string' ? readPlace(id, after, await lastSequence(database, id)) : 0;
      const read = isNewest ? readNewest : readEvents;
      const found = await read(database, id, { after: place, filter: conditions, limit: size + 1 });
      const isMore = found.length > size;
      const edges = (isNewest ? found.slice(-size) : found.slice(0, size)).map((node) => ({
        cursor: writeCursor(node.workspaceId, node.sequence),
        node,
      }));
      return {
        edges,
        pageInfo: {
          hasNextPage: isMore && !isNewest,
          hasPreviousPage: isNewest ? isMore : typeof after === 'string',
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        totalCount: () => countEvents(database, id, conditions),
      };
    },
  }),
);
