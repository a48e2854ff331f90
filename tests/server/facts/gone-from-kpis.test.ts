import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Address, ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { changedKpis, figures } from '../../support/figures.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { journeyRows } from '../journeys/journey-rows.ts';

type Posted = [kind: string, facts: object[]][];
const on = (day: number, hour = 9) => `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`;

/** What stays: facts of every kind, so that nothing that comes beside them is alone. */
const company: Posted = [
  ['owners', [{ key: 'ann', team: 'north' }, { key: 'bo' }]],
  ['rates', [{ currency: 'EUR', date: '2026-03-05', perUnit: '8' }]],
  [
    'leads',
    [
      { id: 'l1', createdAt: on(1), channel: 'ads', owner: 'ann', product: 'crm', needMatch: 0.9, tags: ['hot'] },
      { id: 'l2', createdAt: on(2), channel: 'fair', owner: 'bo', email: 'x@y.z', referredBy: 'k1' },
      { id: 'l3', createdAt: on(3) },
    ],
  ],
  [
    'transitions',
    [
      { lead: 'l1', at: on(3), to: 'nurturing' },
      { lead: 'l2', at: on(6), to: 'lost' },
    ],
  ],
  [
    'activities',
    [
      { id: 'a1', lead: 'l1', kind: 'EMAIL', direction: 'OUTBOUND', at: on(2), owner: 'ann', respondedAt: on(3) },
      { id: 'a2', lead: 'l1', kind: 'CALL', direction: 'INBOUND', at: on(4) },
      { id: 'a3', lead: 'l3', kind: 'FORM', direction: 'INBOUND', at: on(4) },
    ],
  ],
  [
    'customers',
    [
      { id: 'k1', becameAt: on(8), lead: 'l1' },
      { id: 'k2', becameAt: on(9) },
    ],
  ],
  [
    'opportunities',
    [
      { id: 'o1', lead: 'l1', openedAt: on(5), amount: 100, currency: 'EUR', wonAt: on(8) },
      { id: 'o2', lead: 'l2', openedAt: on(5), amount: 30 },
      { id: 'o3', customer: 'k2', openedAt: on(10), amount: 7 },
    ],
  ],
  ['quotes', [{ id: 'q1', opportunity: 'o1', sentAt: on(6), acceptedAt: on(7) }]],
  [
    'orders',
    [
      { id: 'r1', customer: 'k1', at: on(8), amount: 100, product: 'crm' },
      { id: 'r2', customer: 'k2', at: on(9), amount: 5 },
    ],
  ],
  ['surveys', [{ id: 's1', customer: 'k1', at: on(20), score: 9 }]],
  ['spend', [{ channel: 'ads', date: '2026-03-02', amount: 10 }]],
];

/** What comes and goes again: facts, the key by which the first goes, and KPIs that it must have moved. */
const visitors: [what: string, posted: Posted, field: string, key: unknown, moved: string[]][] = [
  ['a lead', [['leads', [{ id: 'v', createdAt: on(4), channel: 'ads' }]]], 'lead', 'v', ['new_leads', 'cost_per_lead']],
  [
    'a lead with all that can hang on it',
    [
      ['leads', [{ id: 'v', createdAt: on(4), channel: 'new', owner: 'ann', tags: ['hot', 'cold'], needMatch: 1 }]],
      [
        'transitions',
        [
          { lead: 'v', at: on(5), to: 'lost' },
          { lead: 'v', at: on(6), to: 'nurturing' },
        ],
      ],
      ['activities', [{ id: 'va', lead: 'v', kind: 'VISIT', direction: 'INBOUND', at: on(5) }]],
      ['opportunities', [{ id: 'vo', lead: 'v', openedAt: on(6), wonAt: on(7), amount: 9 }]],
      ['quotes', [{ id: 'vq', opportunity: 'vo', sentAt: on(6) }]],
    ],
    'lead',
    'v',
    ['new_leads', 'won_amount', 'quotes', 'lead_to_won_rate', 'sales_cycle'],
  ],
  [
    'a transition',
    [['transitions', [{ id: 'v', lead: 'l3', at: on(9), to: 'won' }]]],
    'transition',
    'v',
    ['lead_to_won_rate', 'active_lead_share'],
  ],
  [
    'a loss',
    [['transitions', [{ id: 'v', lead: 'l3', at: on(9), to: 'lost' }]]],
    'transition',
    'v',
    ['active_lead_share'],
  ],
  [
    'a follow-up between two others',
    [['activities', [{ id: 'v', lead: 'l3', kind: 'CALL', direction: 'OUTBOUND', at: on(5), owner: 'bo' }]]],
    'activity',
    'v',
    ['first_response_time', 'response_time', 'follow_up_frequency', 'reply_rate', 'contactable_rate'],
  ],
  [
    'an interaction',
    [['activities', [{ id: 'v', lead: 'l3', kind: 'MEETING', direction: 'INBOUND', at: on(5) }]]],
    'activity',
    'v',
    ['lead_activity_score'],
  ],
  [
    'a won opportunity of a lead',
    [['opportunities', [{ id: 'v', lead: 'l3', openedAt: on(6), wonAt: on(16), amount: 1 }]]],
    'opportunity',
    'v',
    ['opportunities', 'won_amount', 'average_deal_size', 'sales_cycle', 'lead_to_won_rate', 'sales_velocity'],
  ],
  [
    'a lost opportunity of a lead, which makes it lost',
    [['opportunities', [{ id: 'v', lead: 'l3', openedAt: on(6), lostAt: on(16) }]]],
    'opportunity',
    'v',
    ['opportunities', 'opportunity_conversion_rate', 'active_lead_share'],
  ],
  [
    'an opportunity of a customer',
    [['opportunities', [{ id: 'v', customer: 'k1', openedAt: on(6), amount: 3 }]]],
    'opportunity',
    'v',
    ['open_opportunities', 'pipeline_value'],
  ],
  [
    'a first quote',
    [['quotes', [{ id: 'v', opportunity: 'o2', sentAt: on(6) }]]],
    'quote',
    'v',
    ['quotes', 'quote_conversion_rate', 'quote_acceptance_rate'],
  ],
  [
    'a customer with orders and surveys',
    [
      ['customers', [{ id: 'v', becameAt: on(4), lead: 'l2', referredBy: 'k2' }]],
      ['opportunities', [{ id: 'vo', customer: 'v', openedAt: on(4), amount: 3 }]],
      [
        'orders',
        [
          { id: 'vr', customer: 'v', at: on(5), amount: 3 },
          { id: 'vs', customer: 'v', at: on(6), amount: 3 },
        ],
      ],
      ['surveys', [{ id: 'vs', customer: 'v', at: on(6), score: 0 }]],
      // It has no customer any more when that one goes, and has to go by itself.
      ['opportunities', [{ id: 'vo', deleted: true }]],
    ],
    'customer',
    'v',
    ['won_customers', 'revenue', 'repurchase_rate', 'clv_historical', 'referral_rate', 'referrer_rate', 'nps'],
  ],
  [
    'an order before the others',
    [['orders', [{ id: 'v', customer: 'k2', at: on(1), amount: 1, product: 'crm' }]]],
    'order',
    'v',
    ['revenue', 'repurchase_rate', 'clv_annual'],
  ],
  ['a survey', [['surveys', [{ id: 'v', customer: 'k2', at: on(2), score: 3 }]]], 'survey', 'v', ['nps']],
  [
    'spend',
    [['spend', [{ channel: 'ads', date: '2026-03-02', campaign: 'v', amount: 3 }]]],
    'spend',
    { channel: 'ads', date: '2026-03-02', campaign: 'v' },
    ['channel_spend', 'cost_per_lead', 'channel_roi', 'cost_per_acquisition'],
  ],
];

const kindOf: Record<string, string> = { opportunity: 'opportunities', activity: 'activities', spend: 'spend' };

describe.each(engines)('what is taken away leaves every KPI at once, on %s', (engine) => {
  let server: TestServer;
  let home: Address;
  let workspaceId: string;
  beforeAll(async () => {
    server = await startServer({ engine, now: () => new Date('2026-04-01T00:00:00Z') });
    home = server;
    workspaceId = server.workspace.id;
    await postAll(company);
  });
  afterAll(() => server.close());

  async function postAll(posted: Posted) {
    for (const [kind, facts] of posted) expect((await post(home, kind, facts)).errors).toEqual([]);
  }

  const remove: Record<string, (field: string, key: unknown) => Promise<unknown>> = {
    'a line': (field, key) =>
      post(home, kindOf[field] ?? `${field}s`, [{ ...(typeof key === 'object' ? key : { id: key }), deleted: true }]),
    'a mutation': (field, key) =>
      ask(
        home,
        'mutation ($input: DeleteFactInput!) { deleteFact(input: $input) { ... on DeleteFactSuccess { deleted } } }',
        { input: { [field]: key } },
      ),
  };

  test.each(visitors)('%s', async (_what, posted, field, key, moved) => {
    const before = await figures(home);
    const rows = await journeyRows(server.database, workspaceId);
    for (const [by, take] of Object.entries(remove)) {
      await postAll(posted);
      expect(changedKpis(before, await figures(home))).toEqual(expect.arrayContaining(moved));
      await take(field, key);
      expect([by, await journeyRows(server.database, workspaceId)]).toEqual([by, rows]);
      expect([by, await figures(home)]).toEqual([by, before]);
    }
  });

  test('within the chunk that brought it, too', async () => {
    const before = await figures(home);
    const at = { createdAt: on(4), channel: 'ads' };
    for (const query of ['', '?onError=abort']) {
      await post(
        home,
        'leads',
        [
          { id: 'w', ...at },
          { id: 'w', deleted: true },
          { id: 'x', ...at },
          { id: 'x', deleted: true },
        ],
        query,
      );
      expect(await figures(home)).toEqual(before);
    }
    // Gone and come again within a chunk: what hung on the first does not hang on the second.
    await post(home, 'leads', [{ id: 'w', ...at }]);
    await post(home, 'activities', [{ id: 'wa', lead: 'w', kind: 'CALL', direction: 'INBOUND', at: on(5) }]);
    await post(home, 'leads', [
      { id: 'w', deleted: true },
      { id: 'w', ...at },
    ]);
    expect(changedKpis(before, await figures(home))).not.toContain('response_time');
    await post(home, 'leads', [{ id: 'w', deleted: true }]);
    expect(await figures(home)).toEqual(before);
  });
});
