import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../server/database/database.ts';
import { EVENTS } from '../server/events/log/read-log.ts';
import { appendEvents, beginLog, lockLog } from '../server/events/log/write-log.ts';

/** Lengthens a workspace's log by hand, for rows that measure its readers alone. Returns when it was committed, by `performance.now`. */
export async function openLog(database: Database, workspaceId: string): Promise<(mark: string) => Promise<number>> {
  await beginLog(database, workspaceId);
  const [funnel] = await database.query<{ id: string }>(
    sql`select id from funnels where workspace_id = ${workspaceId} limit 1`,
  );
  const ruleId = randomUUID();
  await database.query(sql`
    insert into alert_rules (workspace_id, id, name, funnel_id, kpi, severity, version, definition, enabled, created_at, updated_at, due_at)
    values (${workspaceId}, ${ruleId}, 'Few leads', ${funnel!.id}, 'new_leads', 'WARNING', 1, '{}'::jsonb, false, now(), now(), now())`);
  return async (mark) => {
    await database.transaction(async (transaction) => {
      await lockLog(transaction, workspaceId);
      await appendEvents(transaction, workspaceId, [
        {
          id: randomUUID(),
          kind: 'BREACHED',
          ruleId,
          ruleVersion: 1,
          kpi: 'new_leads',
          severity: 'WARNING',
          instance: `CHANNEL=${mark}`,
          value: 3,
          kpiValue: 3,
          threshold: 5,
          windowFrom: '2026-03-01',
          windowTo: '2026-03-31',
          timeZone: 'Asia/Shanghai',
          sampleSize: 3,
          occurredAt: new Date(),
          silenced: false,
          revises: null,
          reason: null,
        },
      ]);
    });
    const committed = performance.now();
    await database.notify(EVENTS, workspaceId);
    return committed;
  };
}
