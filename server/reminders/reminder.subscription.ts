import { builder } from '../graphql/builder.ts';
import { eventValue, live } from '../graphql/live.ts';
import { pageArguments, readSize } from '../graphql/page.ts';
import { findReminders } from './find-reminders.ts';
import type { ReminderRow } from './kinds.ts';
import { ReminderRef } from './reminder.schema.ts';
import { ReminderFilterInput, scopeOf } from './reminder-filter.ts';
import { encodeReminderId } from './reminder-id.ts';

/** The clock makes reminders due, and ends snoozes. */
const LOOK_AGAIN_MS = 60_000;
/** People work through it: while facts pour in it need not be derived many times a second. */
const QUIET_MS = 1_000;

interface ToDoList {
  items: readonly ReminderRow[];
  hasMore: boolean;
  added: readonly string[];
  removed: readonly string[];
  changed: readonly string[];
}

const ReminderListRef = builder.objectRef<ToDoList>('ReminderList').implement({
  description: 'The beginning of a to-do list as it is now, and how it differs from the one told before.',
  fields: (t) => ({
    items: t.field({
      type: [ReminderRef],
      description: 'The reminders, the longest due first; as many as asked for.',
      resolve: ({ items }) => items,
    }),
    hasMore: t.exposeBoolean('hasMore', { description: 'Whether there are more; workspace.reminders has them.' }),
    added: t.idList({
      description:
        'Ids of items that were not among those told before: new, or moved up. At first, and after an error, all.',
      resolve: ({ added }) => added.map(encodeReminderId),
    }),
    removed: t.idList({
      description: 'Ids of items told before that are not among these any more: gone, or moved beyond the last.',
      resolve: ({ removed }) => removed.map(encodeReminderId),
    }),
    changed: t.idList({
      description: 'Ids of items that were told before, and have another due time, owner or state.',
      resolve: ({ changed }) => changed.map(encodeReminderId),
    }),
  }),
});

builder.subscriptionField('reminders', (t) =>
  t.field({
    type: ReminderListRef,
    description:
      'The to-do list now, then again whenever it changed: facts came, somebody marked one, or the clock moved (looked at each minute). At least a second apart: bursts come as one, the latest always comes.',
    args: {
      first: pageArguments.first,
      filter: t.arg({ type: ReminderFilterInput, description: 'Only those that match; absent: all that are due.' }),
    },
    subscribe: (_root, { first, filter }, context) => {
      const size = readSize(first);
      return live<ToDoList>(context, {
        look: async (fresh) => {
          const scope = await scopeOf(filter, fresh);
          const rows = await findReminders(fresh.database, scope, { after: undefined, take: size + 1 });
          return listOf(rows.slice(0, size), rows.length > size);
        },
        differs: (list, last) => {
          // Here it is known what was told before.
          Object.assign(list, difference(last.items, list.items));
          return list.added.length + list.removed.length + list.changed.length > 0 || list.hasMore !== last.hasMore;
        },
        lookAgainAfterMs: () => LOOK_AGAIN_MS,
        quietMs: QUIET_MS,
        isFinal: (error) => error instanceof Error && 'extensions' in error,
      });
    },
    resolve: (event) => eventValue(event),
  }),
);

/** As nobody was told of it yet. */
function listOf(items: readonly ReminderRow[], hasMore: boolean): ToDoList {
  return { items, hasMore, ...difference([], items) };
}

function difference(
  before: readonly ReminderRow[],
  now: readonly ReminderRow[],
): Pick<ToDoList, 'added' | 'removed' | 'changed'> {
  const known = new Map(before.map((row) => [row.id, row]));
  const kept = new Set(now.map(({ id }) => id));
  const isOther = (row: ReminderRow, last: ReminderRow) =>
    row.dueAt.getTime() !== last.dueAt.getTime() ||
    row.ownerId !== last.ownerId ||
    row.state !== last.state ||
    row.since.getTime() !== last.since.getTime() ||
    row.markedAt?.getTime() !== last.markedAt?.getTime();
  return {
    added: now.filter(({ id }) => !known.has(id)).map(({ id }) => id),
    removed: before.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    changed: now.filter((row) => known.has(row.id) && isOther(row, known.get(row.id)!)).map(({ id }) => id),
  };
}
