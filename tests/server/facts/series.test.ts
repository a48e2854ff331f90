import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { rebuildJourneys } from '../../../server/cells/rebuild.ts';
import { type WorkspaceInfo, writeWorkspace } from '../../../server/database/workspace-write.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';
import { wrongCells } from '../cells/wrong-cells.ts';
import { journeyRows } from '../journeys/journey-rows.ts';
import { orphanedRows } from '../journeys/orphans.ts';
import { leadsOf } from './many-leads.ts';
import { dataVersion, makeWorkspace, post, rows } from './workspace.ts';

const LEADS = 300;
const FACTS = 5_000;
const day = (number: number) => new Date(1_750_000_000_000 + number * 86_400_000).toISOString();
const numbers = Array.from({ length: FACTS }, (_, number) => number);

/** Every lead is in every chunk; ids come again, in the next chunk or a later one, corrected, moved to another lead, or taken away. */
const transitions = numbers.map((number) => ({
  id: `t${number % 1_700}`,
  lead: `lead-${(number * 7) % LEADS}`,
  at: day(number % 90),
  to: ['nurturing', 'opportunity', 'won', 'lost'][number % 4],
  by: `owner-${number % 40}`,
  ...(number > 3_500 && number % 5 === 0 && { deleted: true }),
}));
const activities = numbers.map((number) => ({
  id: `a${number % 3_500}`,
  lead: `lead-${(number * 11) % LEADS}`,
  kind: ['CALL', 'EMAIL', 'MEETING'][number % 3],
  direction: number % 4 === 0 ? 'INBOUND' : 'OUTBOUND',
  at: day(number % 60),
  owner: `agent-${number % 40}`,
  ...(number % 6 === 1 && { respondedAt: day((number % 60) + 2) }),
  ...(number > 3_500 && number % 5 === 0 && { deleted: true }),
}));

/** On PostgreSQL, where the chunks of a fast source share a commit and the next is folded while the former is written. */
describe('chunks that are written as a series', () => {
  let database: FreshDatabase;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    database = await freshDatabase('postgres');
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    workspace = await makeWorkspace(database);
  });
  afterEach(async () => expect(await orphanedRows(database)).toEqual({}));

  test('leave what they leave one by one: facts, journeys and cells, whatever comes again in a later one', async () => {
    const before = await dataVersion(database, workspace);
    await post(database, workspace, 'transitions', transitions, { references: 'defer' });
    await post(database, workspace, 'leads', [...leadsOf(LEADS)]);
    await post(database, workspace, 'activities', activities);
    // Seven chunks at least: transitions that wait change no version.
    expect((await dataVersion(database, workspace)) - before).toBeLessThanOrEqual(3);
    expect(await wrongCells(database, workspace.id)).toEqual([]);
    const written = await journeyRows(database, workspace.id);
    await rebuildJourneys(database, workspace);
    expect(await journeyRows(database, workspace.id)).toEqual(written);

    const oneByOne = await makeWorkspace(database);
    await post(database, oneByOne, 'leads', [...leadsOf(LEADS)]);
    for (let start = 0; start < FACTS; start += 500) {
      await post(database, oneByOne, 'transitions', transitions.slice(start, start + 500));
      await post(database, oneByOne, 'activities', activities.slice(start, start + 500));
    }
    for (const table of ['transitions', 'activities'])
      expect(await facts(table, workspace)).toEqual(await facts(table, oneByOne));
  });

  test('know what was made for facts that had waited for those of the chunk before', async () => {
    const call = { id: 'a1', lead: 'lead-0', kind: 'CALL', direction: 'OUTBOUND', at: day(1), owner: 'zed' };
    await post(database, workspace, 'activities', [call], { references: 'defer' });
    const all = [...leadsOf(3_100)];
    // All else that they name is there.
    await post(database, workspace, 'leads', all.slice(3_000));
    const leads = all.slice(0, 3_000).map((lead, index) => (index < 1_000 ? lead : { ...lead, owner: 'zed' }));
    expect(await post(database, workspace, 'leads', leads)).toMatchObject({ accepted: 3_000, rejected: 0 });
    const owners = (await rows(database, workspace, 'owners')).filter(({ key }) => key === 'zed');
    expect(owners).toHaveLength(1);
    const theirs = (await rows(database, workspace, 'leads')).filter(({ owner_id }) => owner_id === owners[0]!.id);
    expect(theirs).toHaveLength(2_000);
    expect(await wrongCells(database, workspace.id)).toEqual([]);
  });

  test('tell what failed first, not what failed for that', async () => {
    await post(database, workspace, 'leads', [...leadsOf(LEADS)]);
    // A constraint that the third chunk breaks while the next ones are under way.
    await database.query(sql`alter table activities add constraint no_third check (external_id <> 'a3100') not valid`);
    const failing = post(database, workspace, 'activities', activities);
    await expect(failing).rejects.toMatchObject({ code: '23514' });
    await database.query(sql`alter table activities drop constraint no_third`);
    expect(await post(database, workspace, 'activities', activities)).toMatchObject({ rejected: 0 });
    expect(await wrongCells(database, workspace.id)).toEqual([]);
  });

  test('end when another write of the workspace waits, and nothing of what is gathered is lost', async () => {
    await post(database, workspace, 'leads', [...leadsOf(LEADS)]);
    const before = await dataVersion(database, workspace);
    const posted = post(database, workspace, 'activities', activities);
    await locked();
    const other = writeWorkspace(database, workspace.id, async (write) => {
      write.markChanged();
      return dataVersion({ ...database, query: write.query }, workspace);
    });
    const [report, seen] = await Promise.all([posted, other]);
    expect(report).toMatchObject({ rejected: 0 });
    expect(report.accepted + report.unchanged).toBe(FACTS);
    // It did not have to wait for all of them.
    expect(seen).toBeLessThanOrEqual(before + 1);
    expect((await dataVersion(database, workspace)) - before).toBeGreaterThanOrEqual(3);
    expect(await wrongCells(database, workspace.id)).toEqual([]);
  });

  test('end when a write on another node waits', async () => {
    await post(database, workspace, 'leads', [...leadsOf(LEADS)]);
    const node = await database.openAgain!();
    // Long enough to be longer than the first few series.
    const many = Array.from({ length: 6 }, (_, time) =>
      activities.map((activity) => ({ ...activity, id: `${time} ${activity.id}` })),
    );
    const before = await dataVersion(database, workspace);
    let isOver = false;
    const posted = post(database, workspace, 'activities', many.flat()).finally(() => {
      isOver = true;
    });
    let writes = 0;
    while (!isOver) {
      await writeWorkspace(node, workspace.id, async (write) => write.markChanged());
      writes++;
    }
    expect(await posted).toMatchObject({ rejected: 0 });
    await node.close();
    const commits = (await dataVersion(database, workspace)) - before - writes;
    // Five, if nobody looked.
    expect(commits).toBeGreaterThanOrEqual(8);
    expect(await wrongCells(database, workspace.id)).toEqual([]);
  });

  /** Until somebody holds the workspace's lock. */
  async function locked(): Promise<void> {
    const free = sql`select 1 from workspaces where workspace_id = ${workspace.id} for no key update skip locked`;
    while ((await database.query(free)).length > 0) await setImmediate();
  }

  /** As they say it, whatever ids they were given. */
  async function facts(table: string, of: WorkspaceInfo): Promise<unknown[]> {
    const found = await rows(database, of, table);
    return found
      .map(({ external_id, at, to_stage, kind, direction, responded_at }) => [
        external_id,
        at,
        to_stage,
        kind,
        direction,
        responded_at,
      ])
      .sort((a, b) => String(a[0]).localeCompare(String(b[0])));
  }
});

describe('a series on the embedded engine', () => {
  test('shares a commit while nobody looks, and ends when somebody waits for the one session', async () => {
    const database = await freshDatabase('pglite');
    const workspace = await makeWorkspace(database);
    await post(database, workspace, 'leads', [...leadsOf(LEADS)]);
    const before = await dataVersion(database, workspace);
    await post(database, workspace, 'activities', activities);
    const between = await dataVersion(database, workspace);
    // One by one they would be three chunks at least.
    expect(between - before).toBeLessThanOrEqual(2);

    let isOver = false;
    const posted = post(database, workspace, 'transitions', transitions).finally(() => {
      isOver = true;
    });
    const seen = new Set<number>();
    while (!isOver) seen.add(await dataVersion(database, workspace));
    expect(await posted).toMatchObject({ rejected: 0 });
    expect(seen.size).toBeGreaterThanOrEqual(3);
    expect((await dataVersion(database, workspace)) - between).toBeGreaterThanOrEqual(3);
    expect(await wrongCells(database, workspace.id)).toEqual([]);
    await database.close();
  });
});
