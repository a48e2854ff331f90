import { sql } from 'kysely';
import type { Database, Queryable } from '../../database/database.ts';
import { newId } from '../../database/new-id.ts';
import { orderedJson } from '../../database/ordered-json.ts';
import { forgetStates, readStates } from '../evaluation/states.ts';
import type { RevisionReason } from '../log/kpi-event.ts';
import { EVENTS, eventsById } from '../log/read-log.ts';
import { revisionOf } from '../log/revision.ts';
import { appendEvents, beginLog, lockLog } from '../log/write-log.ts';
import { type CheckedRule, InvalidAlertRuleError } from './check-rule.ts';
import { rulesById, standingRules } from './read-rules.ts';
import type { AlertRule } from './rule.ts';
import { RULES } from './topic.ts';

export const MOST_RULES = 1_000;

export interface RuleToWrite extends CheckedRule {
  /** Internal id of the rule to change; undefined: a new one. */
  id: string | undefined;
  funnelId: string;
  template: string | null;
  enabled: boolean;
}

/**
 * Makes a rule, or changes one. What is looked at makes its version: where that changes, states begin anew, and a breach under way is taken
 * back (REVISED, RULE_CHANGED), since nobody looks at it any more.
 *
 * @returns undefined where there is no rule of that id
 * @throws InvalidAlertRuleError TOO_MANY_RULES
 */
export async function writeRule(
  database: Database,
  workspaceId: string,
  rule: RuleToWrite,
  now: Date,
): Promise<AlertRule | undefined> {
  return changeRules(database, workspaceId, async (transaction) => {
    const standing = await standingRules(transaction, workspaceId);
    const before = standing.find(({ id }) => id === rule.id);
    if (rule.id && !before) return undefined;
    if (!before && standing.length >= MOST_RULES)
      throw new InvalidAlertRuleError(
        'TOO_MANY_RULES',
        `This workspace has ${MOST_RULES} rules, the most there can be; remove some, or look at many instances with one (each).`,
      );
    const isSame =
      before &&
      before.kpi === rule.kpi &&
      before.funnelId === rule.funnelId &&
      before.enabled === rule.enabled &&
      orderedJson(before.definition) === orderedJson(rule.definition);
    if (before && !isSame) await beginAnew(transaction, workspaceId, before, 'RULE_CHANGED', now);
    const id = before?.id ?? newId();
    const version = before ? before.version + (isSame ? 0 : 1) : 1;
    await transaction.query(sql`
      insert into alert_rules (workspace_id, id, name, funnel_id, kpi, severity, version, definition, template, enabled, created_at, updated_at, due_at)
      values (${workspaceId}, ${id}, ${rule.name}, ${rule.funnelId}, ${rule.kpi}, ${rule.severity}, ${version},
        ${JSON.stringify(rule.definition)}::text::jsonb, ${rule.template}, ${rule.enabled}, ${now}, ${now}, ${now})
      on conflict (workspace_id, id) do update set name = excluded.name, funnel_id = excluded.funnel_id, kpi = excluded.kpi,
        severity = excluded.severity, version = excluded.version, definition = excluded.definition, template = excluded.template,
        enabled = excluded.enabled, updated_at = excluded.updated_at, due_at = excluded.due_at, fault = null`);
    const [written] = await rulesById(transaction, workspaceId, [id]);
    return written;
  });
}

/** Takes a rule away; its events stay. A breach under way is taken back (REVISED, RULE_REMOVED). @returns whether there was one. */
export async function removeRule(database: Database, workspaceId: string, id: string, now: Date): Promise<boolean> {
  return changeRules(database, workspaceId, async (transaction) => {
    const [rule] = await rulesById(transaction, workspaceId, [id]);
    if (!rule || rule.deletedAt) return false;
    await beginAnew(transaction, workspaceId, rule, 'RULE_REMOVED', now);
    await transaction.query(sql`
      update alert_rules set deleted_at = ${now}, enabled = false where workspace_id = ${workspaceId} and id = ${id}`);
    return true;
  });
}

/** Rules change under the lock of the log, so that no evaluation is under way meanwhile. */
async function changeRules<Result>(
  database: Database,
  workspaceId: string,
  change: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  const result = await database.transaction(async (transaction) => {
    await beginLog(transaction, workspaceId);
    await lockLog(transaction, workspaceId);
    return change(transaction);
  });
  await database.notify(RULES, workspaceId);
  await database.notify(EVENTS, workspaceId);
  return result;
}

async function beginAnew(
  transaction: Queryable,
  workspaceId: string,
  rule: AlertRule,
  reason: Extract<RevisionReason, 'RULE_CHANGED' | 'RULE_REMOVED'>,
  now: Date,
): Promise<void> {
  const states = (await readStates(transaction, workspaceId, [rule.id])).get(rule.id)!;
  const breachIds = [...states.values()].flatMap(({ breachId }) => breachId ?? []);
  const breaches = breachIds.length > 0 ? await eventsById(transaction, workspaceId, breachIds) : [];
  const inOrder = breaches.sort((a, b) => a.sequence - b.sequence);
  await appendEvents(
    transaction,
    workspaceId,
    inOrder.map((breach) => revisionOf(breach, { occurredAt: now, reason })),
  );
  await forgetStates(transaction, workspaceId, rule.id);
}
