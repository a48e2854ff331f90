import { builder } from '../graphql/builder.ts';
import { encodeGlobalId } from '../graphql/global-id.ts';
import type { WebhookAttempt } from './webhook.ts';

const WebhookAttemptKind = builder.enumType('WebhookAttemptKind', {
  description: 'Why something was sent.',
  values: {
    EVENT: { description: 'An event of the log, in its turn.' },
    REPLAY: { description: 'An event that was to be sent again: replayWebhook.' },
    PING: { description: 'A test message: pingWebhook.' },
  } as const,
});

const WebhookFailure = builder.enumType('WebhookFailure', {
  description: 'Why an attempt did not deliver. All are tried again but GONE, which switches the webhook off.',
  values: {
    HTTP_STATUS: { description: 'The receiver answered with a status that is not 2xx.' },
    REDIRECTED: { description: 'The receiver answered 3xx. Redirects are not followed: give the URL itself.' },
    RATE_LIMITED: { description: 'Not so fast: 429, or what a robot says for it. Retry-After is kept.' },
    GONE: { description: 'The receiver answered 410: it wants no more messages. The webhook is switched off.' },
    REFUSED: { description: 'The robot answered 200 and said no: wrong secret, missing keyword …; see answer.' },
    INVALID_URL: { description: 'The URL cannot be sent to any more, since the server’s configuration changed.' },
    ADDRESS_REFUSED: { description: 'The host’s name stands for an address that is not on the public internet.' },
    UNKNOWN_HOST: { description: 'The host’s name had no address.' },
    CONNECTION_FAILED: { description: 'No connection, no valid certificate, or it broke before an answer came.' },
    TIMEOUT: { description: 'No answer within 15 seconds.' },
  } as const,
});

export const WebhookAttemptRef = builder.objectRef<WebhookAttempt>('WebhookAttempt').implement({
  description: 'A message that was sent to a webhook, and what came of it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Stable; later ones sort behind earlier ones.' }),
    kind: t.expose('kind', { type: WebhookAttemptKind, description: 'Why it was sent.' }),
    messageId: t.exposeString('messageId', {
      description: 'The header webhook-id of a STANDARD one: the same in every attempt of one event.',
    }),
    sequence: t.exposeInt('sequence', { nullable: true, description: 'Number of the event; null for a PING.' }),
    eventId: t.id({
      nullable: true,
      description: 'Id of the event, for `node(id)`; null for a PING.',
      resolve: ({ eventId }) => eventId && encodeGlobalId('KpiEvent', eventId),
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', description: 'When it was sent.' }),
    durationMs: t.exposeInt('durationMs', { description: 'Milliseconds until it was over.' }),
    delivered: t.boolean({ description: 'Whether the receiver took it.', resolve: ({ error }) => error === null }),
    failure: t.field({
      type: WebhookFailure,
      nullable: true,
      description: 'Why not; null where it was delivered.',
      resolve: ({ error }) => error,
    }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'The failure in words; null where it was delivered.',
    }),
    httpStatus: t.exposeInt('status', { nullable: true, description: 'The answer’s status; null where none came.' }),
    answer: t.exposeString('answer', {
      nullable: true,
      description: 'The first 500 characters of the answer’s body; null where none came.',
    }),
    retryAt: t.expose('retryAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again at the earliest; null where it is not.',
    }),
    switchedOff: t.exposeBoolean('switchedOff', {
      description: 'Whether the webhook was switched off with it: it had failed for too long, or answered 410.',
    }),
  }),
});

export const WebhookAttemptConnection = builder.connectionObject(
  {
    type: WebhookAttemptRef,
    name: 'WebhookAttemptConnection',
    description: 'Attempts of a webhook, newest first.',
    fields: (t) => ({
      totalCount: t.int({ description: 'How many are kept.', resolve: ({ totalCount }) => totalCount() }),
    }),
  },
  { description: 'An attempt and its place in the order.' },
);
