import type { Outbound } from '../../outbound/outbound.ts';
import { OutboundError } from '../../outbound/outbound-error.ts';
import { formats } from '../format/formats.ts';
import type { Message } from '../format/message.ts';
import type { Webhook } from '../webhook.ts';
import { judgeByStatus, type Outcome } from './outcome.ts';

/** How sending a message went. */
export interface Sent extends Outcome {
  startedAt: Date;
  durationMs: number;
  status: number | null;
  answer: string | null;
}

/** Enough to see what a receiver complains of. */
const ANSWER_KEPT = 500;

/** Sends a message once. Throws only where `signal` ended it, or through a fault of our own. */
export async function sendMessage(
  { outbound, now, signal }: { outbound: Outbound; now: () => Date; signal?: AbortSignal | undefined },
  webhook: Webhook,
  message: Message,
  messageId: string,
): Promise<Sent> {
  const format = formats[webhook.format];
  const startedAt = now();
  const began = performance.now();
  const { url, headers, body } = format.write(message, { webhook, messageId, at: startedAt });
  const sent = (outcome: Outcome, status: number | null, answer: string | null): Sent => ({
    ...outcome,
    startedAt,
    durationMs: Math.round(performance.now() - began),
    status,
    answer: answer === null ? null : answer.slice(0, ANSWER_KEPT).replaceAll('\0', ''),
  });
  try {
    const answer = await outbound.post(url, { headers: { ...ownHeaders, ...headers }, body, signal });
    const byStatus = judgeByStatus(answer, now());
    const outcome = byStatus.error === null && format.judge ? format.judge(answer) : byStatus;
    return sent(outcome, answer.status, answer.body);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return sent({ error: error.code, detail: error.message }, null, null);
  }
}

const ownHeaders = { 'content-type': 'application/json', 'user-agent': 'Funnelgraph-Webhooks/1.0' };
