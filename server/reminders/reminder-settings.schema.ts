import { type FunnelRecord, funnelByKey } from '../funnel/funnel.loaders.ts';
import { FunnelRef } from '../funnel/funnel.schema.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, renew } from '../graphql/context.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';
import { notOfData } from '../graphql/of-data.ts';
import {
  changeReminderSettings,
  checkReminderSettings,
  defaultReminderSettings,
  InvalidReminderSettingsError,
  type ReminderSettings,
  readReminderSettings,
} from './settings.ts';

const says: Record<keyof ReminderSettings, string> = {
  followUpEveryDays: 'FOLLOW_UP_DUE: so many days after the last follow-up of an open lead.',
  firstFollowUpHours:
    'FOLLOW_UP_DUE: so many hours after an open lead came, or was reopened, without a follow-up since.',
  answerHours: 'UNANSWERED: so many hours after a lead turned to us.',
  coolingDays:
    'COOLING: so many days before the funnel’s leadChurnDays have passed without an interaction; never before half of them have.',
  repurchaseAfterDays: 'REPURCHASE_DUE: so many days after a customer’s last order.',
};
const usualGap = 'what is usual for the customer, else in the workspace';

const ReminderSettingsRef = builder.objectRef<ReminderSettings>('ReminderSettings').implement({
  description: 'When reminders of a funnel fall due. Days are of 86,400 seconds.',
  fields: (t) => ({
    followUpEveryDays: t.exposeInt('followUpEveryDays', { description: says.followUpEveryDays }),
    firstFollowUpHours: t.exposeInt('firstFollowUpHours', { description: says.firstFollowUpHours }),
    answerHours: t.exposeInt('answerHours', { description: says.answerHours }),
    coolingDays: t.exposeInt('coolingDays', { description: says.coolingDays }),
    repurchaseAfterDays: t.exposeInt('repurchaseAfterDays', {
      nullable: true,
      description: `${says.repurchaseAfterDays} null: ${usualGap}.`,
    }),
  }),
});

builder.objectField(FunnelRef, 'reminderSettings', (t) =>
  t.loadable({
    extensions: notOfData,
    type: ReminderSettingsRef,
    description: 'When its reminders fall due. stalledAfterDays and leadChurnDays, set with defineFunnel, matter too.',
    load: (ids: string[], { database, workspace }: Context) => readReminderSettings(database, workspace.id, ids),
    resolve: ({ id }) => id,
  }),
);

builder.objectType(InvalidReminderSettingsError, {
  name: 'InvalidReminderSettingsError',
  description: 'A setting that cannot be (INVALID_SETTING). Nothing changed.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    setting: t.exposeString('setting', { description: 'Name of the input’s field at fault.' }),
  }),
});

const DefineReminderSettingsInput = builder.inputType('DefineReminderSettingsInput', {
  description:
    'When reminders of a funnel fall due. A setting that is left out stays as it was; null sets it back to its default.',
  fields: (t) => {
    const setting = (name: keyof ReminderSettings) =>
      t.int({ description: `${says[name]} Default: ${defaultReminderSettings[name] ?? usualGap}.` });
    return {
      funnel: t.string({ description: 'The funnel’s key; absent: the default funnel.' }),
      followUpEveryDays: setting('followUpEveryDays'),
      firstFollowUpHours: setting('firstFollowUpHours'),
      answerHours: setting('answerHours'),
      coolingDays: setting('coolingDays'),
      repurchaseAfterDays: setting('repurchaseAfterDays'),
    };
  },
});

const DefineReminderSettingsSuccess = builder
  .objectRef<{ funnel: FunnelRecord }>('DefineReminderSettingsSuccess')
  .implement({
    description: 'Reminders fall due as asked, at once.',
    fields: (t) => ({
      funnel: t.field({
        type: FunnelRef,
        description: 'The funnel; its reminderSettings are as asked.',
        resolve: ({ funnel }) => funnel,
      }),
    }),
  });

builder.mutationField('defineReminderSettings', (t) =>
  t.field({
    type: DefineReminderSettingsSuccess,
    description: 'Sets when reminders of a funnel fall due. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidReminderSettingsError] },
    args: { input: t.arg({ type: DefineReminderSettingsInput, required: true, description: 'The settings.' }) },
    resolve: async (_root, { input: { funnel: key, ...change } }, context) => {
      checkReminderSettings(change);
      const funnel = await funnelByKey(key, context);
      await changeReminderSettings(context.database, context.workspace.id, funnel.id, change);
      renew(context);
      return { funnel };
    },
  }),
);
