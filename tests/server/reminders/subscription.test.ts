import { createClient } from 'graphql-sse';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Address, ask, post } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from '../graphql/eventually.ts';

interface List {
  items: { id: string; kind: string; state: string; lead: { externalId: string } }[];
  hasMore: boolean;
  added: string[];
  removed: string[];
  changed: string[];
}

describe.each(engines)('the to-do list watched on %s', (engine) => {
  let server: TestServer;
  let home: Address;
  let now = new Date('2026-04-01T00:00:00Z');
  let watching: ReturnType<typeof watch>;
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    now = new Date('2026-04-01T00:00:00Z');
    home = { url: server.url, key: (await server.makeTenant('tenant')).key };
    await post(home, 'leads', [{ id: 'l1', createdAt: '2026-03-30T00:00:00Z', owner: 'ann' }]);
  });
  afterEach(() => watching.stop());

  function watch(argument = '', address = home) {
    const client = createClient({ url: `${address.url}/graphql`, headers: { authorization: `Bearer ${address.key}` } });
    const lists: List[] = [];
    const errors: unknown[] = [];
    const stop = client.subscribe<{ reminders: List }>(
      {
        query: `subscription { reminders${argument} { items { id kind state lead { externalId } } hasMore added removed changed } }`,
      },
      {
        next: ({ data, errors: said }) => {
          if (said) errors.push(...said);
          if (data?.reminders) lists.push(data.reminders);
        },
        error: (error) => errors.push(error),
        complete: () => {},
      },
    );
    const told = async (count: number) => {
      await eventually(() => lists.length >= count, 20_000);
      return lists[count - 1]!;
    };
    return { lists, errors, told, stop };
  }
  const subjects = ({ items }: List) => items.map(({ kind, lead }) => `${kind} ${lead.externalId}`);

  test('is told now, and again as facts come and somebody marks one, on whatever node', async () => {
    const node = await server.startNode();
    watching = watch('', { url: node.url, key: home.key });
    const first = await watching.told(1);
    expect(subjects(first)).toEqual(['FOLLOW_UP_DUE l1']);
    const id = first.items[0]!.id;
    expect([first.added, first.removed, first.changed]).toEqual([[id], [], []]);

    await post(home, 'activities', [
      { id: 'in', lead: 'l1', kind: 'CALL', direction: 'INBOUND', at: '2026-03-31T00:00:00Z' },
    ]);
    const second = await watching.told(2);
    expect(subjects(second)).toEqual(['FOLLOW_UP_DUE l1', 'UNANSWERED l1']);
    expect([second.added, second.removed, second.changed]).toEqual([[second.items[1]!.id], [], []]);

    await ask(home, `mutation { completeReminder(input: { id: "${id}" }) { __typename } }`);
    const third = await watching.told(3);
    expect([third.added, third.removed, third.changed]).toEqual([[], [id], []]);

    await post(home, 'leads', [{ id: 'l1', owner: 'bob' }]);
    const fourth = await watching.told(4);
    expect([fourth.added, fourth.removed, fourth.changed]).toEqual([[], [], [second.items[1]!.id]]);
    watching.stop();
    await eventually(() => node.app.services.changes.listenerCount() === 0);
    await node.close();
  });

  test('says nothing when something changed that it does not show', async () => {
    watching = watch('(filter: { owners: ["ann"] })');
    await watching.told(1);
    await post(home, 'leads', [{ id: 'other', createdAt: '2026-03-01T00:00:00Z', owner: 'bob' }]);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await post(home, 'leads', [{ id: 'hers', createdAt: '2026-03-29T00:00:00Z', owner: 'ann' }]);
    const second = await watching.told(2);
    expect(subjects(second)).toEqual(['FOLLOW_UP_DUE hers', 'FOLLOW_UP_DUE l1']);
  });

  test('sees the clock move whenever it looks', async () => {
    await post(home, 'leads', [{ id: 'soon', createdAt: '2026-03-31T12:00:00Z' }]);
    watching = watch();
    expect(subjects(await watching.told(1))).toEqual(['FOLLOW_UP_DUE l1']);
    now = new Date('2026-04-01T12:00:00Z');
    // It looks by itself each minute; a change elsewhere makes it look at once.
    await post(home, 'channels', [{ key: 'anything' }]);
    expect(subjects(await watching.told(2))).toEqual(['FOLLOW_UP_DUE l1', 'FOLLOW_UP_DUE soon']);
  });

  test('shows as many as asked for, and whether there are more', async () => {
    await post(home, 'leads', [{ id: 'l0', createdAt: '2026-03-29T00:00:00Z' }]);
    watching = watch('(first: 1)');
    const first = await watching.told(1);
    expect([subjects(first), first.hasMore]).toEqual([['FOLLOW_UP_DUE l0'], true]);
    await post(home, 'leads', [{ id: 'l0', deleted: true }]);
    const second = await watching.told(2);
    expect([subjects(second), second.hasMore, second.removed]).toEqual([['FOLLOW_UP_DUE l1'], false, first.added]);
  });

  test.each([
    ['(first: 100000)', 'INVALID_FIRST'],
    ['(filter: { funnel: "nowhere" })', 'UNKNOWN_FUNNEL'],
  ])('what cannot be is refused and ends: %s', async (argument, code) => {
    watching = watch(argument);
    await eventually(() => watching.errors.length > 0);
    expect(JSON.stringify(watching.errors)).toContain(code);
    expect(watching.lists).toEqual([]);
  });
});
