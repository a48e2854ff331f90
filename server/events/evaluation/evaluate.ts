import { sql } from 'kysely';
import type { Database, Queryable } from '../../database/database.ts';
import { WriteConflict } from '../../database/database.ts';
import type { WorkspaceInfo } from '../../database/workspace-write.ts';
import { readFunnels } from '../../funnel/funnel.loaders.ts';
import { EVENTS } from '../log/read-log.ts';
import { appendEvents, type LogState } from '../log/write-log.ts';
import { standingRules } from '../rule/read-rules.ts';
import type { AlertRule } from '../rule/rule.ts';
import { readSilences } from '../silence/read-silences.ts';
import { forgetChanges, touchedRules } from './due.ts';
import { readEntities } from './entities.ts';
import { type Look, lookAt, SightingFailed, sightAll } from './look.ts';
import { nextLook } from './next-look.ts';
import { writePoints } from './points.ts';
import { markForRecheck, recheck } from './recheck.ts';
import { readStates, writeStates } from './states.ts';

/** What one evaluation of a workspace did. */
export interface Evaluation {
  events: number;
  /** When to come back, whatever facts come; null: there is no rule. */
  dueAt: Date | null;
}

/** BUSY: another node has it under way. */
export type Outcome = Evaluation | 'BUSY' | 'NO_LOG';

/** Looking at more in one transaction would keep it open for long; the rest is due at once. */
const MOST_RULES = 250;
const LONGEST_STATEMENT = sql.lit('30s');
/** After a statement that failed. */
const AGAIN_AFTER_MS = 10 * 60_000;

/**
 * Evaluates the rules of a workspace that commits or the clock made due: in one transaction, on one snapshot of the facts, under the lock of
 * its log. So every point speaks of one state of the data, what it changed and the event that it made are durable together or not at all,
 * and a node that dies in the middle leaves nothing behind.
 *
 * @param now the clock; instants of evaluation never go back, whatever the clocks of several nodes say
 */
export async function evaluateWorkspace(database: Database, workspaceId: string, now: () => Date): Promise<Outcome> {
  for (;;) {
    try {
      const outcome = await database.transaction((transaction) => evaluate(transaction, workspaceId, now()), {
        snapshot: true,
      });
      if (typeof outcome === 'object' && outcome.events > 0) await database.notify(EVENTS, workspaceId);
      return outcome;
    } catch (error) {
      if (error instanceof SightingFailed) await setAside(database, workspaceId, error, now());
      // Else somebody else had the log between our snapshot and our lock.
      else if (!(error instanceof WriteConflict)) throw error;
    }
  }
}

/** Finds the rules whose statements fail even alone, so that they do not keep the others from being looked at. */
async function setAside(database: Database, workspaceId: string, failure: SightingFailed, now: Date): Promise<void> {
  const failing: AlertRule[] = [];
  for (const rule of failure.rules) {
    try {
      await database.transaction(
        async (transaction) => sightAll(await lookFor(transaction, workspaceId, [rule], now), [rule], now),
        {
          snapshot: true,
        },
      );
    } catch (error) {
      if (!(error instanceof SightingFailed)) throw error;
      failing.push(rule);
    }
  }
  // Each alone can be looked at: it was the connection, or the server.
  if (failing.length === 0) throw failure.cause;
  const fault = {
    code: 'EVALUATION_FAILED',
    message:
      'The database could not answer what this rule asks; it is tried again every ten minutes. Ask for a shorter window.',
  };
  await database.transaction((transaction) =>
    writeRules(
      transaction,
      workspaceId,
      new Map(failing.map((rule) => [rule, new Date(now.getTime() + AGAIN_AFTER_MS)])),
      new Map(failing.map((rule) => [rule, fault])),
    ),
  );
}

/** What is known before anything is looked at. @throws where the workspace is gone */
async function lookFor(on: Queryable, workspaceId: string, rules: readonly AlertRule[], at: Date): Promise<Look> {
  await on.query(sql`set local statement_timeout = ${LONGEST_STATEMENT}`);
  const [workspace] = await on.query<WorkspaceInfo & { dataVersion: number }>(sql`
    select workspace_id as id, time_zone as "timeZone", currency, data_version as "dataVersion"
    from workspaces where workspace_id = ${workspaceId}`);
  const ids = rules.map(({ id }) => id);
  return {
    on,
    workspace: workspace!,
    dataVersion: workspace!.dataVersion,
    at,
    funnels: new Map((await readFunnels(on, workspaceId)).map((funnel) => [funnel.id, funnel])),
    entities: await readEntities(on, workspaceId, rules),
    silences: await readSilences(on, workspaceId, at),
    states: await readStates(on, workspaceId, ids),
    changed: new Map(),
    points: [],
    drafts: [],
    faults: new Map(),
  };
}

async function evaluate(transaction: Queryable, workspaceId: string, now: Date): Promise<Outcome> {
  const [log] = await transaction.query<LogState & { dataVersion: number; isRecheckLeft: boolean }>(sql`
    select l.sequence, l.seen_version as "seenVersion", l.evaluated_at as "evaluatedAt",
      (select w.data_version from workspaces w where w.workspace_id = ${workspaceId}) as "dataVersion",
      exists (select 1 from kpi_events e where e.workspace_id = ${workspaceId} and e.recheck) as "isRecheckLeft"
    from event_logs l where l.workspace_id = ${workspaceId} for update of l skip locked`);
  if (!log) return (await hasLog(transaction, workspaceId)) ? 'BUSY' : 'NO_LOG';
  const at = new Date(Math.max(now.getTime(), log.evaluatedAt ? log.evaluatedAt.getTime() + 1 : 0));
  const rules = (await standingRules(transaction, workspaceId)).filter(({ enabled }) => enabled);
  const isNews = log.seenVersion < log.dataVersion || log.isRecheckLeft;
  if (!isNews && rules.every(({ dueAt }) => dueAt > at)) return { events: 0, dueAt: earliest(rules) };

  const look = await lookFor(transaction, workspaceId, rules, at);
  const { dataVersion } = look;
  const touched = await touchedRules(transaction, workspaceId, rules, { seen: log.seenVersion, current: dataVersion });
  const due = rules.filter((rule) => rule.dueAt <= at || (touched.has(rule) && !isSetAside(rule)));
  const [ours, later] = [due.slice(0, MOST_RULES), due.slice(MOST_RULES)];

  await markForRecheck(transaction, workspaceId, touched, at);
  const isRecheckDone = await recheck(look, rules);
  await lookAt(look, ours);

  await writeStates(transaction, workspaceId, [...look.changed.values()]);
  await writePoints(transaction, workspaceId, look.points);
  await appendEvents(transaction, workspaceId, look.drafts);
  const dueAts = new Map(later.map((rule) => [rule, at]));
  for (const rule of ours) dueAts.set(rule, nextLook(rule, look.states.get(rule.id)!, at, look.workspace.timeZone));
  await writeRules(transaction, workspaceId, dueAts, look.faults);
  await transaction.query(sql`
    update event_logs set seen_version = ${dataVersion}, evaluated_at = ${at} where workspace_id = ${workspaceId}`);
  if (log.seenVersion < dataVersion) await forgetChanges(transaction, workspaceId, dataVersion);
  const dueAt = earliest(rules.map((rule) => ({ dueAt: dueAts.get(rule) ?? rule.dueAt })));
  return { events: look.drafts.length, dueAt: isRecheckDone ? dueAt : at };
}

function earliest(rules: readonly Pick<AlertRule, 'dueAt'>[]): Date | null {
  return rules.length > 0 ? new Date(Math.min(...rules.map(({ dueAt }) => dueAt.getTime()))) : null;
}

function isSetAside({ fault }: AlertRule): boolean {
  return fault?.code === 'EVALUATION_FAILED';
}

async function hasLog(on: Queryable, workspaceId: string): Promise<boolean> {
  return (await on.query(sql`select 1 from event_logs where workspace_id = ${workspaceId}`)).length > 0;
}

/** When each is due again, and what keeps it from seeing all that it should. */
async function writeRules(
  on: Queryable,
  workspaceId: string,
  dueAts: ReadonlyMap<AlertRule, Date>,
  faults: Look['faults'],
): Promise<void> {
  const rules = [...dueAts.keys()];
  if (rules.length === 0) return;
  const faultTexts = rules.map((rule) => JSON.stringify(faults.get(rule) ?? null));
  await on.query(sql`
    update alert_rules r set due_at = t.due_at, fault = nullif(t.fault::jsonb, 'null'::jsonb)
    from unnest(${rules.map(({ id }) => id)}::uuid[], ${[...dueAts.values()]}::timestamptz[], ${faultTexts}::text[]) as t(id, due_at, fault)
    where r.workspace_id = ${workspaceId} and r.id = t.id`);
}
