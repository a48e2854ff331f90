import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import { webhookColumns } from '../read-webhooks.ts';
import type { Webhook } from '../webhook.ts';

/** Longer than any attempt takes (15 s): a worker that is alive renews it with each. One that died leaves its webhooks to the others after it. */
const LEASE_SECONDS = 20;

/** By the database's clock: those of the nodes may differ. */
export const leaseEnd = sql`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::integer)`;

/** A webhook that is on, and whose workspace is. */
export interface LeasedWebhook extends Webhook {
  workspaceName: string;
  currency: string;
}

/** Makes a webhook this worker's own for a while; undefined: it is somebody's, is off, gone, or not to be sent to yet. */
export async function takeLease(
  on: Queryable,
  { workspaceId, id }: { workspaceId: string; id: string },
  lease: string,
  now: Date,
): Promise<LeasedWebhook | undefined> {
  const [webhook] = await on.query<LeasedWebhook>(sql`
    update webhooks h set lease = ${lease}, leased_until = ${leaseEnd}
    from workspaces w
    where h.workspace_id = ${workspaceId} and h.id = ${id} and w.workspace_id = ${workspaceId} and h.disabled_at is null
      and (h.not_before is null or h.not_before <= ${now}) and (h.leased_until is null or h.leased_until <= clock_timestamp())
    returning ${webhookColumns}, w.name as "workspaceName", w.currency`);
  return webhook;
}

export async function giveBackLease(
  on: Queryable,
  { workspaceId, id }: { workspaceId: string; id: string },
  lease: string,
): Promise<void> {
  await on.query(sql`
    update webhooks h set lease = null, leased_until = null
    where h.workspace_id = ${workspaceId} and h.id = ${id} and h.lease = ${lease}`);
}
