import type { Answer } from '../../outbound/outbound.ts';
import type { AttemptFailure } from '../webhook.ts';
import { readRetryAfter } from './retry.ts';

/** How an attempt ended. */
export interface Outcome {
  /** null: delivered. */
  error: AttemptFailure | null;
  /** For people. */
  detail?: string;
  /** Not to be tried again sooner. */
  askedMs?: number | undefined;
}

/** What the status says; any 2xx takes the message. */
export function judgeByStatus({ status, retryAfter }: Answer, now: Date): Outcome {
  if (status >= 200 && status < 300) return { error: null };
  const askedMs = readRetryAfter(retryAfter, now);
  if (status === 410) return { error: 'GONE', detail: 'The receiver answered 410: it wants no more messages.' };
  if (status >= 300 && status < 400)
    return {
      error: 'REDIRECTED',
      detail: `The receiver answered ${status}; redirects are not followed, give the URL itself.`,
    };
  if (status === 429) return { error: 'RATE_LIMITED', detail: 'The receiver answered 429: not so fast.', askedMs };
  return { error: 'HTTP_STATUS', detail: `The receiver answered ${status}.`, askedMs };
}
