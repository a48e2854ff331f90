import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { createAlarm } from '../graphql/alarm.ts';
import { MODEL_SET } from './define-scoring-model.ts';
import { lastLead, type ModelInScoring, modelsInScoring, scoreBatch } from './score-batch.ts';
import { createShare } from './scoring-share.ts';

/** Scores leads by new models in the background, as long as the process lives. */
export interface Rescoring {
  /** After the batch under way. What is left is taken up at the next start, where it stands. */
  close(): Promise<void>;
}

export interface RescoringOptions {
  database: Database;
  now: () => Date;
  logger: Logger;
  /** Leads in one transaction. */
  leadsAtOnce?: number;
  /** How often to look for models that nobody works on, because a node went away or a message was lost. */
  lookEveryMs?: number;
}

const MINUTE = 60_000;

/** Takes up what is there at once, then what is set, on this node or another. */
export async function startRescoring(options: RescoringOptions): Promise<Rescoring> {
  const { database, now, logger, leadsAtOnce = 2_000, lookEveryMs = MINUTE } = options;
  const alarm = createAlarm();
  const stopListening = await database.listen(MODEL_SET, alarm.ring);
  const controller = new AbortController();
  const { signal } = controller;
  const share = createShare(lookEveryMs);
  /** Where each model ends. Without an end a stream of new leads would put it off for ever. */
  const ends = new Map<string, string | null>();

  async function endOf(model: ModelInScoring): Promise<string | null> {
    const key = keyOf(model);
    if (!ends.has(key)) ends.set(key, await lastLead(database, model.workspaceId));
    return ends.get(key)!;
  }

  /** Batch by batch, each model in turn, so that a large workspace does not keep a small one waiting; until nothing is left to do. */
  async function work(): Promise<void> {
    const failed = new Set<string>();
    for (;;) {
      const models = share.ours(await modelsInScoring(database), now().getTime());
      const left = models.filter((model) => !failed.has(keyOf(model)));
      if (left.length === 0) return;
      for (const model of left) {
        if (signal.aborted) return;
        try {
          const through = await endOf(model);
          const last = await scoreBatch(database, model, { count: leadsAtOnce, through, now: now() });
          share.did(model, last);
          if (last === undefined) ends.delete(keyOf(model));
        } catch (error) {
          failed.add(keyOf(model));
          report(error, model);
        }
      }
    }
  }

  /** Nothing but what happened: the values of a statement may be a person's. It is tried again at the next look. */
  function report(error: unknown, model?: ModelInScoring): void {
    const { name, message, code } = error as Error & { code?: string };
    const where = model && { workspaceId: model.workspaceId, version: model.version };
    logger.error({ error: { name, message, code }, ...where }, 'scoring leads by a new model failed');
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await work().catch(report);
      await alarm.wait(lookEveryMs, signal);
    }
  }

  const running = run();
  return {
    async close() {
      controller.abort();
      await stopListening();
      await running;
    },
  };
}

function keyOf({ workspaceId, version }: ModelInScoring): string {
  return `${workspaceId} ${version}`;
}
