import { AlertSeverity } from '../events/alert-rule.input.ts';
import { AlertRuleRef, ruleLoader } from '../events/alert-rule.schema.ts';
import { KpiEventKindRef } from '../events/kpi-event.enums.ts';
import { builder } from '../graphql/builder.ts';
import { encodeGlobalId, idOfType } from '../graphql/global-id.ts';
import { definitionOf, KpiDefinitionRef } from '../graphql/kpi-definition.ts';
import { pageArguments, readPage } from '../graphql/page.ts';
import { WorkspaceRef } from '../workspace/workspace.schema.ts';
import { ATTEMPTS_KEPT } from './attempts.ts';
import { formats } from './format/formats.ts';
import { webhookById, webhooksOf } from './read-webhooks.ts';
import { attemptCountLoader, attemptPageLoader } from './webhook.loaders.ts';
import type { Webhook, WebhookAttempt } from './webhook.ts';
import { WebhookAttemptConnection } from './webhook-attempt.schema.ts';
import { MOST_WEBHOOKS } from './webhook-errors.ts';

export const WebhookFormatRef = builder.enumType('WebhookFormat', {
  description: 'How messages are written, and how a receiver says that it took one.',
  values: {
    STANDARD: { description: 'JSON, signed after the Standard Webhooks specification; any 2xx takes it.' },
    WECOM: { description: '企业微信 group robot: Markdown; at most 20 a minute are sent.' },
    DINGTALK: { description: '钉钉 custom robot: Markdown, signed (加签) with robotSecret; at most 20 a minute.' },
    FEISHU: { description: '飞书 or Lark custom robot: a post, signed (签名校验) with robotSecret.' },
    SLACK: { description: 'Slack incoming webhook: mrkdwn; at most one a second.' },
  } as const,
});

const WebhookStatus = builder.enumType('WebhookStatus', {
  description: 'Whether a webhook delivers.',
  values: {
    ACTIVE: { description: 'It does, or would: nothing failed last.' },
    FAILING: { description: 'The last attempt failed; it is tried again.' },
    DISABLED: { description: 'It is switched off, and stands where it stood.' },
  } as const,
});

const WebhookDisabledReason = builder.enumType('WebhookDisabledReason', {
  description: 'Why a webhook is switched off.',
  values: {
    PAUSED: { description: 'Somebody did: updateWebhook(input: { enabled: false }).' },
    FAILED: { description: 'Every attempt failed for giveUpAfterHours.' },
    GONE: { description: 'The receiver answered 410.' },
  } as const,
});

const WebhookReplayRef = builder.objectRef<{ next: number; through: number }>('WebhookReplay').implement({
  description: 'A range of the log that is being sent again.',
  fields: (t) => ({
    next: t.exposeInt('next', { description: 'The sequence number to go on with.' }),
    through: t.exposeInt('through', { description: 'The last sequence number.' }),
  }),
});

/** What follows the host is a robot's key, and often one of others, too. */
function shownUrl({ url, format }: Webhook): string {
  const { origin, pathname, search } = new URL(url);
  if (formats[format].secret !== 'OURS') return `${origin}/…`;
  return origin + pathname + (search && '?…');
}

export const WebhookRef = builder.objectRef<Webhook>('Webhook').implement({
  description:
    'An address that events of the threshold log are sent to, in the order of the log, one at a time, each until it is taken. The same event may come more than once, under the same id. Its secrets are shown when they are made, and never again.',
  fields: (t) => ({
    id: t.id({ description: 'For the mutations.', resolve: ({ id }) => encodeGlobalId('Webhook', id) }),
    name: t.exposeString('name', { description: 'Its name for people.' }),
    url: t.string({
      description: 'Where it sends to, without what may be secret: the query, and of a robot’s all behind the host.',
      resolve: shownUrl,
    }),
    format: t.expose('format', { type: WebhookFormatRef, description: 'How messages are written.' }),
    locale: t.exposeString('locale', { description: 'Language of a robot’s messages: en or zh.' }),
    rules: t.field({
      type: [AlertRuleRef],
      nullable: true,
      description: 'The rules whose events it sends; null: all.',
      resolve: async ({ filter }, _args, context) => {
        const rules = filter.rules && (await Promise.all(filter.rules.map((id) => ruleLoader(context).load(id))));
        return rules?.filter((rule) => rule !== null);
      },
    }),
    kpis: t.field({
      type: [KpiDefinitionRef],
      nullable: true,
      description: 'The KPIs whose events it sends; null: all.',
      resolve: ({ filter }) => filter.kpis?.map(definitionOf),
    }),
    kinds: t.field({
      type: [KpiEventKindRef],
      nullable: true,
      description: 'The kinds of events that it sends; null: all.',
      resolve: ({ filter }) => filter.kinds,
    }),
    minimumSeverity: t.field({
      type: AlertSeverity,
      nullable: true,
      description: 'It sends events that matter at least so much; null: all.',
      resolve: ({ filter }) => filter.minimumSeverity,
    }),
    includeSilenced: t.boolean({
      description: 'Whether it sends events that were silenced, too.',
      resolve: ({ filter }) => filter.includeSilenced,
    }),
    status: t.field({
      type: WebhookStatus,
      description: 'Whether it delivers.',
      resolve: ({ disabledAt, failures }) => (disabledAt ? 'DISABLED' : failures > 0 ? 'FAILING' : 'ACTIVE'),
    }),
    position: t.exposeInt('position', {
      description: 'Every event up to this sequence number has been delivered, or is none that it sends.',
    }),
    replay: t.field({
      type: WebhookReplayRef,
      nullable: true,
      description: 'What is being sent again; null: nothing.',
      resolve: ({ replayNext, replayThrough }) =>
        replayNext === null || replayThrough === null ? null : { next: replayNext, through: replayThrough },
    }),
    failures: t.exposeInt('failures', { description: 'Attempts that failed since the last delivery.' }),
    failingSince: t.expose('failingSince', {
      type: 'DateTime',
      nullable: true,
      description: 'When the first of them began; null where the last attempt delivered.',
    }),
    nextAttemptAt: t.expose('notBefore', {
      type: 'DateTime',
      nullable: true,
      description: 'Nothing is sent before; null: as soon as there is something.',
    }),
    giveUpAfterHours: t.exposeInt('giveUpAfterHours', {
      description: 'It is switched off once every attempt has failed for so many hours.',
    }),
    disabledAt: t.expose('disabledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was switched off; null while it is on.',
    }),
    disabledReason: t.expose('disabledReason', {
      type: WebhookDisabledReason,
      nullable: true,
      description: 'Why it was; null while it is on.',
    }),
    previousSecretEndsAt: t.expose('previousEndsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the secret before the last rotation signs as well; null where there is none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last set anew.' }),
    attempts: t.field({
      type: WebhookAttemptConnection,
      description: `What was sent and what came of it, newest first; the newest ${ATTEMPTS_KEPT} are kept.`,
      args: pageArguments,
      resolve: ({ id }, args, context) =>
        readPage<WebhookAttempt>(args, {
          parts: ['uuid'],
          placeOf: (attempt) => [attempt.id],
          find: (after, take) => attemptPageLoader(context).load({ webhookId: id, before: after?.[0], take }),
          count: () => attemptCountLoader(context).load(id),
        }),
    }),
  }),
});

builder.objectFields(WorkspaceRef, (t) => ({
  webhooks: t.field({
    type: [WebhookRef],
    description: `Its webhooks, oldest first; there are at most ${MOST_WEBHOOKS}. Scope ADMIN.`,
    authScopes: { admin: true },
    resolve: ({ id }, _args, { database }) => webhooksOf(database, id),
  }),
  webhook: t.field({
    type: WebhookRef,
    nullable: true,
    description: 'One of its webhooks; null for an id that names none. Scope ADMIN.',
    authScopes: { admin: true },
    args: { id: t.arg.id({ required: true, description: 'As createWebhook or workspace.webhooks gave it.' }) },
    resolve: async ({ id: workspaceId }, args, { database }) => {
      const id = idOfType('Webhook', args.id);
      return (id && (await webhookById(database, workspaceId, id))) || null;
    },
  }),
}));
