import { sql } from 'kysely';
import type { Database, Queryable } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import { lastSequence } from '../events/log/read-log.ts';
import { webhookById, webhookColumns } from './read-webhooks.ts';
import { WEBHOOK_SET, type Webhook } from './webhook.ts';
import { InvalidWebhookError, MOST_WEBHOOKS, WebhookNotFoundError } from './webhook-errors.ts';

export type NewWebhook = Pick<Webhook, 'name' | 'url' | 'format' | 'locale' | 'filter' | 'secret' | 'giveUpAfterHours'>;

/** Begins with what comes from now on. @throws InvalidWebhookError TOO_MANY_WEBHOOKS */
export async function insertWebhook(
  database: Database,
  workspaceId: string,
  { name, url, format, locale, filter, secret, giveUpAfterHours }: NewWebhook,
  now: Date,
): Promise<Webhook> {
  return database.transaction(async (transaction) => {
    // Two at once must not both find room for the last one.
    await transaction.query(sql`select 1 from workspaces w where w.workspace_id = ${workspaceId} for no key update`);
    const [{ count }] = (await transaction.query<{ count: number }>(
      sql`select count(*)::integer as count from webhooks h where h.workspace_id = ${workspaceId}`,
    )) as [{ count: number }];
    if (count >= MOST_WEBHOOKS)
      throw new InvalidWebhookError(
        'TOO_MANY_WEBHOOKS',
        `The workspace has ${count} webhooks, and may have ${MOST_WEBHOOKS}; delete one that is not needed.`,
      );
    const position = await lastSequence(transaction, workspaceId);
    const [webhook] = await transaction.query<Webhook>(sql`
      insert into webhooks as h (workspace_id, id, name, url, format, locale, filter, secret, position, failures, give_up_after_hours, created_at,
        updated_at)
      values (${workspaceId}, ${newId()}, ${name}, ${url}, ${format}, ${locale}, ${JSON.stringify(filter)}::jsonb, ${secret}, ${position}, 0,
        ${giveUpAfterHours}, ${now}, ${now})
      returning ${webhookColumns}`);
    return webhook!;
  });
}

/**
 * Changes a webhook under its lock, and has workers look. Setting it anew also has it tried at once: what failed before says nothing of it.
 * @throws WebhookNotFoundError
 */
export async function changeWebhook(
  database: Database,
  workspaceId: string,
  id: string | undefined,
  now: Date,
  change: (webhook: Webhook, on: Queryable) => Webhook | Promise<Webhook>,
): Promise<Webhook> {
  const changed = await database.transaction(async (transaction) => {
    const before = id && (await lockWebhook(transaction, workspaceId, id));
    if (!before) throw new WebhookNotFoundError();
    return saveSettings(transaction, await change(before, transaction), later(now, before.updatedAt));
  });
  await database.notify(WEBHOOK_SET, workspaceId);
  return changed;
}

/** Workers know by it that a webhook was set anew: it never stays the same. */
function later(now: Date, before: Date): Date {
  return now > before ? now : new Date(before.getTime() + 1);
}

async function lockWebhook(transaction: Queryable, workspaceId: string, id: string): Promise<Webhook | undefined> {
  await transaction.query(
    sql`select 1 from webhooks h where h.workspace_id = ${workspaceId} and h.id = ${id} for update`,
  );
  return webhookById(transaction, workspaceId, id);
}

async function saveSettings(on: Queryable, webhook: Webhook, now: Date): Promise<Webhook> {
  const { workspaceId, id, name, url, locale, filter, secret, previousSecret, previousEndsAt } = webhook;
  const { position, replayNext, replayThrough, failures, failingSince, notBefore } = webhook;
  const { giveUpAfterHours, disabledAt, disabledReason } = webhook;
  const [saved] = await on.query<Webhook>(sql`
    update webhooks h set name = ${name}, url = ${url}, locale = ${locale}, filter = ${JSON.stringify(filter)}::jsonb, secret = ${secret},
      previous_secret = ${previousSecret}, previous_ends_at = ${previousEndsAt}, position = ${position}, replay_next = ${replayNext},
      replay_through = ${replayThrough}, failures = ${failures}, failing_since = ${failingSince}, not_before = ${notBefore},
      give_up_after_hours = ${giveUpAfterHours}, disabled_at = ${disabledAt}, disabled_reason = ${disabledReason}, updated_at = ${now}
    where h.workspace_id = ${workspaceId} and h.id = ${id} returning ${webhookColumns}`);
  return saved!;
}

/** With its history. Whether there was such a webhook. */
export async function removeWebhook(on: Queryable, workspaceId: string, id: string): Promise<boolean> {
  const removed = await on.query(
    sql`delete from webhooks h where h.workspace_id = ${workspaceId} and h.id = ${id} returning h.id`,
  );
  return removed.length > 0;
}
