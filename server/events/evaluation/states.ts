import { sql } from 'kysely';
import { type Columns, upsertRows } from '../../database/bulk.ts';
import type { Queryable } from '../../database/database.ts';
import type { InstanceState } from '../state-machine.ts';

/** States by rule, then by the text of the instance. */
export type States = Map<string, Map<string, InstanceState>>;

type StateRow = InstanceState & { ruleId: string; instance: string };

export async function readStates(on: Queryable, workspaceId: string, ruleIds: readonly string[]): Promise<States> {
  const rows = await on.query<StateRow>(sql`
    select s.rule_id as "ruleId", s.instance, s.phase, s.since, s.window_from as "windowFrom", s.had_data as "hadData", s.ordinal,
      s.breach_id as "breachId"
    from alert_states s where s.workspace_id = ${workspaceId} and s.rule_id = any(${ruleIds}::uuid[])`);
  const states: States = new Map(ruleIds.map((id) => [id, new Map()]));
  for (const { ruleId, instance, ...state } of rows) states.get(ruleId)!.set(instance, state);
  return states;
}

const columns: Columns = {
  workspace_id: 'uuid',
  rule_id: 'uuid',
  instance: 'text',
  phase: 'text',
  since: 'timestamptz',
  window_from: 'date',
  had_data: 'boolean',
  ordinal: 'integer',
  breach_id: 'uuid',
};

export async function writeStates(on: Queryable, workspaceId: string, rows: readonly StateRow[]): Promise<void> {
  await upsertRows(
    on,
    'alert_states',
    columns,
    ['workspace_id', 'rule_id', 'instance'],
    rows.map((row) => ({
      workspace_id: workspaceId,
      rule_id: row.ruleId,
      instance: row.instance,
      phase: row.phase,
      since: row.since.getTime(),
      window_from: row.windowFrom,
      had_data: row.hadData,
      ordinal: row.ordinal,
      breach_id: row.breachId,
    })),
  );
}

/** A rule that is looked at in another way begins anew. */
export async function forgetStates(on: Queryable, workspaceId: string, ruleId: string): Promise<void> {
  await on.query(sql`delete from alert_states where workspace_id = ${workspaceId} and rule_id = ${ruleId}`);
}
