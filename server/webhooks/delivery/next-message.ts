import { sql } from 'kysely';
import type { Queryable } from '../../database/database.ts';
import type { KpiEvent } from '../../events/log/kpi-event.ts';
import { lastSequence, readEvents } from '../../events/log/read-log.ts';
import type { AttemptKind, Webhook, WebhookFilter } from '../webhook.ts';

const severities = ['INFO', 'WARNING', 'CRITICAL'] as const;
/** Events that the lists let through are read until one is found that severity and silence let through too: mostly the first. */
const READ_FIRST = 4;
const READ_THEN = 200;

export interface NextMessage {
  kind: Exclude<AttemptKind, 'PING'>;
  event: KpiEvent;
}

/**
 * What to send next: what came since comes before what is asked for again. undefined: nothing, and the webhook now says so.
 * The end of the log is read before its events: all up to there are committed, so passing them over loses none.
 */
export async function nextMessage(on: Queryable, webhook: Webhook): Promise<NextMessage | undefined> {
  const { workspaceId, id, position, replayNext, replayThrough } = webhook;
  const end = await lastSequence(on, workspaceId);
  const live = await firstMatching(on, webhook, position, end);
  if (live) return { kind: 'EVENT', event: live };
  const again =
    replayNext === null ? undefined : await firstMatching(on, webhook, replayNext - 1, Math.min(replayThrough!, end));
  if (again) return { kind: 'REPLAY', event: again };
  if (position < end || replayNext !== null)
    await on.query(sql`
      update webhooks h set position = greatest(h.position, ${end}::bigint),
        replay_through = case when h.replay_next = ${replayNext}::bigint then null else h.replay_through end,
        replay_next = case when h.replay_next = ${replayNext}::bigint then null else h.replay_next end
      where h.workspace_id = ${workspaceId} and h.id = ${id} and h.updated_at = ${webhook.updatedAt}`);
  return undefined;
}

/** The first event of a range of the log (behind `after`) that its filter lets through. */
export async function firstMatching(
  on: Queryable,
  { workspaceId, filter }: Webhook,
  after: number,
  through: number,
): Promise<KpiEvent | undefined> {
  const { rules, kpis, kinds } = filter;
  const lists = { rules: rules ?? undefined, kpis: kpis ?? undefined, kinds: kinds ?? undefined };
  let limit = READ_FIRST;
  for (let from = after; from < through; ) {
    const events = await readEvents(on, workspaceId, { after: from, filter: lists, limit });
    const found = events.find((event) => event.sequence > through || isLetThrough(event, filter));
    if (found) return found.sequence > through ? undefined : found;
    if (events.length < limit) return undefined;
    from = events.at(-1)!.sequence;
    limit = READ_THEN;
  }
  return undefined;
}

function isLetThrough({ severity, silenced }: KpiEvent, { minimumSeverity, includeSilenced }: WebhookFilter): boolean {
  const isSevere = minimumSeverity === null || severities.indexOf(severity) >= severities.indexOf(minimumSeverity);
  return isSevere && (includeSilenced || !silenced);
}
