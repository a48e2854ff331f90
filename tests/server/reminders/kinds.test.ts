import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Address, ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { line, toDoList } from './to-do.ts';

describe.each(engines)('reminders on %s', (engine) => {
  let server: TestServer;
  let home: Address;
  let now = new Date('2026-04-01T00:00:00Z');
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now });
  });
  beforeEach(async () => {
    now = new Date('2026-04-01T00:00:00Z');
    home = { url: server.url, key: (await server.makeTenant('tenant')).key };
  });
  afterAll(() => server.close());

  const lead = (id: string, createdAt: string, rest: object = {}) =>
    post(home, 'leads', [{ id, createdAt, owner: 'ann', ...rest }]);
  let made = 0;
  const contact = (id: string, direction: 'INBOUND' | 'OUTBOUND', at: string, rest: object = {}) =>
    post(home, 'activities', [{ id: `a${++made}`, lead: id, kind: 'CALL', direction, at, ...rest }]);
  const move = (id: string, to: string, at: string) => post(home, 'transitions', [{ lead: id, to, at }]);
  const lines = async (kind: string, rest = '') =>
    (await toDoList(home, `{ kinds: [${kind}] ${rest} }`)).map((each) => line(each).replace(`${kind} `, ''));
  const settings = (change: string) =>
    ask<{ defineReminderSettings: { __typename: string } }>(
      home,
      `mutation { defineReminderSettings(input: { ${change} }) { __typename ... on Error { message } } }`,
    );
  const stalledAfter = (days: number | null) =>
    ask(
      home,
      `mutation { defineFunnel(input: { key: "sales", name: { en: "Sales" }, stalledAfterDays: ${days}, stages: [
        { key: "lead", name: { en: "a" }, category: ACQUISITION }, { key: "nurturing", name: { en: "b" }, category: NURTURING }
        { key: "opportunity", name: { en: "c" }, category: OPPORTUNITY }, { key: "won", name: { en: "d" }, category: RETENTION }
      ] }) { ... on Error { message } } }`,
    );

  describe('FOLLOW_UP_DUE', () => {
    test('a lead that nobody has followed up is due 24 hours after it came, not before', async () => {
      await lead('l1', '2026-03-31T00:00:00Z');
      await lead('l2', '2026-03-31T00:00:00.001Z');
      expect(await lines('FOLLOW_UP_DUE')).toEqual(['l1 2026-04-01T00:00:00Z']);
      expect(await lines('FOLLOW_UP_DUE', 'dueBefore: "2026-04-02T00:00:00Z"')).toEqual([
        'l1 2026-04-01T00:00:00Z',
        'l2 2026-04-01T00:00:00.001Z',
      ]);
    });

    test('after a follow-up it is due 7 days later, counted from the last one', async () => {
      await lead('l1', '2026-03-01T00:00:00Z');
      await contact('l1', 'OUTBOUND', '2026-03-20T09:00:00Z');
      await contact('l1', 'OUTBOUND', '2026-03-10T09:00:00Z');
      expect(await lines('FOLLOW_UP_DUE')).toEqual(['l1 2026-03-27T09:00:00Z']);
      await contact('l1', 'OUTBOUND', '2026-03-28T00:00:00Z');
      expect(await lines('FOLLOW_UP_DUE')).toEqual([]);
    });

    test('a follow-up before the lead came is none; one that lies in the future has not happened', async () => {
      await lead('l1', '2026-03-20T00:00:00Z');
      await contact('l1', 'OUTBOUND', '2026-03-19T00:00:00Z');
      await contact('l1', 'OUTBOUND', '2026-04-05T00:00:00Z');
      expect(await lines('FOLLOW_UP_DUE')).toEqual(['l1 2026-03-21T00:00:00Z']);
      now = new Date('2026-04-05T00:00:00Z');
      expect(await lines('FOLLOW_UP_DUE')).toEqual([]);
    });

    test('not of leads that are won, lost, or still to come; of one that was reopened from then on', async () => {
      await lead('won', '2026-03-01T00:00:00Z');
      await move('won', 'won', '2026-03-02T00:00:00Z');
      await lead('lost', '2026-03-01T00:00:00Z');
      await move('lost', 'lost', '2026-03-02T00:00:00Z');
      await lead('future', '2026-04-02T00:00:00Z');
      await lead('back', '2026-03-01T00:00:00Z');
      await contact('back', 'OUTBOUND', '2026-03-03T00:00:00Z');
      await move('back', 'lost', '2026-03-04T00:00:00Z');
      await move('back', 'nurturing', '2026-03-30T00:00:00Z');
      expect(await lines('FOLLOW_UP_DUE', 'dueBefore: "2027-01-01T00:00:00Z"')).toEqual(['back 2026-03-31T00:00:00Z']);
      const [back] = await toDoList(home, '{ kinds: [FOLLOW_UP_DUE] }');
      expect(back!.reason).toBe('Came back 2 days ago and has not been followed up since; due within 24 hours.');
      await contact('back', 'OUTBOUND', '2026-03-31T00:00:00Z');
      expect(await lines('FOLLOW_UP_DUE', 'dueBefore: "2027-01-01T00:00:00Z"')).toEqual(['back 2026-04-07T00:00:00Z']);
    });

    test('follows the settings of its funnel, and the defaults again after null', async () => {
      await lead('l1', '2026-03-01T00:00:00Z');
      await contact('l1', 'OUTBOUND', '2026-03-30T00:00:00Z');
      await lead('l2', '2026-03-31T12:00:00Z');
      expect(await settings('followUpEveryDays: 2, firstFollowUpHours: 0')).toEqual({
        defineReminderSettings: { __typename: 'DefineReminderSettingsSuccess' },
      });
      expect(await lines('FOLLOW_UP_DUE')).toEqual(['l2 2026-03-31T12:00:00Z', 'l1 2026-04-01T00:00:00Z']);
      await settings('followUpEveryDays: null');
      expect(await lines('FOLLOW_UP_DUE')).toEqual(['l2 2026-03-31T12:00:00Z']);
    });
  });

  describe('UNANSWERED', () => {
    test('counts from the first contact that waits, and goes with the answer', async () => {
      await lead('l1', '2026-03-01T00:00:00Z');
      await contact('l1', 'INBOUND', '2026-03-31T10:00:00Z');
      await contact('l1', 'INBOUND', '2026-03-31T12:00:00Z');
      expect(await lines('UNANSWERED')).toEqual(['l1 2026-03-31T14:00:00Z']);
      await contact('l1', 'OUTBOUND', '2026-03-31T12:00:00Z');
      expect(await lines('UNANSWERED')).toEqual([]);
    });

    test('a contact of the same instant as a follow-up is answered by it; a response to a follow-up is no new wait', async () => {
      await lead('l1', '2026-03-01T00:00:00Z');
      await contact('l1', 'OUTBOUND', '2026-03-05T10:00:00Z', { respondedAt: '2026-03-06T00:00:00Z' });
      await contact('l1', 'INBOUND', '2026-03-05T10:00:00Z');
      expect(await lines('UNANSWERED')).toEqual([]);
    });

    test('a late follow-up fact, and one that is taken away, are seen at once', async () => {
      await lead('l1', '2026-03-01T00:00:00Z');
      await contact('l1', 'INBOUND', '2026-03-05T10:00:00Z');
      await post(home, 'activities', [
        { id: 'late', lead: 'l1', kind: 'CALL', direction: 'OUTBOUND', at: '2026-03-05T11:00:00Z' },
      ]);
      expect(await lines('UNANSWERED')).toEqual([]);
      await post(home, 'activities', [{ id: 'late', deleted: true }]);
      expect(await lines('UNANSWERED')).toEqual(['l1 2026-03-05T14:00:00Z']);
    });

    test('of a closed lead only what came after it was closed, for leadChurnDays', async () => {
      await lead('before', '2026-03-01T00:00:00Z');
      await contact('before', 'INBOUND', '2026-03-05T00:00:00Z');
      await move('before', 'lost', '2026-03-06T00:00:00Z');
      for (const [id, to] of [
        ['again', 'lost'],
        ['customer', 'won'],
      ] as const) {
        await lead(id, '2026-03-01T00:00:00Z');
        await move(id, to, '2026-03-06T00:00:00Z');
        await contact(id, 'INBOUND', id === 'again' ? '2026-03-07T00:00:00Z' : '2026-03-08T00:00:00Z');
        await contact(id, 'INBOUND', '2026-03-09T00:00:00Z');
      }
      expect(await lines('UNANSWERED')).toEqual(['again 2026-03-07T04:00:00Z', 'customer 2026-03-08T04:00:00Z']);
      await contact('again', 'OUTBOUND', '2026-03-10T00:00:00Z');
      expect(await lines('UNANSWERED')).toEqual(['customer 2026-03-08T04:00:00Z']);
      now = new Date('2026-04-09T00:00:00Z');
      expect(await lines('UNANSWERED')).toEqual([]);
    });

    test('what came before a loss is settled by it, though the lead was reopened', async () => {
      await lead('l1', '2026-03-01T00:00:00Z');
      await contact('l1', 'INBOUND', '2026-03-05T00:00:00Z');
      await move('l1', 'lost', '2026-03-06T00:00:00Z');
      await move('l1', 'nurturing', '2026-03-10T00:00:00Z');
      expect(await lines('UNANSWERED')).toEqual([]);
      await contact('l1', 'INBOUND', '2026-03-11T00:00:00Z');
      expect(await lines('UNANSWERED')).toEqual(['l1 2026-03-11T04:00:00Z']);
    });
  });

  describe('COOLING', () => {
    test('is due 7 days before leadChurnDays without an interaction, of new leads and of old ones', async () => {
      await lead('silent', '2026-03-01T00:00:00Z');
      await lead('talked', '2026-02-01T00:00:00Z');
      await contact('talked', 'INBOUND', '2026-03-02T00:00:00Z');
      await contact('talked', 'OUTBOUND', '2026-03-03T00:00:00Z', { respondedAt: '2026-03-05T00:00:00Z' });
      await lead('lively', '2026-02-01T00:00:00Z');
      await contact('lively', 'OUTBOUND', '2026-03-09T00:00:00Z', { respondedAt: '2026-03-09T00:00:00.001Z' });
      expect(await lines('COOLING')).toEqual(['silent 2026-03-24T00:00:00Z', 'talked 2026-03-28T00:00:00Z']);
      await settings('coolingDays: 29');
      // Never before half of the days have passed.
      expect(await lines('COOLING')).toEqual([
        'silent 2026-03-16T00:00:00Z',
        'talked 2026-03-20T00:00:00Z',
        'lively 2026-03-24T00:00:00.001Z',
      ]);
    });
  });

  describe('STALLED', () => {
    const opportunity = (id: string, openedAt: string, rest: object = {}) =>
      post(home, 'opportunities', [{ id, openedAt, owner: 'bob', ...rest }]);

    test('is due after the funnel’s stalledAfterDays, of opportunities that are open', async () => {
      await stalledAfter(30);
      await opportunity('due', '2026-03-01T00:00:00Z');
      await opportunity('young', '2026-03-02T00:00:00.001Z');
      await opportunity('lost', '2026-02-01T00:00:00Z', { lostAt: '2026-03-01T00:00:00Z' });
      await opportunity('won later', '2026-02-01T00:00:00Z', { wonAt: '2026-04-02T00:00:00Z' });
      expect(await lines('STALLED')).toEqual(['won later 2026-03-03T00:00:00Z', 'due 2026-03-31T00:00:00Z']);
    });

    test('without a setting after the 90th percentile of recent cycles: those that stalled_opportunities counts', async () => {
      await opportunity('old', '2026-03-01T00:00:00Z');
      await opportunity('young', '2026-03-30T00:00:00Z');
      expect(await lines('STALLED')).toEqual([]);
      for (const days of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 21])
        await opportunity(`w${days}`, '2026-02-01T00:00:00Z', {
          wonAt: new Date(Date.UTC(2026, 1, 1 + days)).toISOString(),
        });
      // Type 7: the 10th of 11.
      expect(await lines('STALLED')).toEqual(['old 2026-03-11T00:00:00Z']);
      const { workspace } = await ask<{ workspace: { funnel: { kpis: { stalledOpportunities: { value: number } } } } }>(
        home,
        '{ workspace { funnel(key: "sales") { kpis(scope: { window: { last: { unit: DAY, count: 30 } } }) { stalledOpportunities { value } } } } }',
      );
      expect(workspace.funnel.kpis.stalledOpportunities.value).toBe(1);
      // A year on nothing tells what is usual.
      now = new Date('2027-03-01T00:00:00Z');
      expect(await lines('STALLED')).toEqual([]);
    });

    test('belongs to its own owner, else to its lead’s', async () => {
      await stalledAfter(1);
      await lead('l1', '2026-03-01T00:00:00Z');
      await opportunity('own', '2026-03-02T00:00:00Z', { lead: 'l1' });
      await opportunity('led', '2026-03-03T00:00:00Z', { lead: 'l1', owner: null });
      const list = await toDoList(home, '{ kinds: [STALLED] }');
      expect(list.map(({ owner, lead }) => [owner?.key, lead?.externalId])).toEqual([
        ['bob', 'l1'],
        ['ann', 'l1'],
      ]);
    });
  });

  describe('REPURCHASE_DUE', () => {
    const customer = (id: string, ...orders: string[]) =>
      post(home, 'customers', [{ id, becameAt: '2025-01-01T00:00:00Z' }]).then(() =>
        post(
          home,
          'orders',
          orders.map((at, index) => ({ id: `${id}-${index}`, customer: id, at, amount: 1 })),
        ),
      );

    test('is due after the customer’s mean gap; with one order after the median gap of the others', async () => {
      await customer('once', '2026-03-01T00:00:00Z');
      await customer('none');
      expect(await lines('REPURCHASE_DUE')).toEqual([]);
      await customer('often', '2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z', '2026-02-10T00:00:00Z');
      await customer('twice', '2026-01-01T00:00:00Z', '2026-01-21T00:00:00Z');
      await customer('lines', '2026-03-05T00:00:00Z', '2026-03-05T00:00:00Z');
      // often: 40 days in 2 gaps; the median of 30 and 20 days is 25. What is ordered on one day is one purchase.
      expect(await lines('REPURCHASE_DUE')).toEqual([
        'twice 2026-02-10T00:00:00Z',
        'often 2026-03-02T00:00:00Z',
        'once 2026-03-26T00:00:00Z',
        'lines 2026-03-30T00:00:00Z',
      ]);
      const reasons = (await toDoList(home, '{ kinds: [REPURCHASE_DUE] }')).map(({ reason }) => reason);
      expect(reasons[1]).toBe('Last ordered 50 days ago; usually orders every 20 days.');
      expect(reasons[2]).toBe('Last ordered 31 days ago; customers usually order again after 25 days.');
      await post(home, 'orders', [{ id: 'new', customer: 'once', at: '2026-03-25T00:00:00Z', amount: 1 }]);
      expect((await lines('REPURCHASE_DUE')).some((each) => each.startsWith('once'))).toBe(false);
    });

    test('is due after the days that were set, for all', async () => {
      await customer('once', '2026-03-01T00:00:00Z');
      await customer('twice', '2026-01-01T00:00:00Z', '2026-01-21T00:00:00Z');
      await settings('repurchaseAfterDays: 31');
      expect(await lines('REPURCHASE_DUE')).toEqual(['twice 2026-02-21T00:00:00Z', 'once 2026-04-01T00:00:00Z']);
    });

    test('belongs to the owner of the lead that they were', async () => {
      await lead('l1', '2026-01-01T00:00:00Z');
      await customer('k1', '2026-02-01T00:00:00Z');
      await post(home, 'customers', [{ id: 'k1', lead: 'l1' }]);
      await settings('repurchaseAfterDays: 1');
      const [only] = await toDoList(home, '{ kinds: [REPURCHASE_DUE] }');
      expect(only).toMatchObject({
        owner: { key: 'ann' },
        lead: { externalId: 'l1' },
        customer: { externalId: 'k1' },
        opportunity: null,
      });
    });
  });

  test('are told in Chinese too', async () => {
    await lead('l1', '2026-03-01T00:00:00Z');
    await contact('l1', 'OUTBOUND', '2026-03-20T00:00:00Z');
    await contact('l1', 'INBOUND', '2026-03-31T00:00:00Z');
    const { workspace } = await ask<{ workspace: { reminders: { edges: { node: { reason: string } }[] } } }>(
      home,
      '{ workspace { reminders { edges { node { reason(locale: "zh-CN") } } } } }',
    );
    expect(workspace.reminders.edges.map(({ node }) => node.reason)).toEqual([
      '上次跟进是 12 天前;应每 7 天跟进一次。',
      '客户 24 小时前主动联系,尚未回复;应在 4 小时内回复。',
    ]);
  });

  test.each([
    ['followUpEveryDays: 0', 'followUpEveryDays'],
    ['answerHours: -1', 'answerHours'],
    ['coolingDays: 2147483647', 'coolingDays'],
  ])('settings that cannot be are refused: %s', async (change, setting) => {
    const answer = await ask(
      home,
      `mutation { defineReminderSettings(input: { ${change} }) { ... on InvalidReminderSettingsError { code setting } } }`,
    );
    expect(answer).toEqual({ defineReminderSettings: { code: 'INVALID_SETTING', setting } });
  });

  test('a funnel tells its settings', async () => {
    await settings('answerHours: 1');
    expect(
      await ask(
        home,
        '{ workspace { funnel(key: "sales") { reminderSettings { followUpEveryDays firstFollowUpHours answerHours coolingDays repurchaseAfterDays } } } }',
      ),
    ).toEqual({
      workspace: {
        funnel: {
          reminderSettings: {
            followUpEveryDays: 7,
            firstFollowUpHours: 24,
            answerHours: 1,
            coolingDays: 7,
            repurchaseAfterDays: null,
          },
        },
      },
    });
  });
});
