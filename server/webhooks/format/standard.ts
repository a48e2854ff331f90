import type { Format } from './format.ts';
import { standardBody } from './message.ts';
import { signedHeaders } from './secret.ts';

/** After the Standard Webhooks specification: JSON, signed. */
export const standard: Format = {
  write(message, { webhook, messageId, at }) {
    const body = JSON.stringify(standardBody(message));
    return { url: webhook.url, headers: signedHeaders(webhook, { id: messageId, body, at }), body };
  },
  paceMs: 0,
  secret: 'OURS',
};
