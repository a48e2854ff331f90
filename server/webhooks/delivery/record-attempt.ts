import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { newId } from '../../database/new-id.ts';
import { insertAttempt } from '../attempts.ts';
import { formats } from '../format/formats.ts';
import { messageIdOf } from '../format/message-id.ts';
import { webhookColumns } from '../read-webhooks.ts';
import type { Webhook } from '../webhook.ts';
import { type LeasedWebhook, leaseEnd } from './lease.ts';
import type { NextMessage } from './next-message.ts';
import type { Sent } from './send-message.ts';
import { afterDelivery, afterFailure, type Standing } from './standing.ts';

export interface Recorded {
  /** As it is now. */
  webhook: Webhook;
  /** This attempt switched it off. */
  switchedOff: boolean;
}

/**
 * Writes down how an attempt ended, and moves the webhook on, in one transaction: there is no moment at which the one is known without
 * the other. undefined: the webhook is gone.
 */
export async function recordAttempt(
  database: Database,
  leased: LeasedWebhook,
  { kind, event }: NextMessage,
  sent: Sent,
  { now, random }: { now: Date; random: () => number },
): Promise<Recorded | undefined> {
  const { workspaceId, id } = leased;
  return database.transaction(async (transaction) => {
    const [before] = await transaction.query<Webhook>(sql`
      select ${webhookColumns} from webhooks h where h.workspace_id = ${workspaceId} and h.id = ${id} for update`);
    if (!before) return undefined;
    const isDelivered = sent.error === null;
    // What an address did that is no longer the webhook's says nothing about the new one.
    const isStale = before.updatedAt.getTime() !== leased.updatedAt.getTime();
    const after: Standing = isDelivered
      ? afterDelivery(before, { kind, sequence: event.sequence, now, paceMs: formats[leased.format].paceMs })
      : isStale
        ? before
        : afterFailure(before, sent, { now, random });
    const switchedOff = before.disabledAt === null && after.disabledAt !== null;
    const [webhook] = await transaction.query<Webhook>(sql`
      update webhooks h set position = ${after.position}, replay_next = ${after.replayNext}, replay_through = ${after.replayThrough},
        failures = ${after.failures}, failing_since = ${after.failingSince}, not_before = ${after.notBefore},
        disabled_at = ${after.disabledAt}, disabled_reason = ${after.disabledReason},
        leased_until = case when h.lease = ${leased.lease}::uuid then ${leaseEnd} else h.leased_until end
      where h.workspace_id = ${workspaceId} and h.id = ${id} returning ${webhookColumns}`);
    const { startedAt, durationMs, error, detail = null, status, answer } = sent;
    await insertAttempt(transaction, {
      workspaceId,
      id: newId(),
      webhookId: id,
      kind,
      messageId: messageIdOf(id, event.id),
      eventId: event.id,
      sequence: event.sequence,
      startedAt,
      durationMs,
      error,
      detail,
      status,
      answer,
      retryAt: isDelivered || isStale || after.disabledAt ? null : after.notBefore,
      switchedOff,
    });
    return { webhook: webhook!, switchedOff };
  });
}
