import { funnelByKey, funnelsOf } from '../funnel/funnel.loaders.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { readable } from '../graphql/readable.ts';
import { allKinds } from './kinds.ts';
import type { ReminderScope } from './question.ts';

export const ReminderKindRef = builder.enumType('ReminderKind', {
  description: 'What a reminder is about. The days and hours are those of the funnel: Funnel.reminderSettings.',
  values: {
    FOLLOW_UP_DUE: {
      description:
        '跟进提醒: an open lead, followUpEveryDays after its last follow-up; without one since it came (or was reopened), firstFollowUpHours after that.',
    },
    UNANSWERED: {
      description:
        '响应时效: a lead turned to us (INBOUND) and has had no follow-up since; answerHours after the first such contact. Of leads that are won or lost: what came after that, for leadChurnDays.',
    },
    COOLING: {
      description:
        '流失预警: an open lead, coolingDays before leadChurnDays have passed since its last interaction, or since it came.',
    },
    STALLED: {
      description:
        '滞留商机: an open opportunity, stalledAfterDays after it was opened; without that setting, the 90th percentile of the sales cycles won in the 365 days before now.',
    },
    REPURCHASE_DUE: {
      description:
        '复购提醒: a customer, repurchaseAfterDays after their last order; without that setting, the mean gap between their orders; where that is below a day, or there is but one, the median gap between first and second order in the workspace.',
    },
  } as const,
});

export const ReminderFilterInput = builder.inputType('ReminderFilterInput', {
  description: 'Which reminders. A list means any of, absent or empty means all; all conditions must hold.',
  fields: (t) => ({
    kinds: t.field({ type: [ReminderKindRef], description: 'Kinds of reminders.' }),
    owners: t.stringList({
      required: { list: false, items: false },
      description: 'Keys of owners; null among them means what nobody owns.',
    }),
    teams: t.stringList({ description: 'Names of teams: what their owners own.' }),
    funnel: t.string({ description: 'The funnel’s key; absent: all funnels.' }),
    dueBefore: t.field({
      type: 'DateTime',
      description: 'Due before this instant, if nothing happens until then; absent: due now.',
    }),
    includeSnoozed: t.boolean({ description: 'Also those put off until later. Default: false.' }),
    includeDone: t.boolean({ description: 'Also those that are done, as long as their cause holds. Default: false.' }),
  }),
});

export type ReminderFilter = typeof ReminderFilterInput.$inferInput;

/** The filter as the statement reads it. @throws a request error for an unknown funnel */
export async function scopeOf(filter: ReminderFilter | null | undefined, context: Context): Promise<ReminderScope> {
  const { kinds, owners, teams, funnel, dueBefore, includeSnoozed, includeDone } = filter ?? {};
  const { workspace, now } = context;
  const funnels =
    funnel === null || funnel === undefined ? await funnelsOf(context) : [await funnelByKey(funnel, context)];
  return {
    workspaceId: workspace.id,
    now,
    // What is due at this very moment is due.
    dueBefore: dueBefore ?? new Date(now.getTime() + 1),
    funnelIds: funnels.map(({ id }) => id),
    kinds: kinds?.length ? kinds : allKinds,
    owners: owners?.length ? owners.map((key) => (typeof key === 'string' ? readable(key) : null)) : undefined,
    teams: teams?.length ? teams.map(readable) : undefined,
    includeSnoozed: includeSnoozed ?? false,
    includeDone: includeDone ?? false,
  };
}
