import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, post, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { line, type ToDo, toDoFields, toDoList } from './to-do.ts';

const now = new Date('2026-04-01T00:00:00Z');

interface Page {
  edges: { cursor: string; node: ToDo }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
}

describe.each(engines)('lists of reminders on %s', (engine) => {
  let server: TestServer;
  const statements: string[] = [];
  beforeAll(async () => {
    server = await startServer({ engine, now: () => now, observe: (text) => statements.push(text) });
    await ask(
      server,
      `mutation { defineFunnel(input: { key: "other", name: { en: "Other" }, stages: [
        { key: "a", name: { en: "a" }, category: ACQUISITION }, { key: "z", name: { en: "z" }, category: RETENTION }] }) { __typename } }`,
    );
    await post(server, 'owners', [
      { key: 'ann', team: 'north' },
      { key: 'bob', team: 'south' },
      { key: 'cyd', team: 'north' },
    ]);
    // Each comes a minute after the one before; three in a row at the same instant.
    await post(
      server,
      'leads',
      Array.from({ length: 60 }, (_, n) => ({
        id: `l${String(n).padStart(2, '0')}`,
        createdAt: new Date(Date.UTC(2026, 2, 1) + Math.floor(n / 3) * 60_000).toISOString(),
        owner: ['ann', 'bob', null, 'cyd'][n % 4],
        channel: `c${n % 5}`,
        funnel: n % 10 === 0 ? 'other' : 'sales',
      })),
    );
    await post(server, 'customers', [{ id: 'k1', becameAt: '2026-01-01T00:00:00Z', lead: 'l00' }]);
    await post(server, 'orders', [
      { id: 'o1', customer: 'k1', at: '2026-01-01T00:00:00Z', amount: 1 },
      { id: 'o2', customer: 'k1', at: '2026-02-01T00:00:00Z', amount: 1 },
    ]);
  });
  afterAll(() => server.close());

  const followUps = '{ kinds: [FOLLOW_UP_DUE] }';
  const subjects = (list: readonly ToDo[]) => list.map(({ lead }) => lead!.externalId);

  test('pages joined are the whole list, in order, each once', async () => {
    const all = await toDoList(server);
    expect(all).toHaveLength(121);
    const paged: ToDo[] = [];
    let after: string | null = null;
    do {
      const { workspace }: { workspace: { reminders: Page } } = await ask(
        server,
        `query ($after: String) { workspace { reminders(first: 7, after: $after) { edges { cursor node { ${toDoFields} } } pageInfo { hasNextPage endCursor } totalCount } } }`,
        { after },
      );
      paged.push(...workspace.reminders.edges.map(({ node }) => node));
      expect(workspace.reminders.totalCount).toBe(121);
      after = workspace.reminders.pageInfo.hasNextPage ? workspace.reminders.pageInfo.endCursor : null;
    } while (after);
    expect(paged).toEqual(all);
    expect(new Set(all.map(({ id }) => id)).size).toBe(121);
    const times = all.map(({ dueAt }) => dueAt);
    expect(times).toEqual([...times].sort());
  });

  test('filters: owners, nobody, teams, funnel, all conditions together', async () => {
    const of = async (filter: string) =>
      [...new Set((await toDoList(server, filter)).map(({ owner }) => owner?.key ?? null))].sort();
    expect(await of('{ owners: ["ann"] }')).toEqual(['ann']);
    expect(await of('{ owners: [null] }')).toEqual([null]);
    expect(await of('{ owners: [null, "bob"] }')).toEqual(['bob', null]);
    expect(await of('{ teams: ["north"] }')).toEqual(['ann', 'cyd']);
    expect(await of('{ teams: ["north"], owners: ["ann", "bob"] }')).toEqual(['ann']);
    expect(await of('{ owners: ["nobody", "a\\u0000b"] }')).toEqual([]);
    expect(await of('{ owners: [], teams: [], kinds: [] }')).toEqual(['ann', 'bob', 'cyd', null]);
    expect(await toDoList(server, '{ funnel: "other" }')).toHaveLength(13);
    expect((await toDoList(server, '{ funnel: "other", kinds: [REPURCHASE_DUE] }')).map(line)).toEqual([
      'REPURCHASE_DUE k1 2026-03-04T00:00:00Z',
    ]);
  });

  test('the same of one owner as of the workspace, each by their own page', async () => {
    const { workspace } = await ask<{
      workspace: { owners: { edges: { node: { key: string; reminders: Page } }[] } };
    }>(
      server,
      `{ workspace { owners { edges { node { key reminders(first: 5) { edges { cursor node { ${toDoFields} } } pageInfo { hasNextPage endCursor } totalCount } } } } } }`,
    );
    for (const { node } of workspace.owners.edges) {
      const all = await toDoList(server, `{ owners: ["${node.key}"] }`);
      expect(node.reminders.edges.map((edge) => edge.node)).toEqual(all.slice(0, 5));
      expect([node.reminders.totalCount, node.reminders.pageInfo.hasNextPage]).toEqual([all.length, true]);
      const next = await ask<{ workspace: { owners: { edges: { node: { key: string; reminders: Page } }[] } } }>(
        server,
        `{ workspace { owners(first: 10) { edges { node { key reminders(first: 100, after: "${node.reminders.pageInfo.endCursor}") { edges { node { ${toDoFields} } } } } } } } }`,
      );
      const rest = next.workspace.owners.edges.find((edge) => edge.node.key === node.key)!.node.reminders;
      expect(rest.edges.map((edge) => edge.node)).toEqual(all.slice(5));
    }
  });

  async function count(selection: string): Promise<number> {
    await ask(server, `{ workspace { ${selection} } }`);
    statements.length = 0;
    await ask(server, `{ workspace { ${selection} } }`);
    return statements.length;
  }
  const everything = `${toDoFields} funnel { key } lead { externalId channel { key } owner { key } stage { key } qualityScore } owner { key name } customer { orderCount lead { externalId } }`;

  test('cost as many statements for 1 as for 100 reminders, with all that they name', async () => {
    const list = (first: number) =>
      `reminders(first: ${first}, filter: {}) { totalCount edges { node { ${everything} } } }`;
    // What is not there costs nothing; among seventy there is some of each.
    const few = await count(list(70));
    expect(await count(list(121))).toBe(few);
    expect(few).toBeLessThan(16);
    expect(statements.filter((text) => text.includes('reminder_marks'))).toHaveLength(2);
  });

  test('cost as many statements for 1 as for all owners', async () => {
    const owners = (first: number) =>
      `owners(first: ${first}) { edges { node { key reminders(first: 5) { totalCount edges { node { kind lead { externalId } } } } } } }`;
    expect(await count(owners(3))).toBe(await count(owners(1)));
  });

  test('a page alone is one statement about reminders', async () => {
    await count(`reminders { edges { node { kind dueAt reason owner { key } } } }`);
    expect(statements.filter((text) => text.includes('reminder_marks'))).toHaveLength(1);
  });

  test.each([
    ['first: 0', 'INVALID_FIRST'],
    ['first: 2147483647', 'INVALID_FIRST'],
    ['after: "nonsense"', 'INVALID_CURSOR'],
    [`after: "${Buffer.from('["2026-01-01T00:00:00Z"]').toString('base64url')}"`, 'INVALID_CURSOR'],
    ['filter: { funnel: "nowhere" }', 'UNKNOWN_FUNNEL'],
  ])('what cannot be is refused: %s', async (argument, code) => {
    const answer = await request(server, `{ workspace { reminders(${argument}) { edges { node { id } } } } }`);
    expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
  });

  test.each(['+275760-09-13T00:00:00.000Z', '-271821-04-20T00:00:00.000Z', '0000-01-01T00:00:00Z'])(
    'a cursor at the end of time is a place like any other: %s',
    async (instant) => {
      const cursor = Buffer.from(JSON.stringify([instant, 'x', '01a21549-2c84-76ea-b57f-497778e5b9e0'])).toString(
        'base64url',
      );
      const answer = await request(
        server,
        `{ workspace { reminders(after: "${cursor}", filter: { dueBefore: "0001-01-01T00:00:00Z" }) { edges { node { id } } } } }`,
      );
      expect(answer.errors).toBeUndefined();
    },
  );

  test('ten thousand owners in a filter are asked for at once', async () => {
    const keys = Array.from({ length: 10_000 }, (_, n) => `nobody ${n}`);
    const { workspace } = await ask<{ workspace: { reminders: { edges: { node: ToDo }[] } } }>(
      server,
      `query ($filter: ReminderFilterInput) { workspace { reminders(filter: $filter) { edges { node { ${toDoFields} } } } } }`,
      { filter: { owners: [...keys, 'ann'], kinds: ['FOLLOW_UP_DUE'] } },
    );
    const list = workspace.reminders.edges.map(({ node }) => node);
    expect(subjects(list)).toEqual(subjects(await toDoList(server, followUps.replace('}', ', owners: ["ann"] }'))));
  });
});
