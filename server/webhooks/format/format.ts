import type { Answer } from '../../outbound/outbound.ts';
import type { Outcome } from '../delivery/outcome.ts';
import type { Webhook } from '../webhook.ts';
import type { Message } from './message.ts';

/** A request that carries a message. */
export interface OutgoingMessage {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface OutgoingContext {
  webhook: Webhook;
  messageId: string;
  /** When it is sent. */
  at: Date;
}

/** How messages of one format are written, and how its receivers say yes. */
export interface Format {
  write(message: Message, context: OutgoingContext): OutgoingMessage;
  /** Of an answer with a status of 2xx; absent: that is a yes. */
  judge?(answer: Answer): Outcome;
  /** How long to wait after a delivery before the next one, so that the platform's own limit is kept. */
  paceMs: number;
  /** OURS: made here, and signs each message. THEIRS: given by the platform, where it signs at all. NONE: the URL is the secret. */
  secret: 'OURS' | 'THEIRS' | 'NONE';
}
