import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import type { WebhookAttempt } from './webhook.ts';

/** So many of the newest attempts of a webhook are kept. */
export const ATTEMPTS_KEPT = 1_000;

export async function insertAttempt(on: Queryable, attempt: WebhookAttempt): Promise<void> {
  const { workspaceId, id, webhookId, kind, messageId, eventId, sequence, startedAt, durationMs } = attempt;
  const { error, detail, status, answer, retryAt, switchedOff } = attempt;
  await on.query(sql`
    insert into webhook_attempts (workspace_id, id, webhook_id, kind, message_id, event_id, sequence, started_at, duration_ms, error, detail,
      status, answer, retry_at, switched_off)
    values (${workspaceId}, ${id}, ${webhookId}, ${kind}, ${messageId}, ${eventId}, ${sequence}, ${startedAt}, ${durationMs}, ${error},
      ${detail}, ${status}, ${answer}, ${retryAt}, ${switchedOff})`);
}

/** Forgets what is older than the newest ATTEMPTS_KEPT. */
export async function pruneAttempts(on: Queryable, workspaceId: string, webhookId: string): Promise<void> {
  await on.query(sql`
    delete from webhook_attempts a where a.workspace_id = ${workspaceId} and a.webhook_id = ${webhookId} and a.id <= (
      select b.id from webhook_attempts b where b.workspace_id = ${workspaceId} and b.webhook_id = ${webhookId}
      order by b.id desc offset ${ATTEMPTS_KEPT} limit 1)`);
}

/** Of each of these webhooks the newest `take` attempts, or of those before `before`; newest first. */
export function readAttempts(
  on: Queryable,
  workspaceId: string,
  webhookIds: readonly string[],
  { before, take }: { before: string | undefined; take: number },
): Promise<WebhookAttempt[]> {
  return on.query<WebhookAttempt>(sql`
    select a.* from unnest(${[...webhookIds]}::uuid[]) as w(id) cross join lateral (
      select a.workspace_id as "workspaceId", a.id, a.webhook_id as "webhookId", a.kind, a.message_id as "messageId", a.event_id as "eventId",
        a.sequence, a.started_at as "startedAt", a.duration_ms as "durationMs", a.error, a.detail, a.status, a.answer,
        a.retry_at as "retryAt", a.switched_off as "switchedOff"
      from webhook_attempts a
      where a.workspace_id = ${workspaceId} and a.webhook_id = w.id ${before === undefined ? sql`` : sql`and a.id < ${before}`}
      order by a.id desc limit ${take}) a
    order by a.id desc`);
}

/** How many are kept of each; webhooks without any are not among them. */
export function countAttempts(
  on: Queryable,
  workspaceId: string,
  webhookIds: readonly string[],
): Promise<{ id: string; count: number }[]> {
  return on.query(sql`
    select a.webhook_id as id, count(*)::integer as count from webhook_attempts a
    where a.workspace_id = ${workspaceId} and a.webhook_id = any(${[...webhookIds]}::uuid[]) group by a.webhook_id`);
}
