import { isUuid } from '../graphql/global-id.ts';
import { type ReminderKind, reminderKinds } from './kinds.ts';

export interface ReminderName {
  /** As rows and marks have it. */
  id: string;
  kind: ReminderKind;
  /** Internal id of the lead, opportunity or customer. */
  subject: string;
  /** What it counts from. */
  cause: string;
}

/** What a client sees: base64 of `Reminder:KIND:subject:cause`. */
export function encodeReminderId(id: string): string {
  return Buffer.from(`Reminder:${id}`).toString('base64');
}

const LONGEST = 300;

/** undefined for what no reminder was ever called. */
export function decodeReminderId(globalId: string): ReminderName | undefined {
  if (globalId.length > LONGEST) return undefined;
  const [, id, kind, subject, cause] =
    /^Reminder:(([A-Z_]+):([0-9a-f-]+):([0-9a-z-]+))$/.exec(Buffer.from(globalId, 'base64').toString('utf8')) ?? [];
  if (!id || !kind || !subject || !cause || !Object.hasOwn(reminderKinds, kind) || !isUuid(subject)) return undefined;
  return { id, kind: kind as ReminderKind, subject, cause };
}
