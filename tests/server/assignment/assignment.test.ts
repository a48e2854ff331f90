import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Address, ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

interface Assigned {
  at: string;
  strategy: string;
  score: number | null;
  freeCapacity: number | null;
  reason: string;
  lead: { externalId: string; owner: { key: string } | null };
  owner: { key: string };
}

describe.each(engines)('assignment on %s', (engine) => {
  let server: TestServer;
  let home: Address;
  let workspaceId: string;
  beforeAll(async () => {
    server = await startServer({ engine });
  });
  beforeEach(async () => {
    const { key, workspace } = await server.makeTenant('tenant');
    home = { url: server.url, key };
    workspaceId = workspace.id;
    await post(home, 'owners', [
      { key: 'ann', team: 'north', weeklyCapacity: 3 },
      { key: 'bob', team: 'north', weeklyCapacity: 2 },
      { key: 'cyd', team: 'south' },
    ]);
  });
  afterAll(() => server.close());

  /** needMatch 1 gives 60 points, 0.5 gives 40. */
  const lead = (id: string, rest: object = {}) => ({ id, createdAt: ago(HOUR), needMatch: 1, ...rest });
  const policy = async (input: string) =>
    (
      await ask<{ defineAssignmentPolicy: { __typename: string; code?: string } }>(
        home,
        `mutation { defineAssignmentPolicy(input: { ${input} }) { __typename ... on Error { code } } }`,
      )
    ).defineAssignmentPolicy;
  const owners = async (on = home) => {
    const { workspace } = await ask<{
      workspace: { leads: { edges: { node: { externalId: string; owner: { key: string } | null } }[] } };
    }>(on, '{ workspace { leads(first: 500) { edges { node { externalId owner { key } } } } } }');
    return Object.fromEntries(
      workspace.leads.edges.map(({ node }) => [node.externalId, node.owner?.key ?? null]).sort(),
    ) as Record<string, string | null>;
  };
  const log = async (argument = '') =>
    (
      await ask<{ workspace: { assignments: { totalCount: number; edges: { node: Assigned }[] } } }>(
        home,
        `{ workspace { assignments(first: 500 ${argument}) { totalCount edges { node { at strategy score freeCapacity reason lead { externalId owner { key } } owner { key } } } } } }`,
      )
    ).workspace.assignments;
  const newLeadsByOwner = async () => {
    const { workspace } = await ask<{
      workspace: { owners: { edges: { node: { key: string; kpis: { newLeads: { value: number } } } }[] } };
    }>(
      home,
      '{ workspace { owners { edges { node { key kpis(scope: { window: { last: { unit: DAY, count: 90 } } }) { newLeads { value } } } } } } }',
    );
    return Object.fromEntries(workspace.owners.edges.map(({ node }) => [node.key, node.kpis.newLeads.value]));
  };

  test('capacity counts what came with the leads before, in the same request too', async () => {
    expect(await policy('strategy: FREE_CAPACITY, owners: ["ann", "bob"]')).toMatchObject({
      __typename: 'DefineAssignmentPolicySuccess',
    });
    await post(home, 'owners', [
      { key: 'ann', weeklyCapacity: 500 },
      { key: 'bob', weeklyCapacity: 500 },
    ]);
    // They wait for their lead, and are bob's work of this week once it is there.
    const calls = Array.from({ length: 400 }, (_, number) => ({
      id: `call-${number}`,
      lead: 'first',
      kind: 'CALL',
      direction: 'OUTBOUND',
      at: new Date().toISOString(),
      owner: 'bob',
    }));
    await post(home, 'activities', calls, '?references=defer');
    // More than are written at once: those without an owner come after the others.
    const owned = Array.from({ length: 2_500 }, (_, number) =>
      lead(number === 0 ? 'first' : `old-${number}`, { owner: 'cyd' }),
    );
    const unowned = Array.from({ length: 300 }, (_, number) => lead(`new-${number}`));
    await post(home, 'leads', [...owned, ...unowned]);
    const { totalCount } = await log();
    expect(totalCount).toBe(300);
    const given = await newLeadsByOwner();
    expect(given).toMatchObject({ ann: 300, bob: 0 });
  });

  test('new leads from the score on go round in turn, over several requests; the log says why', async () => {
    expect(await policy('strategy: ROUND_ROBIN, minimumScore: 60, owners: ["cyd"], teams: ["north"]')).toEqual({
      __typename: 'DefineAssignmentPolicySuccess',
    });
    await post(home, 'leads', [lead('1'), lead('2'), lead('low', { needMatch: 0.5 }), lead('own', { owner: 'zoe' })]);
    await post(home, 'leads', [lead('3')]);
    await ask(home, 'mutation { createLead(input: { externalId: "4", needMatch: 1 }) { __typename } }');
    expect(await owners()).toEqual({ 1: 'ann', 2: 'bob', 3: 'cyd', 4: 'ann', low: null, own: 'zoe' });
    const { totalCount, edges } = await log();
    expect(totalCount).toBe(4);
    expect(edges.map(({ node }) => [node.lead.externalId, node.owner.key])).toEqual([
      ['4', 'ann'],
      ['3', 'cyd'],
      ['2', 'bob'],
      ['1', 'ann'],
    ]);
    expect(edges[0]!.node).toMatchObject({
      strategy: 'ROUND_ROBIN',
      score: 60,
      freeCapacity: null,
      reason: 'Score 60, at least 60; next in turn.',
    });
    expect((await log(', owners: ["bob"]')).edges.map(({ node }) => node.lead.externalId)).toEqual(['2']);
    // Journeys and cells know of it.
    expect(await newLeadsByOwner()).toEqual({ ann: 2, bob: 1, cyd: 1, zoe: 1 });
    await ask(home, '{ workspace { funnel(key: "sales") { assignmentPolicy { owners teams minimumScore } } } }');
  });

  test('without a minimum score every lead is assigned, scored or not; a policy that is off assigns none', async () => {
    await policy('strategy: ROUND_ROBIN, owners: ["ann"], isActive: false');
    await post(home, 'leads', [{ id: 'before', createdAt: ago(HOUR) }]);
    await policy('strategy: ROUND_ROBIN, owners: ["ann"]');
    await post(home, 'leads', [{ id: 'bare', createdAt: ago(HOUR) }]);
    expect(await owners()).toEqual({ before: null, bare: 'ann' });
    expect((await log()).edges[0]!.node).toMatchObject({
      score: null,
      reason: 'Every new lead is assigned; next in turn.',
    });
  });

  test('history is left alone: leads that are too old, won or lost', async () => {
    await policy('strategy: ROUND_ROBIN, owners: ["ann"], maximumAgeDays: 2');
    await post(home, 'leads', [lead('old', { createdAt: ago(2 * DAY + HOUR) }), lead('new', { createdAt: ago(DAY) })]);
    expect(await owners()).toEqual({ old: null, new: 'ann' });
  });

  test('one that reaches the score later is assigned then, unless it is closed; once only', async () => {
    await policy('strategy: ROUND_ROBIN, minimumScore: 60, owners: ["ann", "bob"]');
    await post(home, 'leads', [lead('1', { needMatch: 0.1 }), lead('2', { needMatch: 0.1 })]);
    await post(home, 'transitions', [{ lead: '2', to: 'lost', at: ago(HOUR / 2) }]);
    await post(home, 'leads', [
      { id: '1', needMatch: 1 },
      { id: '2', needMatch: 1 },
    ]);
    expect(await owners()).toEqual({ 1: 'ann', 2: null });
    await post(home, 'leads', [{ id: '1', needMatch: 0.9, company: 'x' }]);
    expect((await log()).totalCount).toBe(1);
  });

  test('a version without the field keeps the owner, one that names somebody wins, null gives it back', async () => {
    await policy('strategy: ROUND_ROBIN, owners: ["ann", "bob"]');
    await post(home, 'leads', [lead('1', { owner: null })]);
    expect(await post(home, 'leads', [lead('1', { createdAt: undefined, company: 'x' })])).toMatchObject({
      accepted: 1,
    });
    expect(await owners()).toEqual({ 1: 'ann' });
    await post(home, 'leads', [{ id: '1', owner: 'zoe' }]);
    expect(await owners()).toEqual({ 1: 'zoe' });
    expect((await log()).edges[0]!.node).toMatchObject({ owner: { key: 'ann' }, lead: { owner: { key: 'zoe' } } });
    await post(home, 'leads', [{ id: '1', owner: null }]);
    expect(await owners()).toEqual({ 1: 'ann' });
    expect(await newLeadsByOwner()).toMatchObject({ ann: 1, bob: 0, zoe: 0 });
    expect((await log()).totalCount).toBe(1);
  });

  test('by free capacity: follow-ups of this week and leads that wait for one count against it', async () => {
    await policy('strategy: FREE_CAPACITY, owners: ["cyd"], teams: ["north"]');
    // ann 3, bob 2 left; cyd’s capacity is unknown.
    await post(home, 'leads', [lead('1'), lead('2'), lead('3')]);
    expect(await owners()).toEqual({ 1: 'ann', 2: 'ann', 3: 'bob' });
    // What waits is counted in the next request too: ann 1, bob 1.
    await post(home, 'leads', [lead('4')]);
    expect((await owners())[4]).toBe('ann');
    expect((await log()).edges[0]!.node).toMatchObject({
      freeCapacity: 1,
      reason: 'Every new lead is assigned; most follow-ups left this week: 1.',
    });
    // A follow-up moves lead 3 from what waits to what is done: still bob 1, ann 0. One of another lead takes bob’s last.
    const call = (id: string, of: string, rest: object = {}) =>
      post(home, 'activities', [
        { id, lead: of, kind: 'CALL', direction: 'OUTBOUND', at: new Date(Date.now() + 5).toISOString(), ...rest },
      ]);
    await call('c1', '3');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await post(home, 'leads', [lead('own', { owner: 'zoe' })]);
    await call('c2', 'own', { owner: 'bob' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await call('last week', '1', { owner: 'bob', at: ago(8 * DAY) });
    await call('inbound', '1', { direction: 'INBOUND', owner: 'bob' });
    await post(home, 'leads', [lead('5')]);
    expect((await owners())[5]).toBe('ann');
    expect((await log()).edges[0]!.node.freeCapacity).toBe(0);
    // Nobody has any left: whoever has most still gets it. Now ann −1, bob 0.
    await post(home, 'leads', [lead('6')]);
    expect((await owners())[6]).toBe('bob');
    // A lead that is closed waits no more: ann 0, bob −1.
    await post(home, 'transitions', [{ lead: '1', to: 'lost', at: ago(0) }]);
    await post(home, 'leads', [lead('7')]);
    expect((await owners())[7]).toBe('ann');
  });

  test('all or nothing: an upload that is aborted assigns none, and turns go on as if it had not been', async () => {
    await policy('strategy: ROUND_ROBIN, owners: ["ann", "bob"]');
    await post(home, 'leads', [lead('1'), { id: 'bad' }], '?onError=abort');
    expect(await owners()).toEqual({});
    await post(home, 'leads', [lead('2')]);
    expect(await owners()).toEqual({ 2: 'ann' });
  });

  test('a lead that is erased or an owner that is deleted leaves the log', async () => {
    await policy('strategy: ROUND_ROBIN, owners: ["ann", "bob"]');
    await post(home, 'leads', [lead('1'), lead('2')]);
    await ask(home, 'mutation { eraseLead(input: { externalId: "1" }) { __typename } }');
    await post(home, 'leads', [{ id: '2', owner: 'zoe' }]);
    expect(await post(home, 'owners', [{ key: 'bob', deleted: true }])).toMatchObject({ accepted: 1 });
    expect((await log()).totalCount).toBe(0);
    await post(home, 'leads', [lead('3')]);
    expect((await owners())[3]).toBe('ann');
  });

  test.each([
    ['strategy: ROUND_ROBIN', 'NO_OWNERS'],
    ['strategy: ROUND_ROBIN, owners: [], teams: []', 'NO_OWNERS'],
    ['strategy: ROUND_ROBIN, owners: ["nobody"]', 'UNKNOWN_OWNER'],
    ['strategy: ROUND_ROBIN, owners: ["a\\u0000b"]', 'UNKNOWN_OWNER'],
    ['strategy: ROUND_ROBIN, teams: ["west"]', 'UNKNOWN_TEAM'],
    ['strategy: ROUND_ROBIN, owners: ["ann"], minimumScore: -1', 'INVALID_SCORE'],
    ['strategy: ROUND_ROBIN, owners: ["ann"], minimumScore: 100.5', 'INVALID_SCORE'],
    ['strategy: ROUND_ROBIN, owners: ["ann"], maximumAgeDays: 0', 'INVALID_DAYS'],
    [`strategy: ROUND_ROBIN, owners: [${Array.from({ length: 1_001 }, (_, n) => `"o${n}"`)}]`, 'TOO_MANY_OWNERS'],
  ])('a policy that cannot be is refused: %s', async (input, code) => {
    expect((await policy(input)).code).toBe(code);
    expect(await ask(home, '{ workspace { funnel(key: "sales") { assignmentPolicy { isActive } } } }')).toEqual({
      workspace: { funnel: { assignmentPolicy: null } },
    });
  });

  test('another workspace’s owners take no part', async () => {
    await policy('strategy: ROUND_ROBIN, owners: ["ann"]');
    const { key } = await server.makeTenant('other');
    const other = { url: server.url, key };
    await post(other, 'leads', [lead('1')]);
    expect(await owners(other)).toEqual({ 1: null });
    await post(home, 'leads', [lead('1')]);
    expect(await owners(other)).toEqual({ 1: null });
  });

  test('eight writers on two nodes: each lead once, turns without a gap, cells that fit', async () => {
    await policy('strategy: ROUND_ROBIN, owners: ["ann", "bob", "cyd"]');
    const node = await server.startNode();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const address = { url: writer % 2 ? node.url : server.url, key: home.key };
        for (let batch = 0; batch < 6; batch++) {
          // Half of them are sent by two writers.
          const facts = [lead(`w${writer}-${batch}`), lead(`s${writer >> 1}-${batch}`)];
          expect((await post(address, 'leads', facts)).rejected).toBe(0);
        }
      }),
    );
    await node.close();
    const { totalCount, edges } = await log();
    expect(totalCount).toBe(8 * 6 + 4 * 6);
    const counts = new Map<string, number>();
    for (const { node: each } of edges) {
      expect(each.lead.owner).toEqual(each.owner);
      counts.set(each.owner.key, (counts.get(each.owner.key) ?? 0) + 1);
    }
    expect(Object.fromEntries([...counts].sort())).toEqual({ ann: 24, bob: 24, cyd: 24 });
    expect(await newLeadsByOwner()).toEqual({ ann: 24, bob: 24, cyd: 24 });
    const check = await fetch(`${server.url}/maintenance/check`, { headers: { authorization: `Bearer ${home.key}` } });
    expect(JSON.parse((await check.text()).trim().split('\n').at(-1)!)).toMatchObject({ wrong: 0, differences: [] });
  });

  test('a thousand leads for ten thousand owners are given out in one request', async () => {
    await server.database.query(sql`
      insert into owners (workspace_id, id, key, team, weekly_capacity, arrival)
      select ${workspaceId}, gen_random_uuid(), 'many ' || n, 'many', 1 + n % 7, n from generate_series(1, 10000) n`);
    await policy('strategy: FREE_CAPACITY, teams: ["many"]');
    const began = performance.now();
    await post(
      home,
      'leads',
      Array.from({ length: 1_000 }, (_, n) => lead(`l${n}`)),
    );
    expect(performance.now() - began).toBeLessThan(20_000);
    const [{ most, distinct }] = (await server.database.query<{ most: number; distinct: number }>(sql`
      select max(o.weekly_capacity) - min(o.weekly_capacity) as most, count(distinct l.owner_id) as distinct
      from leads l join owners o on o.workspace_id = l.workspace_id and o.id = l.owner_id
      where l.workspace_id = ${workspaceId}`)) as [{ most: number; distinct: number }];
    expect([most, distinct]).toEqual([0, 1_000]);
  });
});
