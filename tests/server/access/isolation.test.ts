import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeWorkspace } from '../../../server/database/workspace-write.ts';
import { ImportRecord } from '../../../server/facts/import-record.ts';
import { schema } from '../../../server/schema.ts';
import { type Address, ask, request } from '../../support/client.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { eventually } from '../graphql/eventually.ts';
import { type Literals, mutationProbes, probesOf } from './schema-walk.ts';
import { fill, literalsOf } from './tenant.ts';

const nodes = `{ workspace { id apiKeys { id } webhooks { id } imports { id } alertRules { id } alertSilences { id } funnels { id stages { id } }
  channels { edges { cursor node { id } } } owners { edges { cursor node { id } } } leads { edges { cursor node { id } } }
  opportunities { edges { cursor node { id } } } customers { edges { cursor node { id } } }
  kpiEvents { edges { cursor node { id rule { id } } } }
  reminders(filter: { dueBefore: "2099-01-01T00:00:00Z" }) { edges { cursor node { id } } } assignments { edges { cursor } } } }`;

interface Scored {
  workspace: { scoringModel: { version: number } };
}

interface Logged {
  workspace: { kpiEvents: { totalCount: number } };
}

interface Tenant extends Address {
  id: string;
  /** Global ids of all that can be asked for by id. */
  ids: string[];
  literals: Literals;
}

describe.each(engines)('two workspaces on %s', (engine) => {
  /** The server's clock stands still: what a rule does by the clock is no trace of what is asked. */
  const began = new Date();
  let server: TestServer;
  let ours: Tenant;
  let theirs: Tenant;

  async function fillTenant(mark: string, key: string, id: string): Promise<Tenant> {
    const address = { url: server.url, key };
    const made = await ask<Record<string, { __typename: string }>>(address, fill(mark));
    for (const [name, { __typename }] of Object.entries(made))
      expect([name, __typename]).toEqual([name, expect.stringMatching(/Success$/)]);
    // As long uploads leave it.
    const begun = { accepted: 1, unchanged: 0, rejected: 0, deferred: 0 };
    const record = new ImportRecord(server.database, id, 'leads');
    await writeWorkspace(server.database, id, (write) => record.save(write, begun, 'RUNNING'));
    await record.end('DONE', begun);
    // Leads are scored in the background: what is written there is no trace of what is asked later.
    await eventually(
      async () =>
        (await ask<Scored>(address, '{ workspace { scoringModel { version } } }')).workspace.scoringModel.version === 2,
    );
    // The rule is evaluated in the background too: its event is there to leak.
    await eventually(
      async () =>
        (await ask<Logged>(address, '{ workspace { kpiEvents { totalCount } } }')).workspace.kpiEvents.totalCount > 0,
      30_000,
    );
    const text = JSON.stringify(await ask(address, nodes));
    const ids = [...text.matchAll(/"id":"([^"]+)"/g)].map((match) => match[1]!);
    const cursors = [...text.matchAll(/"cursor":"([^"]+)"/g)].map((match) => match[1]!);
    return { ...address, id, ids, literals: literalsOf(mark, ids, cursors) };
  }

  beforeAll(async () => {
    server = await startServer({ engine, now: () => began });
    const other = await server.makeTenant('theirs');
    ours = await fillTenant('ours', server.key, server.workspace.id);
    theirs = await fillTenant('theirs', other.key, other.workspace.id);
  });
  afterAll(() => server.close());

  /** Names and ids of theirs; their keys we say ourselves when we ask. */
  function leaks(answer: unknown): string[] {
    const text = JSON.stringify(answer ?? null);
    return [...theirs.ids, theirs.id, 'Name of theirs'].filter((mark) => text.includes(mark));
  }

  /** All rows of a workspace as text, whatever tables there are. */
  async function rowsOf(workspaceId: string): Promise<Record<string, string>> {
    const tables = await server.database.query<{ name: string }>(sql`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id' order by table_name`);
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      // When rules were looked at, and when they next will be, moves with the clock; what came of it stands in other tables.
      const [row] = await server.database.query<{ rows: string | null }>(
        sql`select string_agg((to_jsonb(t) - 'due_at' - 'evaluated_at')::text, '|' order by to_jsonb(t)::text) as rows
          from ${sql.table(name)} t where workspace_id = ${workspaceId}`,
      );
      found[name] = row!.rows ?? '';
    }
    return found;
  }

  test('every field answers its own workspace with what is its own: the walk finds something to leak', async () => {
    const answers = [];
    for (const { name, operation } of probesOf(schema, 'query', theirs.literals, theirs.literals)) {
      const answer = await request(theirs, operation);
      // Some literals fit another field: a channel's key is no funnel's. But every operation is valid.
      expect(answer.data, `${name}: ${JSON.stringify(answer.errors)}`).toBeDefined();
      answers.push(answer);
    }
    const found = JSON.stringify(answers);
    for (const mark of [
      'funnel',
      'first',
      'channel',
      'owner',
      'lead',
      'customer',
      'key',
      'webhook',
      'team',
      'industry',
      'tag',
      'attribute',
      'value',
      'rule',
    ])
      expect(found).toContain(`Name of theirs ${mark}`);
    for (const id of theirs.ids) expect(found).toContain(id);
  });

  test('no query field gives away anything of the other', async () => {
    for (const { name, operation } of probesOf(schema, 'query', ours.literals, theirs.literals)) {
      const answer = await request(ours, operation);
      expect(answer.data, `${name}: ${JSON.stringify(answer.errors)}`).toBeDefined();
      expect([name, leaks(answer.data)]).toEqual([name, []]);
      expect([name, leaks(answer.errors)]).toEqual([name, []]);
    }
  });

  test('no subscription does', async () => {
    for (const { name, operation } of probesOf(schema, 'subscription', ours.literals, theirs.literals)) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${ours.key}`,
        },
        body: JSON.stringify({ query: operation }),
      });
      const reader = response.body!.getReader();
      let text = '';
      while (!text.includes('event: next')) {
        const { done, value } = await reader.read();
        if (done) break;
        text += new TextDecoder().decode(value);
      }
      await reader.cancel();
      expect(text, name).toContain('event: next');
      expect([name, leaks(text)]).toEqual([name, []]);
    }
  });

  test('no mutation changes or gives away anything of the other', async () => {
    const before = await rowsOf(theirs.id);
    for (const { name, operation } of mutationProbes(schema, theirs.literals)) {
      const answer = await request(ours, operation);
      expect(answer.data, `${name}: ${JSON.stringify(answer.errors)}`).toBeDefined();
      expect([name, leaks(answer.data)]).toEqual([name, []]);
      expect([name, await rowsOf(theirs.id)]).toEqual([name, before]);
    }
    expect((await request(theirs, '{ workspace { name } }')).errors).toBeUndefined();
  });
});
