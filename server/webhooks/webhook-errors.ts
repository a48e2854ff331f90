import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/error-interface.ts';

export const MOST_WEBHOOKS = 100;

/** What a webhook can be refused for, with what it means. */
export const webhookFaults = {
  INVALID_NAME: 'the name is empty or too long',
  INVALID_URL: 'the URL is none that can be sent to',
  ADDRESS_REFUSED: 'its host is not on the public internet',
  INVALID_LOCALE: 'the locale is neither en nor zh',
  INVALID_FILTER: 'the filter names what there is not',
  INVALID_SECRET: 'a robot’s secret was given to a format without one, or is too long',
  INVALID_HOURS: 'a number of hours is out of its range',
  TOO_MANY_WEBHOOKS: `the workspace has ${MOST_WEBHOOKS} already`,
} as const;
export type WebhookFault = keyof typeof webhookFaults;

/** No such webhook can be. */
export class InvalidWebhookError extends Error {
  readonly code: WebhookFault;
  readonly field: string | null;

  constructor(code: WebhookFault, message: string, field: string | null = null) {
    super(message);
    this.name = 'InvalidWebhookError';
    this.code = code;
    this.field = field;
  }
}

builder.objectType(InvalidWebhookError, {
  name: 'InvalidWebhookError',
  description: `No such webhook can be, and nothing changed. ${Object.entries(webhookFaults)
    .map(([code, meaning]) => `${code}: ${meaning}.`)
    .join(' ')}`,
  interfaces: [ErrorInterface],
  fields: (t) => ({
    field: t.exposeString('field', {
      nullable: true,
      description: 'Name of the input’s field at fault; null where it is not one field.',
    }),
  }),
});

/** The webhook that a change names is not known. */
export class WebhookNotFoundError extends Error {
  readonly code = 'WEBHOOK_NOT_FOUND';

  constructor() {
    super('There is no such webhook in this workspace; workspace.webhooks lists them.');
    this.name = 'WebhookNotFoundError';
  }
}

builder.objectType(WebhookNotFoundError, {
  name: 'WebhookNotFoundError',
  description: 'No webhook with that id in this workspace; nothing changed.',
  interfaces: [ErrorInterface],
});

/** A robot's messages are not signed by us. */
export class NoSigningSecretError extends Error {
  readonly code = 'NO_SIGNING_SECRET';

  constructor() {
    super('Only STANDARD webhooks have a secret of ours; a robot’s is made on its platform: give it to updateWebhook.');
    this.name = 'NoSigningSecretError';
  }
}

builder.objectType(NoSigningSecretError, {
  name: 'NoSigningSecretError',
  description: 'NO_SIGNING_SECRET: the webhook is a robot’s; nothing changed.',
  interfaces: [ErrorInterface],
});

/** A range cannot be sent again. */
export class InvalidReplayError extends Error {
  readonly code: 'INVALID_RANGE' | 'NOTHING_TO_REPLAY' | 'REPLAY_UNDER_WAY' | 'WEBHOOK_DISABLED';

  constructor(code: InvalidReplayError['code'], message: string) {
    super(message);
    this.name = 'InvalidReplayError';
    this.code = code;
  }
}

builder.objectType(InvalidReplayError, {
  name: 'InvalidReplayError',
  description:
    'Nothing is sent again. INVALID_RANGE: it ends before it begins. NOTHING_TO_REPLAY: no event of it that the webhook is for was delivered or passed over before. REPLAY_UNDER_WAY: another range is still being sent again. WEBHOOK_DISABLED: the webhook is switched off.',
  interfaces: [ErrorInterface],
});
