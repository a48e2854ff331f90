import type { DisabledReason, Webhook } from '../webhook.ts';
import { retryDelayMs } from './retry.ts';
import type { Sent } from './send-message.ts';

const HOUR = 3_600_000;

/** Where a webhook stands in the log and with its receiver: what a delivery changes. */
export type Standing = Pick<
  Webhook,
  | 'position'
  | 'replayNext'
  | 'replayThrough'
  | 'failures'
  | 'failingSince'
  | 'notBefore'
  | 'disabledAt'
  | 'disabledReason'
>;

/** After a message was taken: behind it, and all that failed before is forgotten. */
export function afterDelivery(
  before: Standing,
  { kind, sequence, now, paceMs }: { kind: 'EVENT' | 'REPLAY'; sequence: number; now: Date; paceMs: number },
): Standing {
  const { position, replayNext, replayThrough, disabledAt, disabledReason } = before;
  const replayed = kind === 'REPLAY' && replayNext !== null ? Math.max(replayNext, sequence + 1) : replayNext;
  const isReplayed = replayed !== null && replayed > replayThrough!;
  return {
    // Somebody may have moved it on meanwhile.
    position: kind === 'EVENT' ? Math.max(position, sequence) : position,
    replayNext: isReplayed ? null : replayed,
    replayThrough: isReplayed ? null : replayThrough,
    failures: 0,
    failingSince: null,
    notBefore: paceMs > 0 ? new Date(now.getTime() + paceMs) : null,
    disabledAt,
    disabledReason,
  };
}

/** After a message was not taken: to be tried again later, or switched off, since it has failed for too long or is wanted no more. */
export function afterFailure(
  before: Standing & Pick<Webhook, 'giveUpAfterHours'>,
  { startedAt, error, askedMs }: Pick<Sent, 'startedAt' | 'error' | 'askedMs'>,
  { now, random }: { now: Date; random: () => number },
): Standing {
  const { position, replayNext, replayThrough, giveUpAfterHours } = before;
  const failures = before.failures + 1;
  const failingSince = before.failingSince ?? startedAt;
  const isTooLong = now.getTime() - failingSince.getTime() >= giveUpAfterHours * HOUR;
  const reason: DisabledReason | null = error === 'GONE' ? 'GONE' : isTooLong ? 'FAILED' : null;
  return {
    position,
    replayNext,
    replayThrough,
    failures,
    failingSince,
    notBefore: reason ? null : new Date(now.getTime() + retryDelayMs(failures, askedMs, random)),
    disabledAt: before.disabledAt ?? (reason && now),
    disabledReason: before.disabledReason ?? reason,
  };
}
