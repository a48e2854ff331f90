import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

interface Page {
  totalCount: number;
  edges: { cursor: string; node: { externalId: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
}

describe.each(engines)('leads on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    // Asia/Shanghai is 8 hours ahead of UTC: l3 is created on 2 March there, on 1 March in UTC.
    server = await startServer({ engine, now: () => new Date('2026-04-01T00:00:00Z') });
    await post(server, 'leads', [
      { id: 'l1', createdAt: '2026-03-01T00:00:00Z', channel: 'web', owner: 'ann', needMatch: 1, email: 'a@b.c' },
      { id: 'l2', createdAt: '2026-03-01T12:00:00Z', channel: 'fair', owner: 'ann' },
      { id: 'l3', createdAt: '2026-03-01T16:00:00Z', channel: 'web', owner: 'bo' },
      { id: 'l4', createdAt: '2026-03-02T16:00:00Z' },
      { id: 'l5', createdAt: '2026-03-02T16:00:00Z' },
    ]);
    await post(server, 'transitions', [
      { lead: 'l2', at: '2026-03-05T00:00:00Z', to: 'nurturing' },
      { lead: 'l3', at: '2026-03-05T00:00:00Z', to: 'lost' },
      { lead: 'l4', at: '2026-05-05T00:00:00Z', to: 'nurturing' },
    ]);
  });
  afterAll(() => server.close());

  const fields = 'totalCount edges { cursor node { externalId } } pageInfo { hasNextPage hasPreviousPage endCursor }';
  const page = async (args: object = {}) =>
    (
      await ask<{ workspace: { leads: Page } }>(
        server,
        `query ($first: Int, $after: String, $filter: LeadFilterInput) { workspace { leads(first: $first, after: $after, filter: $filter) { ${fields} } } }`,
        args,
      )
    ).workspace.leads;
  const ids = async (filter: object) => (await page({ filter })).edges.map(({ node }) => node.externalId).sort();

  test('come newest first, page by page, each once, equal instants too', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const found: Page = await page({ first: 2, after });
      expect(found.totalCount).toBe(5);
      expect(found.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...found.edges.map(({ node }) => node.externalId));
      after = found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
    } while (after);
    expect(seen.slice(0, 2).sort()).toEqual(['l4', 'l5']);
    expect(seen.slice(2)).toEqual(['l3', 'l2', 'l1']);
  });

  test('a page stays right when a lead before it is deleted', async () => {
    await post(server, 'leads', [{ id: 'l9', createdAt: '2026-03-20T00:00:00Z' }]);
    const { pageInfo } = await page({ first: 1 });
    await post(server, 'leads', [{ id: 'l9', deleted: true }]);
    expect((await page({ first: 5, after: pageInfo.endCursor })).edges).toHaveLength(5);
  });

  test.each([
    [{ channels: ['web'] }, ['l1', 'l3']],
    [{ channels: [null] }, ['l4', 'l5']],
    [{ channels: ['fair', null] }, ['l2', 'l4', 'l5']],
    [{ channels: [] }, ['l1', 'l2', 'l3', 'l4', 'l5']],
    [{ channels: ['nowhere'] }, []],
    [{ owners: ['ann'] }, ['l1', 'l2']],
    [{ owners: ['ann'], channels: ['web'] }, ['l1']],
    [{ stages: ['nurturing'] }, ['l2']],
    [{ stages: ['lead'] }, ['l1', 'l4', 'l5']],
    [{ stages: ['lost'] }, ['l3']],
    [{ stages: ['lost', 'nurturing'] }, ['l2', 'l3']],
    [{ stages: ['nowhere'] }, []],
    [{ createdFrom: '2026-03-02' }, ['l3', 'l4', 'l5']],
    [{ createdTo: '2026-03-02' }, ['l1', 'l2']],
    [{ createdFrom: '2026-03-02', createdTo: '2026-03-03' }, ['l3']],
  ])('the filter %j finds %j, and totalCount honours it', async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
    expect((await page({ first: 1, filter })).totalCount).toBe(expected.length);
  });

  test.each([
    [{ first: 0 }, 'INVALID_FIRST'],
    [{ first: -1 }, 'INVALID_FIRST'],
    [{ first: 501 }, 'INVALID_FIRST'],
    [{ after: '' }, 'INVALID_CURSOR'],
    [{ after: 'x' }, 'INVALID_CURSOR'],
    [{ after: Buffer.from('["x","y"]').toString('base64url') }, 'INVALID_CURSOR'],
    [{ after: Buffer.from('["2026-03-01T00:00:00Z"]').toString('base64url') }, 'INVALID_CURSOR'],
    [{ after: Buffer.from('{"a":1}').toString('base64url') }, 'INVALID_CURSOR'],
  ])('%j is refused with %s', async (variables, code) => {
    const query =
      'query ($first: Int, $after: String) { workspace { leads(first: $first, after: $after) { totalCount } } }';
    expect((await request(server, query, variables)).errors?.[0]?.extensions?.code).toBe(code);
  });

  test('say where they stand now, null once lost, and their score', async () => {
    const { workspace } = await ask<{ workspace: { leads: { edges: { node: object }[] } } }>(
      server,
      '{ workspace { leads { edges { node { externalId stage { key } qualityScore channel { key name } owner { key } } } } } }',
    );
    const nodes = workspace.leads.edges.map(({ node }) => node);
    expect(nodes).toContainEqual({
      externalId: 'l1',
      stage: { key: 'lead' },
      qualityScore: 70,
      channel: { key: 'web', name: 'web' },
      owner: { key: 'ann' },
    });
    expect(nodes).toContainEqual({
      externalId: 'l2',
      stage: { key: 'nurturing' },
      qualityScore: null,
      channel: { key: 'fair', name: 'fair' },
      owner: { key: 'ann' },
    });
    expect(nodes).toContainEqual(expect.objectContaining({ externalId: 'l3', stage: null }));
    // Its move lies in the future.
    expect(nodes).toContainEqual(
      expect.objectContaining({ externalId: 'l4', stage: { key: 'lead' }, channel: null, owner: null }),
    );
  });
});

describe('one-off changes', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());
  const change = (operation: string) =>
    ask<Record<string, Record<string, unknown>>>(server, `mutation { ${operation} }`);

  test('createLead makes one, then says that nothing changed; a field left out stays, null clears', async () => {
    const lead = 'lead { externalId name company channel { key } }';
    const create = (input: string) =>
      change(`createLead(input: { externalId: "a", ${input} }) { ... on CreateLeadSuccess { changed ${lead} } }`);
    const made = { externalId: 'a', name: 'Li', company: 'Acme', channel: { key: 'web' } };
    const input = 'name: "Li", company: "Acme", channel: "web", createdAt: "2026-03-01T00:00:00Z"';
    expect(await create(input)).toEqual({ createLead: { changed: true, lead: made } });
    expect(await create(input)).toEqual({ createLead: { changed: false, lead: made } });
    expect(await create('company: null')).toEqual({ createLead: { changed: true, lead: { ...made, company: null } } });
  });

  test('moveLead and closeOpportunity are seen at once by what the same operation reads', async () => {
    const stage = 'lead { stage { key } }';
    const answer = await change(`
      createLead(input: { externalId: "b" }) { ... on CreateLeadSuccess { ${stage} } }
      moveLead(input: { lead: "b", to: "nurturing" }) { ... on MoveLeadSuccess { ${stage} } }
      openOpportunity(input: { externalId: "o", lead: "b", amount: "1234.5" }) { ... on OpenOpportunitySuccess { opportunity { amount { amount currency } ${stage} } } }
      closeOpportunity(input: { externalId: "o", outcome: WON }) { ... on CloseOpportunitySuccess { opportunity { ${stage} } } }
      lost: closeOpportunity(input: { externalId: "o", outcome: LOST, lostReason: "price" }) { ... on CloseOpportunitySuccess { opportunity { wonAt lostReason ${stage} } } }`);
    expect(answer).toEqual({
      createLead: { lead: { stage: { key: 'lead' } } },
      moveLead: { lead: { stage: { key: 'nurturing' } } },
      openOpportunity: {
        opportunity: { amount: { amount: '1234.50', currency: 'CNY' }, lead: { stage: { key: 'opportunity' } } },
      },
      closeOpportunity: { opportunity: { lead: { stage: { key: 'won' } } } },
      lost: { opportunity: { wonAt: null, lostReason: 'price', lead: { stage: null } } },
    });
  });

  test.each([
    ['moveLead(input: { lead: "nobody", to: "won" })', 'LeadNotFoundError', 'LEAD_NOT_FOUND'],
    ['moveLead(input: { lead: "a", to: "nowhere" })', 'InvalidFactError', 'UNKNOWN_STAGE'],
    [
      'recordActivity(input: { lead: "nobody", kind: CALL, direction: INBOUND })',
      'LeadNotFoundError',
      'LEAD_NOT_FOUND',
    ],
    ['createLead(input: { externalId: "z", needMatch: 2 })', 'InvalidFactError', 'OUT_OF_RANGE'],
    ['createLead(input: { externalId: "z", funnel: "nowhere" })', 'InvalidFactError', 'UNKNOWN_FUNNEL'],
    ['openOpportunity(input: { lead: "nobody" })', 'LeadNotFoundError', 'LEAD_NOT_FOUND'],
    ['openOpportunity(input: { customer: "nobody" })', 'InvalidFactError', 'UNKNOWN_REFERENCE'],
    ['openOpportunity(input: { lead: "a", amount: "1", currency: "EUR" })', 'InvalidFactError', 'CURRENCY_MISMATCH'],
    [
      'closeOpportunity(input: { externalId: "none", outcome: WON })',
      'OpportunityNotFoundError',
      'OPPORTUNITY_NOT_FOUND',
    ],
    ['recordQuote(input: { opportunity: "none" })', 'OpportunityNotFoundError', 'OPPORTUNITY_NOT_FOUND'],
    ['createCustomer(input: { lead: "nobody" })', 'LeadNotFoundError', 'LEAD_NOT_FOUND'],
    ['recordOrder(input: { customer: "nobody", amount: "1" })', 'CustomerNotFoundError', 'CUSTOMER_NOT_FOUND'],
    ['recordSurvey(input: { customer: "nobody", score: 5 })', 'CustomerNotFoundError', 'CUSTOMER_NOT_FOUND'],
    ['recordSpend(input: { channel: "web", date: "2026-03-01", amount: "-1" })', 'InvalidFactError', 'OUT_OF_RANGE'],
    ['deleteFact(input: { channel: "web" })', 'InvalidFactError', 'IN_USE'],
  ])('%s fails as data: %s, %s', async (call, type, code) => {
    const [answer] = Object.values(await change(`${call} { __typename ... on Error { code message } }`));
    expect(answer).toEqual({ __typename: type, code, message: expect.stringMatching(/.{10}/) });
  });

  test('orders and surveys, quotes and spend, channels and owners, rates: recorded, and taken away', async () => {
    const answer = await change(`
      defineChannel(input: { key: "ads", name: "Ads", kind: PAID }) { ... on DefineChannelSuccess { channel { name kind } } }
      defineOwner(input: { key: "cy", name: "Cy", team: "north" }) { ... on DefineOwnerSuccess { owner { name team } } }
      recordRate(input: { currency: "EUR", date: "2026-03-01", perUnit: "8" }) { ... on RecordRateSuccess { changed } }
      recordSpend(input: { channel: "ads", date: "2026-03-01", amount: "10", currency: "EUR" }) { ... on RecordSpendSuccess { changed } }
      createCustomer(input: { externalId: "k", name: "K" }) { ... on CreateCustomerSuccess { customer { name orderCount revenue { amount } } } }
      recordOrder(input: { externalId: "r", customer: "k", amount: "12.345", at: "2026-03-01T04:00:00Z" }) { ... on RecordOrderSuccess { externalId changed } }
      recordSurvey(input: { externalId: "s", customer: "k", score: 10 }) { ... on RecordSurveySuccess { changed } }
      recordQuote(input: { externalId: "q", opportunity: "o", amount: "5" }) { ... on RecordQuoteSuccess { changed } }`);
    expect(answer).toEqual({
      defineChannel: { channel: { name: 'Ads', kind: 'PAID' } },
      defineOwner: { owner: { name: 'Cy', team: 'north' } },
      recordRate: { changed: true },
      recordSpend: { changed: true },
      createCustomer: { customer: { name: 'K', orderCount: 0, revenue: { amount: '0.00' } } },
      recordOrder: { externalId: 'r', changed: true },
      recordSurvey: { changed: true },
      recordQuote: { changed: true },
    });
    const customers =
      '{ workspace { customers { totalCount edges { node { orderCount revenue { amount currency } } } } } }';
    expect(await ask(server, customers)).toEqual({
      workspace: {
        customers: {
          totalCount: 1,
          edges: [{ node: { orderCount: 1, revenue: { amount: '12.345', currency: 'CNY' } } }],
        },
      },
    });
    for (const key of [
      'spend: { channel: "ads", date: "2026-03-01" }',
      'rate: { currency: "EUR", date: "2026-03-01" }',
      'quote: "q"',
      'survey: "s"',
      'order: "r"',
      'customer: "k"',
      'opportunity: "o"',
      'lead: "b"',
      'channel: "ads"',
      'owner: "cy"',
    ]) {
      const remove = `deleteFact(input: { ${key} }) { ... on DeleteFactSuccess { deleted } ... on Error { code } }`;
      expect([key, await change(remove)]).toEqual([key, { deleteFact: { deleted: true } }]);
      expect([key, await change(remove)]).toEqual([key, { deleteFact: { deleted: false } }]);
    }
    expect(await ask(server, customers)).toEqual({ workspace: { customers: { totalCount: 0, edges: [] } } });
  });

  test('each change of one operation is in the KPIs that it then reads', async () => {
    const read =
      'lead { funnel { kpis(scope: { window: { last: { unit: DAY, count: 1 } } }) { newLeads { value } } } }';
    const values = await change(
      ['x', 'y', 'z']
        .map((id) => `${id}: createLead(input: { externalId: "${id}" }) { ... on CreateLeadSuccess { ${read} } }`)
        .join(' '),
    );
    const numbers = Object.values(values).map(
      (each) =>
        (each as { lead: { funnel: { kpis: { newLeads: { value: number } } } } }).lead.funnel.kpis.newLeads.value,
    );
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
  });
});
