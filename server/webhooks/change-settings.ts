import type { Webhook, WebhookFilter } from './webhook.ts';

/** What is left out stays. */
export interface SettingsChange {
  name?: string | undefined;
  url?: string | undefined;
  locale?: 'en' | 'zh' | undefined;
  filter?: WebhookFilter | undefined;
  /** null: none any more. */
  robotSecret?: string | null | undefined;
  giveUpAfterHours?: number | undefined;
  enabled?: boolean | undefined;
}

const fresh = { failures: 0, failingSince: null, notBefore: null } as const;

/**
 * A webhook with other settings. A new address, and being switched on, begin without a history of failures; switched on, it goes on behind
 * what it delivered last, or where the log ends now.
 * @param end the last sequence number of the log; undefined: go on from where it stood
 */
export function changeSettings(webhook: Webhook, change: SettingsChange, now: Date, end?: number): Webhook {
  const { name, url, locale, filter, robotSecret, giveUpAfterHours, enabled } = change;
  const isOn = webhook.disabledAt === null;
  const position = end === undefined ? webhook.position : Math.max(webhook.position, end);
  return {
    ...webhook,
    name: name ?? webhook.name,
    url: url ?? webhook.url,
    locale: locale ?? webhook.locale,
    filter: filter ?? webhook.filter,
    secret: robotSecret === undefined ? webhook.secret : robotSecret,
    giveUpAfterHours: giveUpAfterHours ?? webhook.giveUpAfterHours,
    ...(url !== undefined && url !== webhook.url && fresh),
    ...(enabled === false && isOn && { disabledAt: now, disabledReason: 'PAUSED' as const }),
    ...(enabled === true && { ...fresh, disabledAt: null, disabledReason: null, position }),
  };
}

const HOUR = 3_600_000;

/** A new secret; the one before goes on signing for a while, an older one no more. */
export function rotateSecret(webhook: Webhook, secret: string, overlapHours: number, now: Date): Webhook {
  const overlaps = overlapHours > 0;
  return {
    ...webhook,
    secret,
    previousSecret: overlaps ? webhook.secret : null,
    previousEndsAt: overlaps ? new Date(now.getTime() + overlapHours * HOUR) : null,
  };
}
