import type { KpiEventKind } from '../events/log/kpi-event.ts';
import type { Severity } from '../events/rule/rule.ts';

/** Topic on which a webhook that was set anew is told; the payload is its workspace's id. */
export const WEBHOOK_SET = 'funnel_webhook_set';

/** STANDARD is signed after the Standard Webhooks specification; the others are group robots with bodies of their own. */
export const webhookFormats = ['STANDARD', 'WECOM', 'DINGTALK', 'FEISHU', 'SLACK'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** Which events a webhook is for; null: all. Kept as JSON with it. */
export interface WebhookFilter {
  /** Internal ids. */
  rules: string[] | null;
  /** Keys. */
  kpis: string[] | null;
  kinds: KpiEventKind[] | null;
  minimumSeverity: Severity | null;
  includeSilenced: boolean;
}

/** PAUSED: somebody did. FAILED: nothing was delivered for too long. GONE: the receiver answered 410. */
export type DisabledReason = 'PAUSED' | 'FAILED' | 'GONE';

export interface Webhook {
  workspaceId: string;
  id: string;
  name: string;
  url: string;
  format: WebhookFormat;
  locale: 'en' | 'zh';
  filter: WebhookFilter;
  secret: string | null;
  previousSecret: string | null;
  /** When the previous secret signs no more. */
  previousEndsAt: Date | null;
  /** Everything up to this sequence number has been delivered, or passed over by the filter. */
  position: number;
  replayNext: number | null;
  replayThrough: number | null;
  /** Attempts that failed since the last one that did not, and when the first of them began. */
  failures: number;
  failingSince: Date | null;
  /** Nothing is sent before. */
  notBefore: Date | null;
  giveUpAfterHours: number;
  disabledAt: Date | null;
  disabledReason: DisabledReason | null;
  /** Of the worker that delivers; its end is by the database's clock. */
  lease: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/**
 * Why an attempt failed. HTTP_STATUS: neither 2xx nor one of the following. REDIRECTED: 3xx, which is not followed. RATE_LIMITED: 429, or
 * what a robot says for it. GONE: 410. REFUSED: a robot answered 200 and said no. The others: see OutboundErrorCode.
 */
export const attemptFailures = [
  'HTTP_STATUS',
  'REDIRECTED',
  'RATE_LIMITED',
  'GONE',
  'REFUSED',
  'INVALID_URL',
  'ADDRESS_REFUSED',
  'UNKNOWN_HOST',
  'CONNECTION_FAILED',
  'TIMEOUT',
] as const;
export type AttemptFailure = (typeof attemptFailures)[number];

export type AttemptKind = 'EVENT' | 'REPLAY' | 'PING';

/** What was sent, and what the receiver said. */
export interface WebhookAttempt {
  workspaceId: string;
  id: string;
  webhookId: string;
  kind: AttemptKind;
  messageId: string;
  eventId: string | null;
  sequence: number | null;
  startedAt: Date;
  durationMs: number;
  /** null: delivered. */
  error: AttemptFailure | null;
  detail: string | null;
  status: number | null;
  /** The beginning of the body. */
  answer: string | null;
  retryAt: Date | null;
  switchedOff: boolean;
}
