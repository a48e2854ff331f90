import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Address, ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { line, type ToDo, toDoFields, toDoList } from './to-do.ts';

interface Marked {
  __typename: string;
  changed?: boolean;
  reminder?: ToDo | null;
  code?: string;
  message?: string;
}

describe.each(engines)('marks of reminders on %s', (engine) => {
  let server: TestServer;
  let home: Address;
  let workspaceId: string;
  let now = new Date('2026-04-01T00:00:00Z');
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now });
  });
  beforeEach(async () => {
    now = new Date('2026-04-01T00:00:00Z');
    const { key, workspace } = await server.makeTenant('tenant');
    home = { url: server.url, key };
    workspaceId = workspace.id;
    await post(home, 'leads', [
      { id: 'l1', createdAt: '2026-03-30T00:00:00Z', owner: 'ann' },
      { id: 'l2', createdAt: '2026-03-29T00:00:00Z', owner: 'bob' },
    ]);
  });
  afterAll(() => server.close());

  const mutate = async (name: string, input: object, on: Address = home): Promise<Marked> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const answer = await ask<Record<string, Marked>>(
      on,
      `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename
        ... on ${type}Success { changed reminder { ${toDoFields} } } ... on Error { code message } } }`,
      { input },
    );
    return answer[name]!;
  };
  const complete = (id: string, by?: string) => mutate('completeReminder', { id, by });
  const snooze = (id: string, until: string, by?: string) => mutate('snoozeReminder', { id, until, by });
  const reopen = (id: string) => mutate('reopenReminder', { id });
  const due = async (filter?: string) => (await toDoList(home, filter)).map(line);
  const marks = () => server.database.query(sql`select * from reminder_marks where workspace_id = ${workspaceId}`);
  const idOf = async (subject: string, kind = 'FOLLOW_UP_DUE') =>
    (await toDoList(home, '{ includeDone: true, includeSnoozed: true, dueBefore: "2030-01-01T00:00:00Z" }')).find(
      (each) => each.kind === kind && (each.opportunity ?? each.customer ?? each.lead)!.externalId === subject,
    )!.id;

  test('one that is done is hidden, stays to be asked for, and is done only once', async () => {
    const id = await idOf('l2');
    expect(await complete(id, 'bob')).toMatchObject({
      __typename: 'CompleteReminderSuccess',
      changed: true,
      reminder: { id, state: 'DONE', markedBy: 'bob' },
    });
    expect(await due()).toEqual(['FOLLOW_UP_DUE l1 2026-03-31T00:00:00Z']);
    expect((await toDoList(home, '{ includeDone: true }')).map(({ state }) => state)).toEqual(['DONE', 'OPEN']);
    expect(await complete(id, 'ann')).toMatchObject({ changed: false, reminder: { markedBy: 'bob' } });
  });

  test('a new cause makes a new one, a correction of the old one does not', async () => {
    const call = (id: string, direction: string, at: string) =>
      post(home, 'activities', [{ id, lead: 'l1', kind: 'CALL', direction, at }]);
    await call('in', 'INBOUND', '2026-03-30T10:00:00Z');
    await complete(await idOf('l1', 'UNANSWERED'));
    await complete(await idOf('l1'));
    expect(await due('{ owners: ["ann"] }')).toEqual([]);
    await call('in', 'INBOUND', '2026-03-30T09:00:00Z');
    await post(home, 'leads', [{ id: 'l1', createdAt: '2026-03-30T01:00:00Z' }]);
    expect(await due('{ owners: ["ann"] }')).toEqual([]);
    await call('in again', 'INBOUND', '2026-03-31T10:00:00Z');
    expect(await due('{ owners: ["ann"] }')).toEqual(['UNANSWERED l1 2026-03-30T13:00:00Z']);
    await call('out', 'OUTBOUND', '2026-03-31T11:00:00Z');
    expect(await due('{ owners: ["ann"] }')).toEqual([]);
    now = new Date('2026-04-07T11:00:00Z');
    expect(await due('{ owners: ["ann"] }')).toEqual(['FOLLOW_UP_DUE l1 2026-04-07T11:00:00Z']);
  });

  test('one that is snoozed is due again when that is over', async () => {
    const id = await idOf('l1');
    expect(await snooze(id, '2026-04-03T00:00:00Z')).toMatchObject({
      __typename: 'SnoozeReminderSuccess',
      changed: true,
      reminder: { state: 'SNOOZED', snoozedUntil: '2026-04-03T00:00:00.000Z', dueAt: '2026-04-03T00:00:00.000Z' },
    });
    expect(await due()).toEqual(['FOLLOW_UP_DUE l2 2026-03-30T00:00:00Z']);
    const both = ['FOLLOW_UP_DUE l2 2026-03-30T00:00:00Z', 'FOLLOW_UP_DUE l1 2026-04-03T00:00:00Z'];
    expect(await due('{ includeSnoozed: true }')).toEqual(both);
    expect(await due('{ dueBefore: "2026-04-03T00:00:00.001Z" }')).toEqual(both);
    expect((await snooze(id, '2026-04-03T00:00:00Z')).changed).toBe(false);
    now = new Date('2026-04-03T00:00:00Z');
    expect(await due()).toEqual(both);
    const [, l1] = await toDoList(home);
    expect(l1).toMatchObject({ state: 'OPEN', snoozedUntil: null });
  });

  test('what was marked is as before once reopened', async () => {
    const before = await toDoList(home);
    const id = await idOf('l1');
    await complete(id);
    await snooze(id, '2026-04-03T00:00:00Z');
    expect((await toDoList(home, '{ includeSnoozed: true }')).map(({ state }) => state)).toEqual(['OPEN', 'SNOOZED']);
    expect(await reopen(id)).toMatchObject({ changed: true, reminder: { state: 'OPEN' } });
    expect(await reopen(id)).toMatchObject({ changed: false });
    expect(await toDoList(home)).toEqual(before);
    expect(await marks()).toEqual([]);
  });

  test('one whose cause is gone cannot be marked', async () => {
    const id = await idOf('l1');
    await post(home, 'activities', [
      { id: 'out', lead: 'l1', kind: 'CALL', direction: 'OUTBOUND', at: '2026-03-31T11:00:00Z' },
    ]);
    const gone = { __typename: 'ReminderNotFoundError', code: 'REMINDER_NOT_FOUND', message: expect.any(String) };
    expect(await complete(id)).toEqual(gone);
    expect(await snooze(id, '2026-04-03T00:00:00Z')).toEqual(gone);
    expect(await reopen(id)).toEqual(gone);
  });

  test.each([
    'x',
    '',
    'x'.repeat(100_000),
    Buffer.from('Reminder:FOLLOW_UP_DUE:00000000-0000-0000-0000-000000000000:new').toString('base64'),
    Buffer.from('Reminder:toString:00000000-0000-0000-0000-000000000000:new').toString('base64'),
    Buffer.from("Reminder:FOLLOW_UP_DUE:' or true --:new").toString('base64'),
    Buffer.from('Lead:00000000-0000-0000-0000-000000000000').toString('base64'),
  ])('an id that nobody gave out is not found: %#', async (id) => {
    expect((await complete(id)).code).toBe('REMINDER_NOT_FOUND');
  });

  test('another workspace’s is not found there, and stays', async () => {
    const id = await idOf('l1');
    const { key } = await server.makeTenant('other');
    const other = { url: server.url, key };
    await post(other, 'leads', [{ id: 'l1', createdAt: '2026-03-30T00:00:00Z' }]);
    for (const name of ['completeReminder', 'reopenReminder'])
      expect((await mutate(name, { id }, other)).code).toBe('REMINDER_NOT_FOUND');
    expect(await due()).toHaveLength(2);
  });

  test.each([
    ['2026-04-01T00:00:00Z', undefined, 'INVALID_UNTIL'],
    ['1999-01-01T00:00:00Z', undefined, 'INVALID_UNTIL'],
    ['9999-01-01T00:00:00Z', undefined, 'INVALID_UNTIL'],
    ['2026-05-01T00:00:00Z', 'x'.repeat(201), 'INVALID_BY'],
    ['2026-05-01T00:00:00Z', 'a\u0000b', 'INVALID_BY'],
    ['2026-05-01T00:00:00Z', 'a\ud800b', 'INVALID_BY'],
  ])('until %s by %s is refused', async (until, by, code) => {
    expect((await snooze(await idOf('l1'), until, by)).code).toBe(code);
    expect(await marks()).toEqual([]);
  });

  test('a key without INGEST marks nothing; one without READ reads nothing through it', async () => {
    const id = await idOf('l1');
    const mutation = `mutation { completeReminder(input: { id: "${id}" }) { ... on CompleteReminderSuccess { changed reminder { id } } } }`;
    const make = async (scope: string) =>
      (
        await ask<{ createApiKey: { key: string } }>(
          home,
          `mutation { createApiKey(input: { name: "k", scopes: [${scope}] }) { ... on CreateApiKeySuccess { key } } }`,
        )
      ).createApiKey.key;
    const refused = await request({ url: server.url, key: await make('READ') }, mutation);
    expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(await marks()).toEqual([]);
    const written = await request({ url: server.url, key: await make('INGEST') }, mutation);
    expect(written.data).toEqual({ completeReminder: { changed: true, reminder: null } });
  });

  test('go with the lead, opportunity or customer that they speak of, erased or deleted', async () => {
    await post(home, 'customers', [{ id: 'k1', becameAt: '2026-01-01T00:00:00Z', lead: 'l2' }]);
    await post(home, 'orders', [{ id: 'r1', customer: 'k1', at: '2026-01-01T00:00:00Z', amount: 1 }]);
    await post(home, 'orders', [{ id: 'r2', customer: 'k1', at: '2026-01-20T00:00:00Z', amount: 1 }]);
    await post(home, 'opportunities', [
      { id: 'o1', openedAt: '2025-11-01T00:00:00Z', lead: 'l1' },
      { id: 'o2', openedAt: '2026-03-01T00:00:00Z', wonAt: '2026-03-02T00:00:00Z' },
    ]);
    for (const each of await toDoList(home)) await complete(each.id);
    expect(await marks()).toHaveLength(4);
    await ask(home, 'mutation { eraseLead(input: { externalId: "l1" }) { __typename } }');
    expect(await marks()).toHaveLength(2);
    await post(home, 'customers', [{ id: 'k1', deleted: true }]);
    await post(home, 'leads', [{ id: 'l2', deleted: true }]);
    expect(await marks()).toEqual([]);
    expect(await due('{ includeDone: true }')).toEqual([]);
  });

  test('done by eight at once is done once', async () => {
    const id = await idOf('l1');
    const node = await server.startNode();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        mutate('completeReminder', { id, by: `w${index}` }, { url: index % 2 ? node.url : server.url, key: home.key }),
      ),
    );
    expect(outcomes.filter(({ changed }) => changed)).toHaveLength(1);
    expect(new Set(outcomes.map(({ reminder }) => reminder!.markedBy)).size).toBe(1);
    await node.close();
  });
});
