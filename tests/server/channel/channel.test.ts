import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

const scope = '{ window: { period: "2026-03" }, asOf: "2026-05-01T00:00:00Z" }';

/** Four leads of two channels and of none; one is won. Small enough to check in the head. */
describe.each(engines)('channels, owners and opportunities on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ engine });
    await post(server, 'channels', [{ key: 'ads', name: 'Ads', kind: 'PAID' }]);
    await post(server, 'leads', [
      { id: 'l1', createdAt: '2026-03-01T00:00:00Z', channel: 'ads', owner: 'ann' },
      { id: 'l2', createdAt: '2026-03-02T00:00:00Z', channel: 'ads', owner: 'bo' },
      { id: 'l3', createdAt: '2026-03-03T00:00:00Z', channel: 'web' },
      { id: 'l4', createdAt: '2026-03-04T00:00:00Z' },
    ]);
    await post(server, 'rates', [{ currency: 'USD', date: '2026-03-05', perUnit: '7' }]);
    await post(server, 'opportunities', [
      {
        id: 'd1',
        lead: 'l1',
        openedAt: '2026-03-05T00:00:00Z',
        wonAt: '2026-03-09T00:00:00Z',
        amount: '100.5',
        currency: 'USD',
      },
      { id: 'd2', lead: 'l2', openedAt: '2026-03-06T00:00:00Z', owner: 'cy', amount: '40' },
      { id: 'd3', openedAt: '2026-03-07T00:00:00Z' },
    ]);
    await post(server, 'spend', [{ channel: 'ads', date: '2026-03-01', amount: '201' }]);
  });
  afterAll(() => server.close());

  test('channelRoi has a row per channel by leads, and one for leads without a channel', async () => {
    const { workspace } = await ask<{ workspace: { funnel: { channelRoi: object[] } } }>(
      server,
      `{ workspace { funnel(key: "sales") { channelRoi(scope: ${scope}) { channel { key name } newLeads share won conversionRate spend { amount } wonAmount { amount currency } costPerLead { amount } wonCustomers roi leftOut { reason count } } } } }`,
    );
    const nothing = {
      spend: null,
      costPerLead: null,
      roi: null,
      won: 0,
      conversionRate: 0,
      wonAmount: { amount: '0.00', currency: 'CNY' },
      wonCustomers: 0,
      // A lead of which nothing scored is known.
      leftOut: [{ reason: 'UNSCORED', count: 1 }],
    };
    expect(workspace.funnel.channelRoi).toEqual([
      {
        channel: { key: 'ads', name: 'Ads' },
        newLeads: 2,
        share: 0.5,
        won: 1,
        conversionRate: 0.5,
        spend: { amount: '201.00' },
        wonAmount: { amount: '703.50', currency: 'CNY' },
        costPerLead: { amount: '100.50' },
        // The opportunity is won, but nobody has said who the customer is.
        wonCustomers: 0,
        roi: 2.5,
        leftOut: [{ reason: 'UNSCORED', count: 2 }],
      },
      { ...nothing, channel: { key: 'web', name: 'web' }, newLeads: 1, share: 0.25 },
      { ...nothing, channel: null, newLeads: 1, share: 0.25 },
    ]);
  });

  test('each channel’s KPIs are its own, in the funnel that is named', async () => {
    const channels = (funnel: string) =>
      `{ workspace { channels { totalCount edges { node { key kind kpis(${funnel}scope: ${scope}) { newLeads { value } channelConversionRate { value } costPerLead { money { amount } } } } } } } }`;
    const expected = {
      workspace: {
        channels: {
          totalCount: 2,
          edges: [
            {
              node: {
                key: 'ads',
                kind: 'PAID',
                kpis: {
                  newLeads: { value: 2 },
                  channelConversionRate: { value: 0.5 },
                  costPerLead: { money: { amount: '100.50' } },
                },
              },
            },
            {
              node: {
                key: 'web',
                kind: null,
                kpis: { newLeads: { value: 1 }, channelConversionRate: { value: 0 }, costPerLead: { money: null } },
              },
            },
          ],
        },
      },
    };
    expect(await ask(server, channels(''))).toEqual(expected);
    expect(await ask(server, channels('funnel: "sales", '))).toEqual(expected);
    expect((await request(server, channels('funnel: "none", '))).errors?.[0]?.extensions?.code).toBe('UNKNOWN_FUNNEL');
  });

  test('each owner’s KPIs are their own; an opportunity without an owner is its lead’s', async () => {
    const { workspace } = await ask<{
      workspace: {
        owners: { edges: { node: { key: string; kpis: { opportunityConversionRate: { denominator: number } } } }[] };
      };
    }>(
      server,
      `{ workspace { owners { edges { node { key kpis(scope: ${scope}) { opportunityConversionRate { denominator } } } } } } }`,
    );
    expect(
      workspace.owners.edges.map(({ node }) => [node.key, node.kpis.opportunityConversionRate.denominator]),
    ).toEqual([
      ['ann', 1],
      ['bo', 0],
      ['cy', 1],
    ]);
  });

  test('channels come by key, page by page', async () => {
    const page = async (args: string) =>
      (
        await ask<{
          workspace: {
            channels: { edges: { node: { key: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
          };
        }>(server, `{ workspace { channels(${args}) { edges { node { key } } pageInfo { hasNextPage endCursor } } } }`)
      ).workspace.channels;
    const first = await page('first: 1');
    expect([first.edges[0]!.node.key, first.pageInfo.hasNextPage]).toEqual(['ads', true]);
    const second = await page(`first: 1, after: "${first.pageInfo.endCursor}"`);
    expect([second.edges[0]!.node.key, second.pageInfo.hasNextPage]).toEqual(['web', false]);
  });

  test('an opportunity’s amount is in its own currency, or the workspace’s, or unknown', async () => {
    const { workspace } = await ask<{ workspace: { opportunities: { edges: { node: object }[] } } }>(
      server,
      '{ workspace { opportunities { edges { node { externalId amount { amount currency } lead { externalId } owner { key } wonAt } } } } }',
    );
    expect(workspace.opportunities.edges.map(({ node }) => node)).toEqual([
      { externalId: 'd3', amount: null, lead: null, owner: null, wonAt: null },
      {
        externalId: 'd2',
        amount: { amount: '40.00', currency: 'CNY' },
        lead: { externalId: 'l2' },
        owner: { key: 'cy' },
        wonAt: null,
      },
      {
        externalId: 'd1',
        amount: { amount: '100.50', currency: 'USD' },
        lead: { externalId: 'l1' },
        owner: null,
        wonAt: '2026-03-09T00:00:00.000Z',
      },
    ]);
  });
});
