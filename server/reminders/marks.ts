import { sql } from 'kysely';
import type { Database, Queryable } from '../database/database.ts';
import { writeWorkspace } from '../database/workspace-write.ts';
import { findReminders } from './find-reminders.ts';
import { type ReminderRow, reminderKinds } from './kinds.ts';
import type { ReminderName } from './reminder-id.ts';

/** What somebody does about a reminder. */
export type Mark = { state: 'DONE' } | { state: 'SNOOZED'; until: Date } | { state: 'OPEN' };

export interface MarkRequest {
  workspaceId: string;
  name: ReminderName;
  mark: Mark;
  /** As the caller calls them. */
  by: string | null;
  now: Date;
}

/** After every instant that a reminder can be due at. */
const END_OF_TIME = new Date('9999-12-31T00:00:00Z');

/**
 * Marks a reminder that holds now, due or not; undefined where none of that name does in this workspace. In the transaction that facts
 * queue in: what is marked still held. Saying the same again changes nothing.
 */
export async function markReminder(
  database: Database,
  { workspaceId, name, mark, by, now }: MarkRequest,
): Promise<{ reminder: ReminderRow; changed: boolean } | undefined> {
  return writeWorkspace(database, workspaceId, async (write) => {
    const before = await findNamed(write, workspaceId, name, now);
    if (!before) return undefined;
    if (isMarked(before, mark)) return { reminder: before, changed: false };
    if (mark.state === 'OPEN')
      await write.query(sql`
        delete from reminder_marks
        where workspace_id = ${workspaceId} and kind = ${name.kind} and subject_id = ${name.subject} and cause = ${name.cause}`);
    else {
      const subject = reminderKinds[name.kind];
      const until = mark.state === 'SNOOZED' ? mark.until : null;
      await write.query(sql`
        insert into reminder_marks (workspace_id, kind, subject_id, cause, state, until, marked_by, at, ${sql.ref(`${subject}_id`)})
        values (${workspaceId}, ${name.kind}, ${name.subject}, ${name.cause}, ${mark.state}, ${until}, ${by}, ${now}, ${name.subject})
        on conflict (workspace_id, kind, subject_id, cause) do update
        set state = excluded.state, until = excluded.until, marked_by = excluded.marked_by, at = excluded.at`);
    }
    write.wake();
    return { reminder: (await findNamed(write, workspaceId, name, now))!, changed: true };
  });
}

function isMarked({ state, until, markedAt }: ReminderRow, mark: Mark): boolean {
  // A snooze that has run out is still a mark: it moved the due time.
  if (mark.state === 'OPEN') return markedAt === null;
  return state === mark.state && (mark.state === 'DONE' || until?.getTime() === mark.until.getTime());
}

/** Derived anew for its subject alone. */
async function findNamed(
  on: Queryable,
  workspaceId: string,
  { id, kind, subject }: ReminderName,
  now: Date,
): Promise<ReminderRow | undefined> {
  const funnels = await on.query<{ id: string }>(sql`select id from funnels where workspace_id = ${workspaceId}`);
  const rows = await findReminders(
    on,
    {
      workspaceId,
      now,
      dueBefore: END_OF_TIME,
      funnelIds: funnels.map((funnel) => funnel.id),
      kinds: [kind],
      subject,
      includeSnoozed: true,
      includeDone: true,
    },
    { after: undefined, take: 10 },
  );
  return rows.find((row) => row.id === id);
}
