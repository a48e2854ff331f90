import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';

/** A webhook that has something to send, and how long until it may. */
export interface DueWebhook {
  workspaceId: string;
  id: string;
  /** 0: now. Else its receiver is given time, or another worker has it. */
  waitMs: number;
}

/**
 * Those that stand behind their log or have a range to send again.
 * @param workspaceIds undefined: of all workspaces
 */
export function dueWebhooks(
  on: Queryable,
  workspaceIds: readonly string[] | undefined,
  now: Date,
): Promise<DueWebhook[]> {
  return on.query<DueWebhook>(sql`
    select h.workspace_id as "workspaceId", h.id,
      ceil(greatest(0, 1000 * extract(epoch from h.not_before - ${now}::timestamptz),
        1000 * extract(epoch from h.leased_until - clock_timestamp())))::double precision as "waitMs"
    from webhooks h join event_logs l on l.workspace_id = h.workspace_id
    where h.disabled_at is null and (h.position < l.sequence or h.replay_next is not null)
      ${workspaceIds ? sql`and h.workspace_id = any(${[...workspaceIds]}::uuid[])` : sql``}
    order by h.workspace_id, h.id`);
}
