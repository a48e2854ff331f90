import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import { EVENTS } from '../../events/log/read-log.ts';
import { createAlarm } from '../../graphql/alarm.ts';
import type { Outbound } from '../../outbound/outbound.ts';
import { WEBHOOK_SET } from '../webhook.ts';
import { type DueWebhook, dueWebhooks } from './due-webhooks.ts';
import { createPlaces } from './places.ts';
import { takeTurn } from './turn.ts';

/** Delivers what webhooks are for, in the background, as long as the process lives. */
export interface Deliveries {
  /** Messages under way get a moment to end; what is cut off then is sent again by whoever delivers next, under the same id. */
  close(): Promise<void>;
}

export interface DeliveriesOptions {
  database: Database;
  outbound: Outbound;
  now: () => Date;
  logger: Logger;
  /** From 0 to below 1. */
  random?: (() => number) | undefined;
  /** How often to look at all workspaces, because a node went away or a message was lost. */
  lookEveryMs?: number | undefined;
}

const MINUTE = 60_000;
const GOODBYE_MS = 2_000;
/** After a fault of our own, or of the database. */
const AFTER_FAULT_MS = 2_000;

/** On each node; a webhook is delivered by one of them at a time. */
export async function startDeliveries(options: DeliveriesOptions): Promise<Deliveries> {
  const { database, outbound, now, logger, random = Math.random, lookEveryMs = MINUTE } = options;
  const alarm = createAlarm();
  const stopping = new AbortController();
  const cutting = new AbortController();
  // One for each message under way.
  setMaxListeners(0, cutting.signal);
  const places = createPlaces();
  const turns = new Set<Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  /** When each webhook last had its turn here, in ms of `performance.now`. */
  const served = new Map<string, number>();
  /** Workspaces to look at; 'ALL' at first, and whenever something may have been missed. */
  let toLookAt: Set<string> | 'ALL' = 'ALL';

  function wake(workspaceId: string): void {
    if (toLookAt !== 'ALL') toLookAt.add(workspaceId);
    alarm.ring();
  }

  function heard(payload: string): void {
    if (!payload) toLookAt = 'ALL';
    wake(payload);
  }

  /** A webhook whose receiver is given time is looked at again then; longer waits are for the look at all. */
  function wakeLater({ workspaceId, id, waitMs }: DueWebhook): void {
    if (waitMs > lookEveryMs || stopping.signal.aborted) return;
    clearTimeout(timers.get(id));
    const timer = setTimeout(() => {
      timers.delete(id);
      wake(workspaceId);
    }, waitMs);
    timer.unref();
    timers.set(id, timer);
  }

  async function look(): Promise<void> {
    const workspaceIds = toLookAt === 'ALL' ? undefined : [...toLookAt];
    toLookAt = new Set();
    if (workspaceIds?.length === 0) return;
    let due: DueWebhook[];
    try {
      due = await dueWebhooks(database, workspaceIds, now());
    } catch (error) {
      setTimeout(heard, AFTER_FAULT_MS, '').unref();
      throw error;
    }
    // Whoever waited longest comes first: where there are too many for all, none is passed over for good.
    const turnOf = ({ id }: DueWebhook) => served.get(id) ?? 0;
    for (const webhook of due.sort((a, b) => turnOf(a) - turnOf(b))) {
      if (webhook.waitMs > 0) wakeLater(webhook);
      else begin(webhook);
    }
  }

  function begin(webhook: DueWebhook): void {
    const leave = places.enter(webhook);
    // Whoever leaves looks again, so none is forgotten.
    if (!leave) return;
    served.set(webhook.id, performance.now());
    const turn = takeTurn({ database, outbound, now, random, logger, signal: cutting.signal }, webhook)
      .then(() => wake(webhook.workspaceId))
      .catch((error) => {
        report(error, webhook);
        wakeLater({ ...webhook, waitMs: AFTER_FAULT_MS });
      })
      .finally(() => {
        turns.delete(turn);
        for (const workspaceId of leave()) wake(workspaceId);
      });
    turns.add(turn);
  }

  /** Nothing but what happened: the values of a statement may be secrets. It is tried again at the next look. */
  function report(error: unknown, webhook?: DueWebhook): void {
    if (cutting.signal.aborted) return;
    const { name, message, code } = error as Error & { code?: string };
    const where = webhook && { workspaceId: webhook.workspaceId, webhookId: webhook.id };
    logger.error({ error: { name, message, code }, ...where }, 'delivering webhooks failed');
  }

  async function run(): Promise<void> {
    let lookAtAll = performance.now() + lookEveryMs;
    while (!stopping.signal.aborted) {
      await look().catch(report);
      await alarm.wait(Math.max(0, lookAtAll - performance.now()), stopping.signal);
      if (performance.now() < lookAtAll) continue;
      lookAtAll = performance.now() + lookEveryMs;
      toLookAt = 'ALL';
    }
  }

  const ears = [await database.listen(EVENTS, heard), await database.listen(WEBHOOK_SET, heard)];
  const running = run();
  return {
    async close() {
      stopping.abort();
      for (const stop of ears) await stop();
      await running;
      const cut = setTimeout(() => cutting.abort(), GOODBYE_MS);
      while (turns.size > 0) await Promise.all(turns);
      clearTimeout(cut);
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
