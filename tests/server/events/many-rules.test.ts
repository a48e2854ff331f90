import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateWorkspace } from '../../../server/events/evaluation/evaluate.ts';
import { ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

describe.each(engines)('many rules on %s', (engine) => {
  let server: TestServer;
  const statements: string[] = [];
  let clock = new Date('2026-03-10T04:00:00Z');

  beforeAll(async () => {
    server = await startServer({ engine, now: () => clock, observe: (text) => statements.push(text) });
  });
  afterAll(() => server.close());

  const define = (name: string, kpi: string, fireAt: number) =>
    ask<{ defineAlertRule: { code?: string } }>(
      server,
      'mutation ($input: DefineAlertRuleInput!) { defineAlertRule(input: $input) { ... on Error { code } } }',
      {
        input: {
          name,
          kpi,
          window: { rolling: { unit: 'DAY', count: 30 } },
          condition: { direction: 'ABOVE', fireAt },
        },
      },
    );
  const workspaceId = () => server.workspace.id;
  /** In a minute all are due. */
  const evaluate = async () => {
    clock = new Date(clock.getTime() + 61_000);
    statements.length = 0;
    const outcome = await evaluateWorkspace(server.database, workspaceId(), () => clock);
    return { outcome, count: statements.length };
  };
  const idle = () =>
    expect
      .poll(async () => {
        const before = statements.length;
        await new Promise((resolve) => setTimeout(resolve, 400));
        return statements.length - before;
      })
      .toBe(0);

  test('a hundred rules that share a scope are looked at with as many statements as one', async () => {
    await post(server, 'leads', [{ id: 'a', createdAt: clock.toISOString() }]);
    await define('rule', 'new_leads', 1_000);
    await idle();
    const one = await evaluate();
    for (let number = 1; number < 100; number++)
      await define(`rule ${number}`, number % 2 ? 'new_leads' : 'revenue', 1_000 + number);
    await idle();
    const hundred = await evaluate();
    expect(one.outcome).toMatchObject({ events: 0 });
    expect(hundred.count).toBe(one.count);
  });

  test('a rule whose statement fails keeps no other from being looked at', async () => {
    await define('fails', 'time_in_stage', 1);
    await define('fires', 'new_leads', 0);
    await server.database.query(sql`alter table lead_stays rename to lead_stays_elsewhere`);
    try {
      await idle();
      await evaluate();
      const { workspace } = await ask<{
        workspace: { alertRules: { name: string; fault: { code: string } | null; instances: { phase: string }[] }[] };
      }>(server, '{ workspace { alertRules { name fault { code } instances { phase } } } }');
      const named = (name: string) => workspace.alertRules.find((rule) => rule.name === name);
      expect(named('fails')).toMatchObject({ fault: { code: 'EVALUATION_FAILED' } });
      expect(named('fires')).toMatchObject({ fault: null, instances: [{ phase: 'FIRING' }] });
    } finally {
      await server.database.query(sql`alter table lead_stays_elsewhere rename to lead_stays`);
    }
    clock = new Date(clock.getTime() + 11 * 60_000);
    await evaluate();
    const { workspace } = await ask<{ workspace: { alertRules: { fault: object | null }[] } }>(
      server,
      '{ workspace { alertRules { fault { code } } } }',
    );
    expect(workspace.alertRules.every(({ fault }) => fault === null)).toBe(true);
  });

  test('more than a thousand rules are refused', async () => {
    await server.database.query(sql`
      insert into alert_rules (workspace_id, id, name, funnel_id, kpi, severity, version, definition, enabled, created_at, updated_at, due_at)
      select r.workspace_id, gen_random_uuid(), 'copy', r.funnel_id, r.kpi, r.severity, 1, r.definition, false, r.created_at, r.updated_at, r.due_at
      from alert_rules r, generate_series(1, 1000 - (select count(*)::integer from alert_rules)) where r.workspace_id = ${workspaceId()} and r.name = 'rule'`);
    expect((await define('one too many', 'new_leads', 1)).defineAlertRule).toEqual({ code: 'TOO_MANY_RULES' });
    expect(await evaluate()).toMatchObject({ outcome: { events: 0 } });
  });
});
