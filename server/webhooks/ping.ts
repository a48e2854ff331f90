import { v7 as uuid } from 'uuid';
import type { Database } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { insertAttempt, pruneAttempts } from './attempts.ts';
import { sendMessage } from './delivery/send-message.ts';
import type { MessageWorkspace } from './format/message.ts';
import { webhookById } from './read-webhooks.ts';
import type { Webhook, WebhookAttempt } from './webhook.ts';
import { WebhookNotFoundError } from './webhook-errors.ts';

/**
 * Sends a test message at once, also to a webhook that is switched off, and writes it into the history. It is tried once, and what comes
 * of it changes nothing else.
 */
export async function pingWebhook(
  { database, outbound, now }: { database: Database; outbound: Outbound; now: () => Date },
  webhook: Webhook,
  workspace: MessageWorkspace,
): Promise<WebhookAttempt> {
  const { workspaceId, id } = webhook;
  const message = { type: 'ping', webhookId: id, name: webhook.name, at: now(), workspace } as const;
  const messageId = `msg_${uuid()}`;
  const {
    startedAt,
    durationMs,
    error,
    detail = null,
    status,
    answer,
  } = await sendMessage({ outbound, now }, webhook, message, messageId);
  const attempt: WebhookAttempt = {
    ...{ workspaceId, id: newId(), webhookId: id, kind: 'PING', messageId, eventId: null, sequence: null },
    ...{ startedAt, durationMs, error, detail, status, answer, retryAt: null, switchedOff: false },
  };
  // It may have been deleted while the receiver made up its mind.
  if (!(await webhookById(database, workspaceId, id))) throw new WebhookNotFoundError();
  await insertAttempt(database, attempt);
  await pruneAttempts(database, workspaceId, id);
  return attempt;
}
