import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { type AlertRuleInput, checkRule } from '../events/rule/check-rule.ts';
import { alertTemplate } from '../events/rule/templates.ts';
import { writeRule } from '../events/rule/write-rule.ts';

const HOUR = 3_600;

interface DemoRule {
  template: string | null;
  rule: AlertRuleInput;
}

/** Rules that the demo company breaches today, so that its threshold log has something to say; in its language, as all that it named itself. */
const rules: readonly DemoRule[] = [
  fromTemplate('stage_conversion_low'),
  {
    template: null,
    rule: {
      name: '渠道 ROI 为负',
      kpi: 'channel_roi',
      window: { rolling: { unit: 'DAY', count: 90 } },
      each: { dimension: 'CHANNEL' },
      condition: { direction: 'BELOW', fireAt: 0, clearAt: 0.1 },
      minimumSample: 30,
    },
  },
  {
    template: 'slow_first_response',
    rule: {
      ...fromTemplate('slow_first_response').rule,
      // With the template's four hours nearly everybody there would be told of.
      condition: { direction: 'ABOVE', fireAt: 20 * HOUR, clearAt: 16 * HOUR },
    },
  },
  {
    template: null,
    rule: {
      name: '成交客户数环比下降',
      kpi: 'won_customers',
      severity: 'INFO',
      window: { rolling: { unit: 'DAY', count: 30 } },
      condition: { compare: 'RELATIVE_CHANGE', direction: 'BELOW', fireAt: -0.1, clearAt: 0 },
    },
  },
];

function fromTemplate(key: string): DemoRule {
  const { name, rule } = alertTemplate(key)!;
  return { template: key, rule: { ...rule, name: name.zh } };
}

/** Gives a workspace that never had a rule those of the demo; who took them away does not get them back. */
export async function makeDemoRules(database: Database, workspaceId: string, now: Date): Promise<void> {
  const logs = await database.query(sql`select 1 from event_logs where workspace_id = ${workspaceId}`);
  if (logs.length > 0) return;
  const [funnel] = await database.query<{ id: string }>(
    sql`select id from funnels where workspace_id = ${workspaceId} and is_default`,
  );
  for (const { template, rule } of rules)
    await writeRule(
      database,
      workspaceId,
      { ...checkRule(rule), id: undefined, funnelId: funnel!.id, template, enabled: true },
      now,
    );
}
