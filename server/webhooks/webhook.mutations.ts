import { AlertSeverity } from '../events/alert-rule.input.ts';
import { KpiEventKindRef } from '../events/kpi-event.enums.ts';
import { lastSequence } from '../events/log/read-log.ts';
import { builder } from '../graphql/builder.ts';
import { encodeGlobalId, idOfType } from '../graphql/global-id.ts';
import { changeSettings } from './change-settings.ts';
import {
  checkAddress,
  checkFilter,
  checkHours,
  checkLocale,
  checkName,
  checkRobotSecret,
  LONGEST_NAME,
  MOST_HOURS,
} from './check-webhook.ts';
import { formats } from './format/formats.ts';
import { newSigningSecret } from './format/secret.ts';
import { WebhookFormatRef, WebhookRef } from './webhook.schema.ts';
import type { Webhook } from './webhook.ts';
import { InvalidWebhookError, WebhookNotFoundError } from './webhook-errors.ts';
import { changeWebhook, insertWebhook, removeWebhook } from './write-webhooks.ts';

const GIVE_UP_AFTER_HOURS = 5 * 24;
const urlRules =
  'https, port 443 or from 1024 on, no user in it; a host on the public internet, unless the server is configured otherwise. What its name stands for is looked up and checked with each attempt.';

const WebhookFilterInput = builder.inputType('WebhookFilterInput', {
  description:
    'Which events a webhook sends: those that everything given lets through. An empty list is an absent one.',
  fields: (t) => ({
    rules: t.idList({ description: 'Events of these rules; absent: of all, those to come included.' }),
    kpis: t.stringList({ description: 'Events of these KPIs, by key; absent: of all.' }),
    kinds: t.field({ type: [KpiEventKindRef], description: 'Events of these kinds; absent: of all.' }),
    minimumSeverity: t.field({ type: AlertSeverity, description: 'Events that matter at least so much; absent: all.' }),
    includeSilenced: t.boolean({ description: 'Events that were silenced, too. Default: false.' }),
  }),
});

const CreateWebhookInput = builder.inputType('CreateWebhookInput', {
  description: 'A new webhook.',
  fields: (t) => ({
    name: t.string({ required: true, description: `Its name for people; 1 to ${LONGEST_NAME} characters.` }),
    url: t.string({ required: true, description: `Where to send: ${urlRules}` }),
    format: t.field({ type: WebhookFormatRef, description: 'How messages are written. Default: STANDARD.' }),
    locale: t.string({ description: 'Language of a robot’s messages, en or zh. Default: en.' }),
    filter: t.field({ type: WebhookFilterInput, description: 'Which events to send; absent: all but silenced ones.' }),
    robotSecret: t.string({
      description: 'Of DINGTALK and FEISHU: the secret that the platform shows where its robot asks for signatures.',
    }),
    giveUpAfterHours: t.int({
      description: `Switch it off once every attempt has failed for so many hours, 1 to ${MOST_HOURS}. Default: ${GIVE_UP_AFTER_HOURS}.`,
    }),
  }),
});

const secretDescription =
  'What to verify signatures with (whsec_…), shown this once; null for a robot, whose messages are not signed by it.';

const CreateWebhookSuccess = builder.objectRef<Webhook>('CreateWebhookSuccess').implement({
  description: 'A new webhook: events from now on are sent to it.',
  fields: (t) => ({
    webhook: t.field({ type: WebhookRef, description: 'The webhook.', resolve: (webhook) => webhook }),
    secret: t.string({
      nullable: true,
      description: secretDescription,
      resolve: ({ format, secret }) => (formats[format].secret === 'OURS' ? secret : null),
    }),
  }),
});

builder.mutationField('createWebhook', (t) =>
  t.field({
    type: CreateWebhookSuccess,
    description: 'Makes a webhook. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [InvalidWebhookError] },
    args: { input: t.arg({ type: CreateWebhookInput, required: true, description: 'The webhook.' }) },
    resolve: async (_root, { input }, { database, workspace, services }) => {
      const format = input.format ?? 'STANDARD';
      const robotSecret = checkRobotSecret(format, input.robotSecret ?? null);
      const settings = {
        name: checkName(input.name),
        url: checkAddress(services.outbound, input.url),
        format,
        locale: checkLocale(input.locale ?? 'en'),
        filter: await checkFilter(database, workspace.id, input.filter ?? {}),
        secret: formats[format].secret === 'OURS' ? newSigningSecret() : robotSecret,
        giveUpAfterHours: checkHours(input.giveUpAfterHours ?? GIVE_UP_AFTER_HOURS, 'giveUpAfterHours', 1),
      };
      return insertWebhook(database, workspace.id, settings, services.now());
    },
  }),
);

const WebhookResume = builder.enumType('WebhookResume', {
  description: 'Where a webhook goes on that is switched on again.',
  values: {
    WHERE_IT_STOOD: { description: 'Behind the last event that it delivered: all that came meanwhile is sent.' },
    NOW: { description: 'With the next event; what came meanwhile is passed over (replayWebhook can send it).' },
  } as const,
});

const UpdateWebhookInput = builder.inputType('UpdateWebhookInput', {
  description: 'What to change of a webhook; what is left out, or null, stays.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'As createWebhook or workspace.webhooks gave it.' }),
    name: t.string({ description: `Its name for people; 1 to ${LONGEST_NAME} characters.` }),
    url: t.string({ description: `Where to send, from the next attempt on: ${urlRules}` }),
    locale: t.string({ description: 'Language of a robot’s messages, en or zh.' }),
    filter: t.field({ type: WebhookFilterInput, description: 'Which events to send, whole.' }),
    robotSecret: t.string({ description: 'Of DINGTALK and FEISHU: another secret; empty: none any more.' }),
    giveUpAfterHours: t.int({
      description: `Switch it off once every attempt has failed for so many hours, 1 to ${MOST_HOURS}.`,
    }),
    enabled: t.boolean({
      description: 'false: switch it off; it keeps its place in the log. true: switch it on, and try at once.',
    }),
    resume: t.field({
      type: WebhookResume,
      description: 'With `enabled: true`: where to go on. Default: WHERE_IT_STOOD.',
    }),
  }),
});

const webhookField = (type: string, description: string) =>
  builder.objectRef<Webhook>(type).implement({
    description,
    fields: (t) => ({
      webhook: t.field({ type: WebhookRef, description: 'The webhook as it is now.', resolve: (webhook) => webhook }),
    }),
  });

const UpdateWebhookSuccess = webhookField('UpdateWebhookSuccess', 'The webhook is as asked.');

builder.mutationField('updateWebhook', (t) =>
  t.field({
    type: UpdateWebhookSuccess,
    description:
      'Changes a webhook, or switches it off or on. A new URL begins without a history of failures. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [WebhookNotFoundError, InvalidWebhookError] },
    args: { input: t.arg({ type: UpdateWebhookInput, required: true, description: 'What to change.' }) },
    resolve: async (_root, { input }, { database, workspace, services }) => {
      const { name, url, locale, filter, robotSecret, giveUpAfterHours, enabled, resume } = input;
      const now = services.now();
      const common = {
        name: name == null ? undefined : checkName(name),
        url: url == null ? undefined : checkAddress(services.outbound, url),
        locale: locale == null ? undefined : checkLocale(locale),
        filter: filter == null ? undefined : await checkFilter(database, workspace.id, filter),
        giveUpAfterHours: giveUpAfterHours == null ? undefined : checkHours(giveUpAfterHours, 'giveUpAfterHours', 1),
        enabled: enabled ?? undefined,
      };
      return changeWebhook(database, workspace.id, idOfType('Webhook', input.id), now, async (webhook, on) => {
        const secret = robotSecret == null ? undefined : checkRobotSecret(webhook.format, robotSecret);
        const end = enabled && resume === 'NOW' ? await lastSequence(on, workspace.id) : undefined;
        const isRobots = formats[webhook.format].secret === 'THEIRS';
        return changeSettings(webhook, { ...common, robotSecret: isRobots ? secret : undefined }, now, end);
      });
    },
  }),
);

const DeleteWebhookSuccess = builder.objectRef<{ id: string }>('DeleteWebhookSuccess').implement({
  description: 'The webhook is gone, with its history. A message under way may still arrive.',
  fields: (t) => ({
    id: t.id({ description: 'The id that it had.', resolve: ({ id }) => encodeGlobalId('Webhook', id) }),
  }),
});

builder.mutationField('deleteWebhook', (t) =>
  t.field({
    type: DeleteWebhookSuccess,
    description: 'Takes a webhook away for good. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [WebhookNotFoundError] },
    args: { id: t.arg.id({ required: true, description: 'As createWebhook or workspace.webhooks gave it.' }) },
    resolve: async (_root, args, { database, workspace }) => {
      const id = idOfType('Webhook', args.id);
      if (!id || !(await removeWebhook(database, workspace.id, id))) throw new WebhookNotFoundError();
      return { id };
    },
  }),
);
