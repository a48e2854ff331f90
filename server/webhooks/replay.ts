import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { firstMatching } from './delivery/next-message.ts';
import type { Webhook } from './webhook.ts';
import { InvalidReplayError } from './webhook-errors.ts';

/** Both ends included; an end that is left open goes as far as there is something. */
export type ReplayRange =
  | { by: 'sequence'; from: number | null; to: number | null }
  | { by: 'instant'; from: Date | null; to: Date | null };

/**
 * The webhook with a range to send again, cut to what it has behind it: what it has yet to deliver comes anyway.
 * @throws InvalidReplayError
 */
export async function withReplay(on: Queryable, webhook: Webhook, range: ReplayRange): Promise<Webhook> {
  if (webhook.disabledAt)
    throw new InvalidReplayError(
      'WEBHOOK_DISABLED',
      'The webhook is switched off; switch it on first: updateWebhook(input: { id, enabled: true }).',
    );
  if (webhook.replayNext !== null)
    throw new InvalidReplayError(
      'REPLAY_UNDER_WAY',
      `It still sends ${webhook.replayNext} to ${webhook.replayThrough} again; ask once that is done (Webhook.replay is null then).`,
    );
  if (range.from !== null && range.to !== null && range.from > range.to)
    throw new InvalidReplayError('INVALID_RANGE', 'The range ends before it begins; give from before to.');
  const asked = range.by === 'sequence' ? range : await sequencesBetween(on, webhook.workspaceId, range.from, range.to);
  const next = Math.max(asked.from ?? 1, 1);
  const through = Math.min(asked.to ?? webhook.position, webhook.position);
  const first = await firstMatching(on, webhook, next - 1, through);
  if (!first)
    throw new InvalidReplayError(
      'NOTHING_TO_REPLAY',
      'The range has no event that this webhook is for and that it has behind it; ask for another.',
    );
  return { ...webhook, replayNext: first.sequence, replayThrough: through };
}

async function sequencesBetween(
  on: Queryable,
  workspaceId: string,
  from: Date | null,
  to: Date | null,
): Promise<{ from: number; to: number }> {
  const [row] = await on.query<{ from: number | null; to: number | null }>(sql`
    select min(e.sequence) as "from", max(e.sequence) as "to" from kpi_events e
    where e.workspace_id = ${workspaceId} ${from ? sql`and e.occurred_at >= ${from}` : sql``} ${to ? sql`and e.occurred_at <= ${to}` : sql``}`);
  return { from: row!.from ?? 1, to: row!.to ?? 0 };
}
