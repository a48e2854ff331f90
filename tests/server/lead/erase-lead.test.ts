import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Address, ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { figures } from '../../support/figures.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const at = '2026-03-02T00:00:00Z';
const erase = `mutation ($externalId: String!) { eraseLead(input: { externalId: $externalId }) {
  __typename ... on EraseLeadSuccess { factsErased } ... on Error { code message } } }`;
interface Erased {
  eraseLead: { __typename: string; factsErased?: number; code?: string; message?: string };
}

describe.each(engines)('a lead that is erased on %s', (engine) => {
  let server: TestServer;
  let statements = 0;
  let home: Address;
  let workspaceId: string;
  beforeAll(async () => {
    server = await startServer({
      engine,
      now: () => new Date('2026-04-01T00:00:00Z'),
      // Counting a table that has grown is no part of what a chunk costs.
      observe: (text) => {
        if (!text.startsWith('analyze')) statements++;
      },
    });
  });
  beforeEach(async () => {
    ({ address: home, id: workspaceId } = await newTenant());
  });
  afterAll(() => server.close());

  async function newTenant(): Promise<{ address: Address; id: string }> {
    const { key, workspace } = await server.makeTenant('tenant');
    return { address: { url: server.url, key }, id: workspace.id };
  }
  const eraseLead = async (externalId: string, on = home) => (await ask<Erased>(on, erase, { externalId })).eraseLead;

  /** A lead of whom everything that can be kept says SECRET, and what hangs on it: 9 facts. */
  async function tellOfSecret(on = home) {
    await post(on, 'leads', [
      {
        id: 'SECRET-1',
        createdAt: at,
        channel: 'ads',
        owner: 'ann',
        name: 'SECRET name',
        email: 'SECRET@example.com',
        company: 'SECRET Ltd',
        industry: 'SECRET trade',
        region: 'SECRET place',
        companySize: 400,
        needMatch: 1,
        tags: ['SECRET tag'],
        referredBy: 'k9',
        attributes: { note: 'SECRET attribute' },
      },
    ]);
    await post(on, 'transitions', [
      { lead: 'SECRET-1', at: '2026-03-03T00:00:00Z', to: 'nurturing', reason: 'SECRET reason' },
      { lead: 'SECRET-1', at: '2026-03-05T00:00:00Z', to: 'lost', reason: 'SECRET reason', by: 'ann' },
    ]);
    await post(on, 'activities', [
      { id: 'SECRET-a1', lead: 'SECRET-1', kind: 'CALL', direction: 'OUTBOUND', at, content: 'SECRET said' },
      { id: 'SECRET-a2', lead: 'SECRET-1', kind: 'FORM', direction: 'INBOUND', at, content: 'SECRET wrote' },
    ]);
    await post(on, 'customers', [{ id: 'k1', becameAt: at, lead: 'SECRET-1', name: 'SECRET name' }]);
    await post(on, 'opportunities', [
      { id: 'o1', openedAt: at, lead: 'SECRET-1', customer: 'k1', amount: 500, wonAt: '2026-03-09T00:00:00Z' },
      { id: 'o2', openedAt: at, lead: 'SECRET-1', lostAt: '2026-03-04T00:00:00Z', lostReason: 'SECRET reason' },
    ]);
    await post(on, 'quotes', [
      { id: 'q1', opportunity: 'o1', sentAt: at, amount: 500 },
      { id: 'q2', opportunity: 'o2', sentAt: at },
    ]);
  }

  /** What has nothing to do with it, and what of its customer stays. */
  async function tellTheRest(on = home) {
    await post(on, 'leads', [
      { id: 'l2', createdAt: at, channel: 'ads', owner: 'bob', email: 'x@example.com', tags: ['t'] },
      { id: 'l3', createdAt: at, channel: 'fair', owner: 'ann' },
    ]);
    await post(on, 'activities', [{ id: 'b1', lead: 'l2', kind: 'CALL', direction: 'OUTBOUND', at, owner: 'ann' }]);
    await post(on, 'opportunities', [
      { id: 'o3', openedAt: at, lead: 'l2', amount: 70, wonAt: '2026-03-08T00:00:00Z' },
      { id: 'o4', openedAt: at, customer: 'k1', amount: 5 },
    ]);
    await post(on, 'orders', [
      { id: 'r1', customer: 'k1', at, amount: 500 },
      { id: 'r2', customer: 'k1', at: '2026-03-20T00:00:00Z', amount: 20 },
    ]);
    await post(on, 'surveys', [{ id: 's1', customer: 'k1', at, score: 10 }]);
    await post(on, 'spend', [{ channel: 'ads', date: '2026-03-02', amount: 10 }]);
  }

  /** Every row of every table of the workspace that says SECRET. */
  async function traces(): Promise<string[]> {
    const tables = await server.database.query<{ name: string }>(sql`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id' order by table_name`);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await server.database.query(
        sql`select 1 from ${sql.table(name)} t where workspace_id = ${workspaceId} and t::text like '%SECRET%'`,
      );
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  /** What the API tells of leads and customers, and all KPIs. */
  async function told(on: Address) {
    const entities = await ask<object>(
      on,
      '{ workspace { leads { totalCount } customers { edges { node { externalId lead { externalId } orderCount } } } } }',
    );
    return { ...entities, figures: await figures(on) };
  }

  test('is gone from every table, with all that hangs on it; the facts are counted', async () => {
    await tellOfSecret();
    await tellTheRest();
    expect((await traces()).length).toBeGreaterThan(8);
    expect(await eraseLead('SECRET-1')).toEqual({ __typename: 'EraseLeadSuccess', factsErased: 9 });
    expect(await traces()).toEqual([]);
  });

  test('is in no KPI: they are as if it had never been, and its customer had come without it', async () => {
    await tellOfSecret();
    await tellTheRest();
    const { address: other } = await newTenant();
    await post(other, 'customers', [{ id: 'k1', becameAt: at }]);
    await tellTheRest(other);
    const never = await told(other);
    expect(await told(home)).not.toEqual(never);
    await eraseLead('SECRET-1');
    expect(await told(home)).toEqual(never);
  });

  test('is refused when it is sent again, as is all that names it, whether or not facts may wait', async () => {
    await tellOfSecret();
    await eraseLead('SECRET-1');
    const again: Record<string, object> = {
      leads: { id: 'SECRET-1', createdAt: at, name: 'SECRET' },
      transitions: { lead: 'SECRET-1', at, to: 'nurturing' },
      activities: { id: 'a9', lead: 'SECRET-1', kind: 'CALL', direction: 'INBOUND', at, content: 'SECRET' },
      opportunities: { id: 'o9', lead: 'SECRET-1', openedAt: at },
    };
    for (const query of ['', '?references=defer', '?onError=abort'])
      for (const [kind, fact] of Object.entries(again)) {
        const report = await post(home, kind, [fact], query);
        expect(report).toMatchObject({ accepted: 0, rejected: 1, errors: [{ line: 1, code: 'ERASED' }] });
        expect(report.errors[0]!.message).toContain('leave');
        expect(report.errors[0]!.field).toBe(kind === 'leads' ? 'id' : 'lead');
      }
    expect(await traces()).toEqual([]);
    const known = { id: 'b1', lead: 'l2', kind: 'CALL', direction: 'OUTBOUND', at };
    await tellTheRest();
    expect(await post(home, 'activities', [{ ...known, lead: 'SECRET-1' }])).toMatchObject({ rejected: 1 });
    expect(await post(home, 'activities', [known])).toMatchObject({ rejected: 0 });
  });

  test('may be deleted once more: nothing changes', async () => {
    await tellOfSecret();
    await eraseLead('SECRET-1');
    expect(await post(home, 'leads', [{ id: 'SECRET-1', deleted: true }])).toMatchObject({ unchanged: 1, rejected: 0 });
  });

  test('is refused by mutations with the same code', async () => {
    await tellOfSecret();
    await eraseLead('SECRET-1');
    const refused = { __typename: 'InvalidFactError', code: 'ERASED' };
    for (const call of [
      'createLead(input: { externalId: "SECRET-1" })',
      'moveLead(input: { lead: "SECRET-1", to: "won" })',
      'recordActivity(input: { lead: "SECRET-1", kind: CALL, direction: INBOUND })',
      'openOpportunity(input: { lead: "SECRET-1" })',
    ]) {
      const answer = await ask<object>(home, `mutation { it: ${call} { __typename ... on Error { code message } } }`);
      expect(answer).toMatchObject({ it: refused });
    }
  });

  test('is left out of its customers, who are taken without it and without a name, with a warning', async () => {
    await tellOfSecret();
    await eraseLead('SECRET-1');
    const customers = [
      { id: 'k1', becameAt: at, lead: 'SECRET-1', name: 'SECRET name' },
      { id: 'k2', becameAt: at, lead: 'SECRET-1', name: 'SECRET name', referredBy: 'k1' },
      { id: 'k3', becameAt: at, name: 'somebody else' },
    ];
    for (const [query, accepted] of [
      ['', 2],
      ['?references=defer', 0],
    ] as const)
      expect(await post(home, 'customers', customers, query)).toMatchObject({
        accepted,
        unchanged: 3 - accepted,
        rejected: 0,
        warnings: [
          { line: 1, field: 'lead', code: 'LEAD_ERASED' },
          { line: 2, field: 'lead', code: 'LEAD_ERASED' },
        ],
      });
    expect(await traces()).toEqual([]);
    const rows = await server.database.prisma.customer.findMany({
      where: { workspaceId },
      orderBy: { externalId: 'asc' },
    });
    expect(rows.map(({ name, leadId, referredBy }) => [name, leadId, referredBy])).toEqual([
      [null, null, null],
      [null, null, 'k1'],
      ['somebody else', null, null],
    ]);
    expect(
      await ask(
        home,
        'mutation { createCustomer(input: { externalId: "k4", lead: "SECRET-1", name: "SECRET" }) { __typename } }',
      ),
    ).toEqual({ createCustomer: { __typename: 'CreateCustomerSuccess' } });
    expect(await traces()).toEqual([]);
  });

  test('takes what waited for it along, and lets its customers in', async () => {
    const defer = '?references=defer';
    await post(home, 'transitions', [{ lead: 'SECRET-1', at, to: 'nurturing' }], defer);
    await post(home, 'opportunities', [{ id: 'o1', lead: 'SECRET-1', openedAt: at, lostReason: 'SECRET' }], defer);
    await post(home, 'quotes', [{ id: 'q1', opportunity: 'o1', sentAt: at }], defer);
    await post(home, 'customers', [{ id: 'k1', becameAt: at, lead: 'SECRET-1', name: 'SECRET' }], defer);
    await post(home, 'orders', [{ id: 'r1', customer: 'k1', at, amount: 3 }], defer);
    // These wait for something else.
    await post(home, 'quotes', [{ id: 'q2', opportunity: 'elsewhere', sentAt: at }], defer);
    await post(home, 'activities', [{ id: 'b1', lead: 'other', kind: 'CALL', direction: 'INBOUND', at }], defer);
    expect(await eraseLead('SECRET-1')).toEqual({ __typename: 'EraseLeadSuccess', factsErased: 3 });
    expect(await traces()).toEqual([]);
    const waiting = await server.database.prisma.deferredFact.findMany({ where: { workspaceId } });
    expect(waiting.map(({ externalId }) => externalId).sort()).toEqual(['b1', 'q2']);
    expect(await told(home)).toMatchObject({
      workspace: { customers: { edges: [{ node: { externalId: 'k1', lead: null, orderCount: 1 } }] } },
    });
  });

  test('takes along what waits for something else but tells of it, counted once', async () => {
    const defer = '?references=defer';
    await tellOfSecret();
    // A later version of what is there, and a new fact that has a customer yet to come.
    await post(home, 'activities', [{ id: 'SECRET-a1', lead: 'not yet', content: 'SECRET later' }], defer);
    await post(home, 'opportunities', [{ id: 'o9', lead: 'SECRET-1', customer: 'not yet', openedAt: at }], defer);
    await post(home, 'quotes', [{ id: 'q9', opportunity: 'o9', sentAt: at }], defer);
    expect((await eraseLead('SECRET-1')).factsErased).toBe(11);
    expect(await traces()).toEqual([]);
    expect(await server.database.prisma.deferredFact.count({ where: { workspaceId } })).toBe(0);
  });

  test('is quoted no more by answers that are kept for their Idempotency-Key; what they count stays', async () => {
    await tellOfSecret();
    const send = async () => {
      const response = await fetch(`${server.url}/ingest/activities`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          authorization: `Bearer ${home.key}`,
          'idempotency-key': 'once',
        },
        body: [
          { id: 'a3', lead: 'SECRET-1', kind: 'CALL', direction: 'INBOUND', at: 'SECRET day' },
          { id: 'a4', lead: 'SECRET-1', kind: 'CALL', direction: 'INBOUND', at, unheard: 1 },
          { id: 'a5', lead: 'SECRET-2', kind: 'CALL', direction: 'INBOUND', at },
        ]
          .map((fact) => JSON.stringify(fact))
          .join('\n'),
      });
      return (await response.json()) as { errors: { message: string }[] };
    };
    const first = await send();
    expect(JSON.stringify(first)).toContain('SECRET');
    expect(await traces()).toContain('idempotency_keys');
    await eraseLead('SECRET-1');
    expect(await traces()).toEqual([]);
    const replayed = await send();
    const withoutMessages = (answer: object) =>
      JSON.parse(JSON.stringify(answer, (name, value) => (name === 'message' ? '' : value)));
    expect(withoutMessages(replayed)).toEqual(withoutMessages(first));
    expect(replayed.errors.every(({ message }) => message.length > 10)).toBe(true);
    expect(await traces()).toEqual([]);
  });

  test('is found once, and nowhere else', async () => {
    await tellOfSecret();
    const { address: other } = await newTenant();
    await tellOfSecret(other);
    const missing = { __typename: 'LeadNotFoundError', code: 'LEAD_NOT_FOUND' };
    expect(await eraseLead('nobody')).toMatchObject(missing);
    expect(await eraseLead('SECRET-1\u0000')).toMatchObject(missing);
    expect(await eraseLead('')).toMatchObject(missing);
    expect((await eraseLead('SECRET-1')).factsErased).toBe(9);
    expect(await eraseLead('SECRET-1')).toMatchObject(missing);
    // Another workspace has a lead of the same id, and may send it.
    expect(await post(other, 'leads', [{ id: 'SECRET-1', createdAt: at, region: 'new' }])).toMatchObject({
      accepted: 1,
    });
    expect((await eraseLead('SECRET-1', other)).factsErased).toBe(9);
  });

  test('is heard of by whoever watches', async () => {
    await tellOfSecret();
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${home.key}`,
      },
      body: JSON.stringify({
        query:
          'subscription { kpi(funnel: "sales", key: "new_leads", scope: { window: { period: "2026-03" } }) { value } }',
      }),
    });
    const reader = response.body!.getReader();
    const heard = async (wanted: string) => {
      let text = '';
      while (!text.includes(wanted)) text += new TextDecoder().decode((await reader.read()).value);
    };
    await heard('"value":1');
    await eraseLead('SECRET-1');
    await heard('"value":0');
    await reader.cancel();
  });

  test('costs a chunk of facts no statement that depends on how many they are', async () => {
    let times = 0;
    const once = async (count: number) => {
      times += 1;
      const facts = Array.from({ length: count }, (_, n) => ({ id: `n${times}-${n}`, createdAt: at }));
      statements = 0;
      await post(home, 'leads', facts);
      return statements;
    };
    // The least of some: what the server does by itself meanwhile, such as to look after streams, only adds.
    const cost = async (count: number) => Math.min(await once(count), await once(count), await once(count));
    await once(2);
    const one = await cost(1);
    expect(await cost(900)).toBe(one);
  });
});
