import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEvents } from '../../../server/events/log/read-log.ts';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const DAY = 86_400_000;

/** Rules as integrators define them, facts as they post them; the log as it is kept. */
describe.each(engines)('threshold events on %s', (engine) => {
  let server: TestServer;
  let clock: Date;

  beforeAll(async () => {
    clock = new Date('2026-03-10T04:00:00Z');
    server = await startServer({ engine, now: () => clock, lookForDueRulesEveryMs: 50 });
  });
  afterAll(() => server.close());

  const define = async (input: object): Promise<string> => {
    const { defineAlertRule } = await ask<{
      defineAlertRule: { rule?: { id: string }; code?: string; message?: string };
    }>(
      server,
      `mutation ($input: DefineAlertRuleInput!) { defineAlertRule(input: $input) {
        ... on DefineAlertRuleSuccess { rule { id } } ... on Error { code message } } }`,
      { input },
    );
    if (!defineAlertRule.rule) throw new Error(JSON.stringify(defineAlertRule));
    return defineAlertRule.rule.id;
  };
  const internal = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1]!;
  const log = async (rule: string) => {
    const rules = [internal(rule)];
    const events = await readEvents(server.database, server.workspace.id, { after: 0, filter: { rules }, limit: 500 });
    return events.map(({ kind, instance, value, reason }) =>
      [kind, instance, value, ...(reason ? [reason] : [])].join(' '),
    );
  };
  const lead = (id: string, change: object = {}) => ({ id, createdAt: clock.toISOString(), channel: 'web', ...change });
  /** Rules were looked at on the data as they are now. */
  const settled = () =>
    expect
      .poll(async () => {
        const [row] = await server.database.query<{ done: boolean }>(sql`
          select l.seen_version = w.data_version and not exists (
            select 1 from alert_rules r where r.workspace_id = w.workspace_id and r.enabled and r.due_at <= ${clock}) and not exists (
            select 1 from kpi_events e where e.workspace_id = w.workspace_id and e.recheck) as done
          from event_logs l join workspaces w on w.workspace_id = l.workspace_id where l.workspace_id = ${server.workspace.id}`);
        return row!.done;
      })
      .toBe(true);
  const pass = (ms: number) => {
    clock = new Date(clock.getTime() + ms);
  };

  test('a breach, its hysteresis, its recovery', async () => {
    const rule = await define({
      name: 'many leads',
      kpi: 'new_leads',
      window: { rolling: { unit: 'DAY', count: 1 } },
      condition: { direction: 'ABOVE', fireAt: 3, clearAt: 1 },
    });
    await settled();
    expect(await log(rule)).toEqual([]);
    await post(server, 'leads', [lead('a1'), lead('a2'), lead('a3')]);
    await settled();
    expect(await log(rule)).toEqual([]);
    await post(server, 'leads', [lead('a4')]);
    await settled();
    expect(await log(rule)).toEqual(['BREACHED  4']);
    await post(server, 'leads', [{ id: 'a4', deleted: true }]);
    await settled();
    // Taken away, the lead was never there.
    expect(await log(rule)).toEqual(['BREACHED  4', 'REVISED  3 FACTS_CHANGED']);
    await post(server, 'leads', [lead('a5'), lead('a6')]);
    await settled();
    pass(DAY);
    await settled();
    expect(await log(rule)).toEqual(['BREACHED  4', 'REVISED  3 FACTS_CHANGED', 'BREACHED  5', 'RECOVERED  0']);
  });

  test('each channel is an instance of its own, one without a name too', async () => {
    const rule = await define({
      name: 'each channel',
      kpi: 'new_leads',
      window: { rolling: { unit: 'DAY', count: 1 } },
      each: { dimension: 'CHANNEL' },
      condition: { direction: 'ABOVE', fireAt: 1 },
    });
    await post(server, 'leads', [
      lead('b1'),
      lead('b2'),
      lead('b3', { channel: 'fair' }),
      lead('b4', { channel: null }),
      lead('b5', { channel: null }),
    ]);
    await settled();
    expect((await log(rule)).sort()).toEqual(['BREACHED CHANNEL 2', 'BREACHED CHANNEL=web 2']);
    await post(server, 'leads', [lead('b6', { channel: 'fair' })]);
    await settled();
    expect(await log(rule)).toContain('BREACHED CHANNEL=fair 2');
  });

  test('what must last waits for the clock', async () => {
    pass(DAY);
    const rule = await define({
      name: 'lasting',
      kpi: 'new_leads',
      window: { rolling: { unit: 'DAY', count: 1 } },
      condition: { direction: 'BELOW', fireAt: 1 },
      fireAfterSeconds: 600,
    });
    await settled();
    pass(599_000);
    await settled();
    expect(await log(rule)).toEqual([]);
    pass(2_000);
    await settled();
    expect(await log(rule)).toEqual(['BREACHED  0']);
  });

  test('a calendar month turns, which is no recovery', async () => {
    const rule = await define({
      name: 'month',
      kpi: 'new_leads',
      window: { calendar: 'MONTH' },
      condition: { direction: 'ABOVE', fireAt: 2 },
    });
    await settled();
    clock = new Date('2026-03-31T15:59:00Z');
    await settled();
    // In Shanghai April has begun.
    clock = new Date('2026-03-31T16:00:30Z');
    await settled();
    const events = await log(rule);
    expect(events.map((event) => event.split(' ')[0])).toEqual(['BREACHED', 'WINDOW_TURNED']);
  });

  test('a late fact undoes a recovery, and the breach goes on', async () => {
    const rule = await define({
      name: 'late',
      kpi: 'revenue',
      window: { rolling: { unit: 'DAY', count: 1 } },
      condition: { direction: 'ABOVE', fireAt: 100, clearAt: 50 },
    });
    await post(server, 'customers', [{ id: 'k', becameAt: clock.toISOString() }]);
    await post(server, 'orders', [{ id: 'o1', customer: 'k', at: clock.toISOString(), amount: '150' }]);
    await settled();
    pass(DAY);
    await settled();
    expect(await log(rule)).toEqual(['BREACHED  150', 'RECOVERED  0']);
    // Sold on the new day before the recovery was seen.
    await post(server, 'orders', [
      { id: 'o2', customer: 'k', at: new Date(clock.getTime() - 10_000).toISOString(), amount: '80' },
    ]);
    await settled();
    expect((await log(rule)).slice(2)).toEqual(['REVISED  80 FACTS_CHANGED']);
    await post(server, 'orders', [{ id: 'o2', deleted: true }]);
    await settled();
    expect((await log(rule)).slice(3)).toEqual(['RECOVERED  0']);
  });

  test('facts of other kinds wake no rule', async () => {
    const seen = () =>
      server.database.query<{ due: Date }>(sql`
        select max(due_at) as due from alert_rules where workspace_id = ${server.workspace.id} and kpi = 'revenue'`);
    await settled();
    const before = await seen();
    pass(1_000);
    await post(server, 'leads', [lead('c1')]);
    await settled();
    expect(await seen()).toEqual(before);
    // Orders bear what their customer's lead bears.
    await post(server, 'leads', [lead('c1', { channel: 'fair' })]);
    await settled();
    expect(await seen()).not.toEqual(before);
  });

  test('a rule that is changed or removed takes back what was under way, and begins anew', async () => {
    const input = {
      name: 'changing',
      kpi: 'new_leads',
      window: { rolling: { unit: 'MONTH', count: 2 } },
      condition: { direction: 'ABOVE', fireAt: 1 },
    };
    const rule = await define(input);
    await settled();
    await define({ ...input, id: rule, name: 'only its name' });
    await settled();
    expect((await log(rule)).length).toBe(1);
    await define({ ...input, id: rule, condition: { direction: 'ABOVE', fireAt: 2 } });
    await settled();
    expect((await log(rule)).map((event) => event.split(' ')[0])).toEqual(['BREACHED', 'REVISED', 'BREACHED']);
    await ask(server, 'mutation ($id: ID!) { removeAlertRule(id: $id) { __typename } }', { id: rule });
    await settled();
    expect((await log(rule)).at(-1)).toBe('REVISED   RULE_REMOVED');
  });

  test('silences and mute windows mark, and keep the event', async () => {
    const input = {
      name: 'quiet',
      kpi: 'new_leads',
      window: { rolling: { unit: 'MONTH', count: 2 } },
      condition: { direction: 'ABOVE', fireAt: 1 },
      muteWindows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }],
    };
    const muted = await define(input);
    await ask(
      server,
      `mutation ($input: SilenceAlertsInput!) { silenceAlerts(input: $input) { __typename ... on Error { code } } }`,
      { input: { endsAt: new Date(clock.getTime() + DAY).toISOString(), reason: 'moving house' } },
    );
    const silenced = await define({ ...input, muteWindows: [] });
    await settled();
    const events = await readEvents(server.database, server.workspace.id, {
      after: 0,
      filter: { rules: [internal(muted), internal(silenced)] },
      limit: 10,
    });
    expect(events.map(({ kind, silenced }) => [kind, silenced])).toEqual([
      ['BREACHED', true],
      ['BREACHED', true],
    ]);
  });

  test('the log has no gaps, and the points say what was seen', async () => {
    const events = await readEvents(server.database, server.workspace.id, { after: 0, limit: 1_000 });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const points = await server.database.query<{ eventId: string | null; dataVersion: number }>(sql`
      select event_id as "eventId", data_version as "dataVersion" from evaluation_points where workspace_id = ${server.workspace.id} order by number`);
    const told = new Set(points.flatMap(({ eventId }) => eventId ?? []));
    const fromRules = events.filter(({ reason }) => reason !== 'RULE_CHANGED' && reason !== 'RULE_REMOVED');
    expect(fromRules.every(({ id }) => told.has(id))).toBe(true);
  });

  test.each([
    [{ kpi: 'nothing' }, 'UNKNOWN_KPI'],
    [{ funnel: 'nowhere' }, 'UNKNOWN_FUNNEL'],
    [{ name: ' ' }, 'INVALID_NAME'],
    [{ window: { rolling: { unit: 'DAY', count: 0 } } }, 'INVALID_WINDOW'],
    [{ window: { rolling: { unit: 'YEAR', count: 5 } } }, 'INVALID_WINDOW'],
    [{ condition: { direction: 'ABOVE', fireAt: 1, clearAt: 2 } }, 'INVALID_THRESHOLD'],
    [{ condition: { direction: 'ABOVE', fireAt: 1, certain: true } }, 'INTERVAL_NOT_AVAILABLE'],
    [{ condition: { direction: 'ABOVE', fireAt: 1, against: 'PREVIOUS' } }, 'INVALID_CONDITION'],
    [{ each: { dimension: 'TAG' } }, 'INVALID_INSTANCES'],
    [{ each: { dimension: 'CHANNEL', keys: [] } }, 'INVALID_INSTANCES'],
    [{ each: { dimension: 'STAGE' } }, 'DIMENSION_NOT_AVAILABLE'],
    [{ kpi: 'channel_spend', filter: { owners: ['o'] } }, 'DIMENSION_NOT_AVAILABLE'],
    [{ withinDays: 3 }, 'WITHIN_DAYS_NOT_AVAILABLE'],
    [{ fireAfterSeconds: -1 }, 'INVALID_DURATION'],
    [{ minimumSample: -1 }, 'INVALID_SAMPLE'],
    [{ muteWindows: [{ days: [8], from: '1:00', to: '02:00' }] }, 'INVALID_MUTE_WINDOW'],
    [{ id: 'QWxlcnRSdWxlOm5vbmU=' }, 'ALERT_RULE_NOT_FOUND'],
  ])('refuses %j with %s', async (change, code) => {
    const input = {
      name: 'n',
      kpi: 'new_leads',
      window: { rolling: { unit: 'DAY', count: 1 } },
      condition: { direction: 'ABOVE', fireAt: 1 },
      ...change,
    };
    await expect(define(input)).rejects.toThrow(code);
  });

  test('rules are of one workspace, and writing them needs ADMIN', async () => {
    const { key } = await server.makeTenant('other');
    const rule = await define({
      name: 'ours',
      kpi: 'new_leads',
      window: { calendar: 'DAY' },
      condition: { direction: 'ABOVE', fireAt: 1_000 },
    });
    const other = { url: server.url, key };
    const remove = 'mutation ($id: ID!) { removeAlertRule(id: $id) { __typename ... on Error { code } } }';
    expect(await ask(other, remove, { id: rule })).toEqual({
      removeAlertRule: { __typename: 'AlertRuleNotFoundError', code: 'ALERT_RULE_NOT_FOUND' },
    });
    expect(await ask(other, '{ workspace { alertRules { id } } }')).toEqual({ workspace: { alertRules: [] } });
    expect(await ask(other, 'query ($id: ID!) { node(id: $id) { id } }', { id: rule })).toEqual({ node: null });
    const { errors } = await request({ url: server.url, key: server.readKey }, remove, { id: rule });
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  test('templates are switched on by one mutation', async () => {
    const { alertTemplates } = await ask<{ alertTemplates: { key: string }[] }>(
      server,
      '{ alertTemplates { key name(locale: "zh") } }',
    );
    for (const { key } of alertTemplates) {
      const { enableAlertTemplate } = await ask<{ enableAlertTemplate: { __typename: string } }>(
        server,
        'mutation ($key: String!) { enableAlertTemplate(key: $key, locale: "zh") { __typename ... on Error { code message } } }',
        { key },
      );
      expect(enableAlertTemplate).toEqual({ __typename: 'DefineAlertRuleSuccess' });
    }
    await settled();
    const { workspace } = await ask<{ workspace: { alertRules: { template: string | null; fault: object | null }[] } }>(
      server,
      '{ workspace { alertRules { template fault { code message } instances { phase } } } }',
    );
    expect(workspace.alertRules.filter(({ template }) => template).map(({ template }) => template)).toEqual(
      alertTemplates.map(({ key }) => key),
    );
    expect(workspace.alertRules.filter(({ fault }) => fault)).toEqual([]);
  });
});
