import { builder } from '../graphql/builder.ts';
import { type Context, renew } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import type { ReminderRow } from './kinds.ts';
import { type Mark, markReminder } from './marks.ts';
import { ReminderRef } from './reminder.schema.ts';
import { decodeReminderId } from './reminder-id.ts';

const LONGEST_BY = 200;
/** Longer than anybody means it. */
const LONGEST_SNOOZE_YEARS = 5;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;
/** With the u flag pairs are one character, so only halves match: the database keeps none. */
const LONE_SURROGATE = /\p{Surrogate}/u;

class ReminderNotFoundError extends Error {
  readonly code = 'REMINDER_NOT_FOUND';

  constructor() {
    super('There is no such reminder (any more): its cause may be gone. Ask workspace.reminders for what there is.');
    this.name = 'ReminderNotFoundError';
  }
}

builder.objectType(ReminderNotFoundError, {
  name: 'ReminderNotFoundError',
  description:
    'No reminder with that id in this workspace now: it never was, or its cause is gone (the lead was followed up, closed, erased …). Nothing changed.',
  interfaces: [ErrorInterface],
});

class InvalidReminderMarkError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'InvalidReminderMarkError';
    this.code = code;
  }
}

builder.objectType(InvalidReminderMarkError, {
  name: 'InvalidReminderMarkError',
  description: 'The reminder cannot be marked so: INVALID_UNTIL or INVALID_BY. Nothing changed.',
  interfaces: [ErrorInterface],
});

interface MarkOutcome {
  reminder: ReminderRow;
  changed: boolean;
}

function implementMark(name: string, description: string) {
  return builder.objectRef<MarkOutcome>(name).implement({
    description,
    fields: (t) => ({
      changed: t.exposeBoolean('changed', { description: 'false: it was so already.' }),
      reminder: t.field({
        type: ReminderRef,
        nullable: true,
        authScopes: { read: true },
        description: 'The reminder as it is now; null with an error for a key without the scope READ.',
        resolve: ({ reminder }) => reminder,
      }),
    }),
  });
}

const whichFields = {
  id: 'The reminder’s id.',
  by: `Who does it, as you call them: an owner’s key, a user’s name; at most ${LONGEST_BY} characters. It is kept with the reminder.`,
};

const CompleteReminderInput = builder.inputType('CompleteReminderInput', {
  description: 'Which reminder is done.',
  fields: (t) => ({
    id: t.id({ required: true, description: whichFields.id }),
    by: t.string({ description: whichFields.by }),
  }),
});

const SnoozeReminderInput = builder.inputType('SnoozeReminderInput', {
  description: 'Which reminder is put off, and until when.',
  fields: (t) => ({
    id: t.id({ required: true, description: whichFields.id }),
    until: t.field({
      type: 'DateTime',
      required: true,
      description: `When it is due again: in the future, at most ${LONGEST_SNOOZE_YEARS} years.`,
    }),
    by: t.string({ description: whichFields.by }),
  }),
});

const ReopenReminderInput = builder.inputType('ReopenReminderInput', {
  description: 'Which reminder is to be as if nobody had marked it.',
  fields: (t) => ({ id: t.id({ required: true, description: whichFields.id }) }),
});

const CompleteReminderSuccess = implementMark(
  'CompleteReminderSuccess',
  'The reminder is done: hidden, until a new cause makes a new one.',
);
const SnoozeReminderSuccess = implementMark('SnoozeReminderSuccess', 'The reminder is put off.');
const ReopenReminderSuccess = implementMark('ReopenReminderSuccess', 'The reminder is open, and due by its rule.');

builder.mutationField('completeReminder', (t) =>
  t.field({
    type: CompleteReminderSuccess,
    description:
      'Marks a reminder as done, due or not. It stays hidden until something new makes a new one. Recording what was done (recordActivity …) does without. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [ReminderNotFoundError, InvalidReminderMarkError] },
    args: { input: t.arg({ type: CompleteReminderInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) => mark(context, input, { state: 'DONE' }),
  }),
);

builder.mutationField('snoozeReminder', (t) =>
  t.field({
    type: SnoozeReminderSuccess,
    description: 'Puts a reminder off: it is due again at that time, unless its cause is gone by then. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [ReminderNotFoundError, InvalidReminderMarkError] },
    args: { input: t.arg({ type: SnoozeReminderInput, required: true, description: 'Which one, until when.' }) },
    resolve: (_root, { input }, context) => {
      const until = checkUntil(input.until, context.services.now());
      return mark(context, input, { state: 'SNOOZED', until });
    },
  }),
);

builder.mutationField('reopenReminder', (t) =>
  t.field({
    type: ReopenReminderSuccess,
    description: 'Takes back that a reminder is done or snoozed. Scope INGEST.',
    authScopes: { ingest: true },
    errors: { types: [ReminderNotFoundError] },
    args: { input: t.arg({ type: ReopenReminderInput, required: true, description: 'Which one.' }) },
    resolve: (_root, { input }, context) => mark(context, input, { state: 'OPEN' }),
  }),
);

async function mark(context: Context, input: { id: string; by?: string | null }, mark: Mark): Promise<MarkOutcome> {
  const by = checkBy(input.by);
  const name = decodeReminderId(input.id);
  if (!name) throw new ReminderNotFoundError();
  const { database, workspace, services } = context;
  const outcome = await markReminder(database, { workspaceId: workspace.id, name, mark, by, now: services.now() });
  if (!outcome) throw new ReminderNotFoundError();
  renew(context);
  return outcome;
}

function checkBy(by: string | null | undefined): string | null {
  const trimmed = by?.trim();
  if (!trimmed) return null;
  if (trimmed.length > LONGEST_BY || CONTROL.test(trimmed) || LONE_SURROGATE.test(trimmed))
    throw new InvalidReminderMarkError(
      'INVALID_BY',
      `by has at most ${LONGEST_BY} characters, none of them control characters; shorten it, or leave it out.`,
    );
  return trimmed;
}

function checkUntil(until: Date, now: Date): Date {
  if (until <= now)
    throw new InvalidReminderMarkError('INVALID_UNTIL', 'until lies in the past; give a later instant.');
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + LONGEST_SNOOZE_YEARS);
  if (until > latest)
    throw new InvalidReminderMarkError(
      'INVALID_UNTIL',
      `until is more than ${LONGEST_SNOOZE_YEARS} years away; give an earlier instant, or complete the reminder.`,
    );
  return until;
}
