import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../../server/database/database.ts';
import type { KpiEvent } from '../../../server/events/log/kpi-event.ts';
import { EVENTS } from '../../../server/events/log/read-log.ts';
import { appendEvents, beginLog, type KpiEventDraft, lockLog } from '../../../server/events/log/write-log.ts';
import type { RuleDefinition } from '../../../server/events/rule/rule.ts';

/** Fewer than five new leads a channel in 30 days. Its rules are disabled: nobody but the test lengthens the log. */
const definition: RuleDefinition = {
  window: { rolling: { unit: 'DAY', count: 30 } },
  filter: null,
  basis: null,
  withinDays: null,
  each: { dimension: 'CHANNEL', keys: null },
  condition: { compare: 'VALUE', against: null, direction: 'BELOW', fireAt: 5, clearAt: 5, certain: false },
  guard: null,
  fireAfterSeconds: 0,
  recoverAfterSeconds: 0,
  minimumSample: 0,
  policies: { noData: 'KEEP', smallSample: 'KEEP', immature: 'KEEP' },
  muteWindows: [],
};

/** Lengthens a workspace's log as the evaluator does, with events that say what a test wants. */
export interface LogWriter {
  /** Internal ids of its rules. */
  rules: readonly string[];
  /** Commits them together, then tells of it. */
  append(...drafts: Partial<KpiEventDraft>[]): Promise<KpiEvent[]>;
}

export async function openLog(database: Database, workspaceId: string, ruleNames = ['Few leads']): Promise<LogWriter> {
  await beginLog(database, workspaceId);
  const [funnel] = await database.query<{ id: string }>(
    sql`select id from funnels where workspace_id = ${workspaceId} order by id limit 1`,
  );
  const rules: string[] = [];
  for (const name of ruleNames) {
    const id = uuid();
    rules.push(id);
    await database.query(sql`
      insert into alert_rules (workspace_id, id, name, funnel_id, kpi, severity, version, definition, enabled, created_at, updated_at, due_at)
      values (${workspaceId}, ${id}, ${name}, ${funnel!.id}, 'new_leads', 'WARNING', 1, ${JSON.stringify(definition)}::text::jsonb, false, now(), now(), now())`);
  }
  return {
    rules,
    async append(...drafts) {
      const events = await database.transaction(async (transaction) => {
        await lockLog(transaction, workspaceId);
        return appendEvents(
          transaction,
          workspaceId,
          drafts.map((draft) => ({ ...usual(rules[0]!), ...draft })),
        );
      });
      await database.notify(EVENTS, workspaceId);
      return events;
    },
  };
}

function usual(ruleId: string): KpiEventDraft {
  return {
    id: uuid(),
    kind: 'BREACHED',
    ruleId,
    ruleVersion: 1,
    kpi: 'new_leads',
    severity: 'WARNING',
    instance: 'CHANNEL=web',
    value: 3,
    kpiValue: 3,
    threshold: 5,
    windowFrom: '2026-03-01',
    windowTo: '2026-03-31',
    timeZone: 'Asia/Shanghai',
    sampleSize: 3,
    occurredAt: new Date('2026-03-30T04:00:00Z'),
    silenced: false,
    revises: null,
    reason: null,
  };
}
