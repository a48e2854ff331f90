import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../database/database.ts';
import { rulesById } from '../../events/rule/read-rules.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { pruneAttempts } from '../attempts.ts';
import { eventMessage } from '../format/message.ts';
import { messageIdOf } from '../format/message-id.ts';
import { giveBackLease, type LeasedWebhook, takeLease } from './lease.ts';
import { nextMessage } from './next-message.ts';
import { recordAttempt } from './record-attempt.ts';
import { sendMessage } from './send-message.ts';

export interface TurnOptions {
  database: Database;
  outbound: Outbound;
  now: () => Date;
  random: () => number;
  logger: Logger;
  signal: AbortSignal;
}

/** After so many messages, or so long, others come first. */
const MESSAGES_A_TURN = 50;
const TURN_MS = 10_000;

/**
 * Sends what a webhook has to send, one message after the other, until nothing is left, one fails, or others are to have their turn.
 * Whatever ends it, the webhook stands behind what was recorded: what was sent and not recorded is sent again, under the same id.
 */
export async function takeTurn(options: TurnOptions, target: { workspaceId: string; id: string }): Promise<void> {
  const { database, now, logger, signal } = options;
  const lease = uuid();
  let webhook = await takeLease(database, target, lease, now());
  if (!webhook) return;
  const end = performance.now() + TURN_MS;
  let sent = 0;
  try {
    while (webhook && sent < MESSAGES_A_TURN && performance.now() < end && !signal.aborted) {
      const recorded = await sendNext(options, webhook);
      if (!recorded) break;
      sent++;
      if (recorded.switchedOff) {
        const { disabledReason: reason } = recorded.webhook;
        logger.warn({ workspaceId: target.workspaceId, webhookId: target.id, reason }, 'a webhook was switched off');
      }
      const mayGoOn = recorded.webhook.lease === lease && !recorded.webhook.disabledAt && !recorded.webhook.notBefore;
      webhook = mayGoOn ? { ...webhook, ...recorded.webhook } : undefined;
    }
    if (sent > 0) await pruneAttempts(database, target.workspaceId, target.id);
  } finally {
    await giveBackLease(database, target, lease);
  }
}

/** undefined: nothing to send, or the webhook is gone. */
async function sendNext({ database, outbound, now, random, signal }: TurnOptions, webhook: LeasedWebhook) {
  const next = await nextMessage(database, webhook);
  if (!next) return undefined;
  const { workspaceId, workspaceName, currency } = webhook;
  const [rule] = await rulesById(database, workspaceId, [next.event.ruleId]);
  const message = eventMessage(next.event, rule!, { name: workspaceName, currency });
  const messageId = messageIdOf(webhook.id, next.event.id);
  const sent = await sendMessage({ outbound, now, signal }, webhook, message, messageId);
  return recordAttempt(database, webhook, next, sent, { now: now(), random });
}
