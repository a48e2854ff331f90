import { builder } from '../graphql/builder.ts';
import { idOfType } from '../graphql/global-id.ts';
import { rotateSecret } from './change-settings.ts';
import { checkHours, MOST_HOURS } from './check-webhook.ts';
import { formats } from './format/formats.ts';
import { newSigningSecret } from './format/secret.ts';
import { pingWebhook } from './ping.ts';
import { webhookById } from './read-webhooks.ts';
import { type ReplayRange, withReplay } from './replay.ts';
import { WebhookRef } from './webhook.schema.ts';
import type { Webhook, WebhookAttempt } from './webhook.ts';
import { WebhookAttemptRef } from './webhook-attempt.schema.ts';
import {
  InvalidReplayError,
  InvalidWebhookError,
  NoSigningSecretError,
  WebhookNotFoundError,
} from './webhook-errors.ts';
import { changeWebhook } from './write-webhooks.ts';

const idDescription = 'As createWebhook or workspace.webhooks gave it.';
const OVERLAP_HOURS = 24;

const RotateWebhookSecretSuccess = builder.objectRef<Webhook>('RotateWebhookSecretSuccess').implement({
  description: 'The webhook has a new secret. Until previousSecretEndsAt messages carry a signature by each.',
  fields: (t) => ({
    webhook: t.field({ type: WebhookRef, description: 'The webhook.', resolve: (webhook) => webhook }),
    secret: t.string({ description: 'The new secret (whsec_…), shown this once.', resolve: ({ secret }) => secret! }),
  }),
});

builder.mutationField('rotateWebhookSecret', (t) =>
  t.field({
    type: RotateWebhookSecretSuccess,
    description:
      'Gives a STANDARD webhook a new secret. The one before signs as well for a while, so that receivers change over without losing a message; an older one ends at once. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [WebhookNotFoundError, NoSigningSecretError, InvalidWebhookError] },
    args: {
      id: t.arg.id({ required: true, description: idDescription }),
      overlapHours: t.arg.int({
        defaultValue: OVERLAP_HOURS,
        description: `How long the one before goes on signing, 0 (it leaked: not at all) to ${MOST_HOURS}.`,
      }),
    },
    resolve: async (_root, args, { database, workspace, services }) => {
      const overlapHours = checkHours(args.overlapHours ?? OVERLAP_HOURS, 'overlapHours', 0);
      const now = services.now();
      return changeWebhook(database, workspace.id, idOfType('Webhook', args.id), now, (webhook) => {
        if (formats[webhook.format].secret !== 'OURS') throw new NoSigningSecretError();
        return rotateSecret(webhook, newSigningSecret(), overlapHours, now);
      });
    },
  }),
);

const PingWebhookSuccess = builder.objectRef<{ attempt: WebhookAttempt }>('PingWebhookSuccess').implement({
  description: 'A test message was sent; `attempt` says whether the receiver took it.',
  fields: (t) => ({
    attempt: t.field({ type: WebhookAttemptRef, description: 'What came of it.', resolve: ({ attempt }) => attempt }),
  }),
});

builder.mutationField('pingWebhook', (t) =>
  t.field({
    type: PingWebhookSuccess,
    description:
      'Sends a test message (type webhook.ping) at once and waits for the answer, at most 15 seconds; also of a webhook that is switched off. It is not tried again. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [WebhookNotFoundError] },
    args: { id: t.arg.id({ required: true, description: idDescription }) },
    resolve: async (_root, args, { database, workspace, services: { outbound, now } }) => {
      const id = idOfType('Webhook', args.id);
      const webhook = id && (await webhookById(database, workspace.id, id));
      if (!webhook) throw new WebhookNotFoundError();
      return { attempt: await pingWebhook({ database, outbound, now }, webhook, workspace) };
    },
  }),
);

const SequenceRangeInput = builder.inputType('SequenceRangeInput', {
  description: 'A range of the log by number, both ends included.',
  fields: (t) => ({
    from: t.int({ description: 'KpiEvent.sequence of the first; absent: the log’s first.' }),
    to: t.int({ description: 'KpiEvent.sequence of the last; absent: the last that the webhook has behind it.' }),
  }),
});

const InstantRangeInput = builder.inputType('InstantRangeInput', {
  description: 'A range of the log by time (KpiEvent.occurredAt), both ends included.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'From when; absent: the beginning.' }),
    to: t.field({ type: 'DateTime', description: 'Until when; absent: now.' }),
  }),
});

const WebhookReplayInput = builder.inputType('WebhookReplayInput', {
  description: 'What to send again. Exactly one of its fields.',
  isOneOf: true,
  fields: (t) => ({
    sequences: t.field({ type: SequenceRangeInput, description: 'Events by their numbers.' }),
    instants: t.field({ type: InstantRangeInput, description: 'Events by their time.' }),
  }),
});

const ReplayWebhookSuccess = builder.objectRef<Webhook>('ReplayWebhookSuccess').implement({
  description: 'The range is being sent again, in the background; Webhook.replay is null once it is done.',
  fields: (t) => ({
    webhook: t.field({ type: WebhookRef, description: 'The webhook as it is now.', resolve: (webhook) => webhook }),
  }),
});

builder.mutationField('replayWebhook', (t) =>
  t.field({
    type: ReplayWebhookSuccess,
    description:
      'Sends events again that the webhook has behind it, those that its filter lets through now, under the ids that they had: a receiver that keeps ids takes only what it lacks. New events come in between, first. Scope ADMIN.',
    authScopes: { admin: true },
    errors: { types: [WebhookNotFoundError, InvalidReplayError] },
    args: {
      id: t.arg.id({ required: true, description: idDescription }),
      range: t.arg({ type: WebhookReplayInput, required: true, description: 'What to send again.' }),
    },
    resolve: async (_root, { id, range: { sequences, instants } }, { database, workspace, services }) => {
      const range: ReplayRange = sequences
        ? { by: 'sequence', from: sequences.from ?? null, to: sequences.to ?? null }
        : { by: 'instant', from: instants?.from ?? null, to: instants?.to ?? null };
      return changeWebhook(database, workspace.id, idOfType('Webhook', id), services.now(), (webhook, on) =>
        withReplay(on, webhook, range),
      );
    },
  }),
);
