import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import { CHANGES, readChangePayload } from '../../database/workspace-write.ts';
import { createAlarm, sleep } from '../../graphql/alarm.ts';
import { RULES } from '../rule/topic.ts';
import { evaluateWorkspace } from './evaluate.ts';

/** Evaluates rules in the background, as long as the process lives. */
export interface Evaluator {
  /** After the evaluation under way. What is left is taken up by another node, or at the next start. */
  close(): Promise<void>;
}

export interface EvaluatorOptions {
  database: Database;
  now: () => Date;
  logger: Logger;
  /** How often to look for rules that nobody evaluated, because a node went away or a message was lost. */
  lookEveryMs?: number | undefined;
}

const LOOK_EVERY_MS = 2_000;
/**
 * Commits closer together than this, or than an evaluation takes, are looked at together; the first one of a burst at once. So writers have
 * the embedded database, which has one connection, for at least half of the time.
 */
const QUIET_MS = 100;
/** Another node has the log: it may have begun before the commit that woke us. */
const WHILE_BUSY_MS = 50;
const AFTER_FAILURE_MS = 1_000;
const MINUTE = 60_000;

/** Takes up what is due at once, then what commits and the clock make due. Any number of nodes may do so. */
export async function startEvaluator(options: EvaluatorOptions): Promise<Evaluator> {
  const { database, now, logger, lookEveryMs = LOOK_EVERY_MS } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const runs = new Map<string, { wake: () => void; ended: Promise<void> }>();

  function report(error: unknown, workspaceId?: string): void {
    const { name, message, code } = error as Error & { code?: string };
    logger.error({ error: { name, message, code }, workspaceId }, 'evaluating alert rules failed');
  }

  /** One evaluation at a time of each workspace, however often it is woken meanwhile. */
  async function run(workspaceId: string, alarm: ReturnType<typeof createAlarm>): Promise<void> {
    for (;;) {
      if (signal.aborted) return;
      const began = performance.now();
      const wait = await evaluateWorkspace(database, workspaceId, now).then(
        (outcome) => {
          if (outcome === 'BUSY') return WHILE_BUSY_MS;
          if (outcome === 'NO_LOG' || outcome.dueAt === null) return MINUTE;
          return Math.max(0, outcome.dueAt.getTime() - now().getTime());
        },
        (error: unknown) => {
          report(error, workspaceId);
          return AFTER_FAILURE_MS;
        },
      );
      await sleep(Math.max(QUIET_MS, performance.now() - began), signal);
      await alarm.wait(wait, signal);
    }
  }

  function wake(workspaceId: string): void {
    const known = runs.get(workspaceId);
    known?.wake();
    if (known || signal.aborted) return;
    const alarm = createAlarm();
    runs.set(workspaceId, { wake: alarm.ring, ended: run(workspaceId, alarm) });
  }

  /** Workspaces that have rules: the others' commits are of no concern. */
  const logs = new Set<string>();

  /** Those with rules that are due, by commits or by the clock, and that nobody told us of. */
  async function wakeDue(): Promise<void> {
    const found = await database.query<{ id: string; isDue: boolean }>(sql`
      select l.workspace_id as id, w.data_version > l.seen_version or exists (
        select 1 from alert_rules r
        where r.workspace_id = l.workspace_id and r.enabled and r.deleted_at is null and r.due_at <= ${now()}) as "isDue"
      from event_logs l join workspaces w on w.workspace_id = l.workspace_id`);
    for (const { id, isDue } of found) {
      logs.add(id);
      if (isDue) wake(id);
    }
  }

  const stops = [
    await database.listen(CHANGES, (payload) => {
      const change = readChangePayload(payload);
      if (change && logs.has(change.workspaceId)) wake(change.workspaceId);
    }),
    await database.listen(RULES, (workspaceId) => {
      if (!workspaceId) return;
      logs.add(workspaceId);
      wake(workspaceId);
    }),
  ];

  async function lookAround(): Promise<void> {
    while (!signal.aborted) {
      await wakeDue().catch(report);
      await sleep(lookEveryMs, signal);
    }
  }

  const looking = lookAround();
  return {
    async close() {
      controller.abort();
      for (const stop of stops) await stop();
      await looking;
      await Promise.all([...runs.values()].map(({ ended }) => ended));
    },
  };
}
