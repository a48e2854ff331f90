import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';
import type { Webhook } from '../webhook.ts';

/** 192 bits, as the specification writes them. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

/**
 * The headers of the Standard Webhooks specification. While the previous secret has not ended, both sign: a receiver that knows either one
 * takes the message.
 */
export function signedHeaders(
  { secret, previousSecret, previousEndsAt }: Pick<Webhook, 'secret' | 'previousSecret' | 'previousEndsAt'>,
  { id, body, at }: { id: string; body: string; at: Date },
): Record<string, string> {
  const overlaps = previousSecret !== null && previousEndsAt !== null && at < previousEndsAt;
  const secrets = [secret!, ...(overlaps ? [previousSecret] : [])];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((each) => new Signer(each).sign(id, at, body)).join(' '),
  };
}
