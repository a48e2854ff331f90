import { v5 } from 'uuid';

/** Any fixed UUID: it only keeps these names apart from other people's. */
const NAMESPACE = 'b0f7c9a4-2f43-5c1b-8a0e-6d1d5b1f7e3c';

/** The `webhook-id` of an event: the same however often it is sent, by whatever node, in replays too, so that receivers can tell duplicates. */
export function messageIdOf(webhookId: string, eventId: string): string {
  return `msg_${v5(`${webhookId} ${eventId}`, NAMESPACE)}`;
}
