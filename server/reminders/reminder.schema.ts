import { CustomerRef } from '../customer/customer.schema.ts';
import { funnelsOf } from '../funnel/funnel.loaders.ts';
import { FunnelRef } from '../funnel/funnel.schema.ts';
import { builder } from '../graphql/builder.ts';
import { inLocale, localeArguments } from '../graphql/locale.ts';
import { pageArguments, readPage } from '../graphql/page.ts';
import { LeadRef } from '../lead/lead.schema.ts';
import { OpportunityRef } from '../opportunity/opportunity.schema.ts';
import { OwnerRef } from '../owner/owner.schema.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { countReminders, findReminders, type ReminderPlace } from './find-reminders.ts';
import type { ReminderRow } from './kinds.ts';
import { reasonOf } from './reason.ts';
import {
  loadCustomer,
  loadLead,
  loadOpportunity,
  loadOwner,
  reminderCountOfOwner,
  remindersOfOwner,
} from './reminder.loaders.ts';
import { ReminderFilterInput, ReminderKindRef, scopeOf } from './reminder-filter.ts';
import { encodeReminderId } from './reminder-id.ts';

const ReminderStateRef = builder.enumType('ReminderState', {
  description: 'What somebody did about a reminder.',
  values: {
    OPEN: { description: 'Nothing, or it was snoozed and that time is over.' },
    SNOOZED: { description: 'Put off until snoozedUntil.' },
    DONE: { description: 'Done. A new cause (the next follow-up, contact, order …) makes a new reminder.' },
  } as const,
});

export const ReminderRef = builder.objectRef<ReminderRow>('Reminder').implement({
  description:
    'Something to do about a lead, an opportunity or a customer. Derived from the facts at the moment of the question, so it goes by itself when its cause does.',
  fields: (t) => ({
    id: t.id({
      description: 'The same for as long as the cause is the same: completeReminder and snoozeReminder take it.',
      resolve: ({ id }) => encodeReminderId(id),
    }),
    kind: t.expose('kind', { type: ReminderKindRef, description: 'What it is about.' }),
    state: t.expose('state', { type: ReminderStateRef, description: 'What somebody did about it.' }),
    since: t.expose('since', {
      type: 'DateTime',
      description: 'What it counts from: the last follow-up, contact or order, or when the lead or opportunity came.',
    }),
    dueAt: t.expose('dueAt', {
      type: 'DateTime',
      description: 'When it falls due: since + the time that its kind allows; once snoozed, not before that is over.',
    }),
    lead: t.field({
      type: LeadRef,
      nullable: true,
      description: 'The lead, also of the opportunity or customer; null where they have none.',
      resolve: ({ leadId }, _, context, info) => loadLead(leadId, context, info),
    }),
    opportunity: t.field({
      type: OpportunityRef,
      nullable: true,
      description: 'Of STALLED: the opportunity; else null.',
      resolve: ({ opportunityId }, _, context, info) => loadOpportunity(opportunityId, context, info),
    }),
    customer: t.field({
      type: CustomerRef,
      nullable: true,
      description: 'Of REPURCHASE_DUE: the customer; else null.',
      resolve: ({ customerId }, _, context, info) => loadCustomer(customerId, context, info),
    }),
    owner: t.field({
      type: OwnerRef,
      nullable: true,
      description: 'Whose it is: the opportunity’s own owner, else the lead’s; null where nobody owns it.',
      resolve: ({ ownerId }, _, context, info) => loadOwner(ownerId, context, info),
    }),
    funnel: t.field({
      type: FunnelRef,
      description: 'The funnel whose settings it follows.',
      resolve: async ({ funnelId }, _, context) => (await funnelsOf(context)).find(({ id }) => id === funnelId)!,
    }),
    reason: t.string({
      description: 'Why it is due, in a sentence: how long it has been, and what the rule says.',
      args: localeArguments,
      resolve: (row, { locale }, { now }) => inLocale(reasonOf(row, now), locale)!,
    }),
    snoozedUntil: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description: 'Of SNOOZED: until when; else null.',
    }),
    markedBy: t.exposeString('markedBy', {
      nullable: true,
      description: 'Who snoozed it or did it, as they were called; null where nobody did, or said.',
    }),
    markedAt: t.expose('markedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last snoozed or done; null where it was not.',
    }),
  }),
});

const ReminderConnection = builder.connectionObject(
  {
    type: ReminderRef,
    name: 'ReminderConnection',
    description: 'Reminders, the longest due first.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many match the filter, on all pages.',
        resolve: ({ totalCount }) => totalCount(),
      }),
    }),
  },
  { description: 'A reminder and its place in the order.' },
);

const listArguments = builder.args((t) => ({
  ...pageArguments,
  filter: t.field({ type: ReminderFilterInput, description: 'Only those that match; absent: all that are due.' }),
}));

const order = {
  parts: ['instant', 'text', 'uuid'] as const,
  placeOf: ({ dueAt, kind, subjectId }: ReminderRow) => [dueAt.toISOString(), kind, subjectId],
};

builder.objectField(WorkspaceRef, 'reminders', (t) =>
  t.field({
    type: ReminderConnection,
    description:
      'To-do list: follow-ups due, unanswered contacts, cooling leads, stalled opportunities, repurchases due; by dueAt, the longest due first.',
    args: listArguments,
    resolve: async (_workspace, { filter, ...args }, context) => {
      const { database } = context;
      const scope = await scopeOf(filter, context);
      return readPage<ReminderRow>(args, {
        ...order,
        find: (after, take) => findReminders(database, scope, { after: readPlace(after), take }),
        count: async () => [...(await countReminders(database, scope)).values()].reduce((sum, count) => sum + count, 0),
      });
    },
  }),
);

builder.prismaObjectField(OwnerRef, 'reminders', (t) =>
  t.field({
    type: ReminderConnection,
    description: 'Their to-do list, the longest due first. `owners` of the filter narrows it further.',
    args: listArguments,
    select: { id: true },
    resolve: async ({ id: ownerId }, { filter, ...args }, context) => {
      const scope = await scopeOf(filter, context);
      return readPage<ReminderRow>(args, {
        ...order,
        find: (after, take) => remindersOfOwner(context).load({ ownerId, scope, after: readPlace(after), take }),
        count: () => reminderCountOfOwner(context).load({ ownerId, scope, after: undefined, take: 0 }),
      });
    },
  }),
);

/** No reminder is due before the first of these, or after the last: the database knows no such instants. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-01-01T00:00:00Z');

function readPlace(place: readonly string[] | undefined): ReminderPlace | undefined {
  if (!place) return undefined;
  return [new Date(Math.min(LAST, Math.max(FIRST, Date.parse(place[0]!)))), place[1]!, place[2]!];
}
