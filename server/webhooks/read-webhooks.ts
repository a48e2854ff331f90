import { sql } from 'kysely';
import type { Queryable, Statement } from '../database/database.ts';
import type { Webhook } from './webhook.ts';

/** Of the table under the name h. */
export const webhookColumns = sql`
  h.workspace_id as "workspaceId", h.id, h.name, h.url, h.format, h.locale, h.filter, h.secret, h.previous_secret as "previousSecret",
  h.previous_ends_at as "previousEndsAt", h.position, h.replay_next as "replayNext", h.replay_through as "replayThrough", h.failures,
  h.failing_since as "failingSince", h.not_before as "notBefore", h.give_up_after_hours as "giveUpAfterHours", h.disabled_at as "disabledAt",
  h.disabled_reason as "disabledReason", h.lease, h.created_at as "createdAt", h.updated_at as "updatedAt"`;

/** Oldest first. */
export function webhooksOf(on: Queryable, workspaceId: string): Promise<Webhook[]> {
  return read(on, workspaceId, sql`true`);
}

/** undefined: there is none of that id in the workspace. */
export async function webhookById(on: Queryable, workspaceId: string, id: string): Promise<Webhook | undefined> {
  const [webhook] = await read(on, workspaceId, sql`h.id = ${id}`);
  return webhook;
}

function read(on: Queryable, workspaceId: string, which: Statement): Promise<Webhook[]> {
  return on.query<Webhook>(
    sql`select ${webhookColumns} from webhooks h where h.workspace_id = ${workspaceId} and ${which} order by h.id`,
  );
}
