import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildJourneys, rebuildOutdated } from '../../../server/cells/rebuild.ts';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { makeDemo } from '../../../server/demo/make-demo.ts';
import { defineFunnel } from '../../../server/funnel/define-funnel.ts';
import { JOURNEYS_VERSION } from '../../../server/journeys/version.ts';
import { makeWorkspace } from '../../../server/workspace/make-workspace.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { post } from '../facts/workspace.ts';
import { journeyRows } from './journey-rows.ts';

const now = new Date('2026-03-31T00:00:00Z');

describe.each(engines)('journeys computed anew on %s', (engine) => {
  let database: Database;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine);
    workspace = await makeDemo(database, { now, scale: 0.03 });
    await addWhatTheDemoLacks();
  });
  afterAll(() => database.close());

  /** Facts without a lead, of another funnel, in other currencies, lost and reopened. */
  async function addWhatTheDemoLacks() {
    const at = '2026-03-01T00:00:00Z';
    await defineFunnel(database, workspace.id, {
      key: 'partners',
      name: { en: 'Partners' },
      skipPolicy: 'STRICT',
      stages: [
        { key: 'met', name: { en: 'Met' }, category: 'ACQUISITION' },
        { key: 'deal', name: { en: 'Deal' }, category: 'OPPORTUNITY' },
        { key: 'signed', name: { en: 'Signed' }, category: 'RETENTION' },
      ],
    });
    await post(database, workspace, 'rates', [{ currency: 'GBP', date: '2026-03-01', perUnit: '9.1' }]);
    await post(database, workspace, 'leads', [
      { id: 'x1', createdAt: at, funnel: 'partners', tags: ['a"b', 'c,d', '{}'], referredBy: 'y2' },
    ]);
    await post(database, workspace, 'transitions', [
      { lead: 'x1', at: '2026-03-02T00:00:00Z', to: 'lost' },
      { lead: 'x1', at: '2026-03-03T00:00:00Z', to: 'deal' },
      { lead: 'x1', at: '2026-02-03T00:00:00Z', to: 'lost' },
    ]);
    await post(database, workspace, 'customers', [
      { id: 'y1', becameAt: at, lead: 'x1' },
      { id: 'y2', becameAt: at, referredBy: 'y1' },
    ]);
    const gbp = { amount: '10.01', currency: 'GBP' };
    await post(database, workspace, 'opportunities', [
      { id: 'z1', openedAt: at, customer: 'y1', ...gbp },
      { id: 'z2', openedAt: at, customer: 'y2' },
      { id: 'z3', openedAt: at, lostAt: '2026-02-01T00:00:00Z' },
      { id: 'z4', openedAt: at, lead: 'x1', customer: 'y2', lostAt: '2026-03-09T00:00:00Z' },
    ]);
    await post(database, workspace, 'quotes', [{ id: 'q1', opportunity: 'z3', sentAt: at, ...gbp }]);
    await post(database, workspace, 'orders', [
      { id: 'r1', customer: 'y1', at, ...gbp },
      { id: 'r2', customer: 'y2', at, amount: 3, product: 'p' },
    ]);
  }

  const rows = () => journeyRows(database, workspace.id);
  const version = async () => {
    const [row] = await database.query<{ version: number }>(
      sql`select journeys_version as version from workspaces where workspace_id = ${workspace.id}`,
    );
    return row!.version;
  };
  const makeOutdated = () =>
    database.query(sql`update workspaces set journeys_version = 1 where workspace_id = ${workspace.id}`);

  test('are the same rows, in every table', async () => {
    const before = await rows();
    const none = Object.entries(before).filter(([, each]) => each.length === 0);
    expect(none.map(([table]) => table)).toEqual([]);
    await rebuildJourneys(database, workspace);
    expect(await rows()).toEqual(before);
  });

  test('are right again, whatever stood there', async () => {
    const before = await rows();
    await database.query(sql`
      update lead_journeys set won_at = '2020-01-01', reached_at = '{}', lost_toggles = '{2020-01-01}' where workspace_id = ${workspace.id}`);
    await database.query(sql`delete from activity_journeys where workspace_id = ${workspace.id}`);
    await database.query(sql`delete from order_journeys where workspace_id = ${workspace.id}`);
    await database.query(
      sql`update customer_journeys set revenue = 1, order_count = 9 where workspace_id = ${workspace.id}`,
    );
    await database.query(
      sql`update opportunity_journeys set amount = 1, funnel_id = lead_id where workspace_id = ${workspace.id} and lead_id is not null`,
    );
    // A stay that no fact justifies beside those that are.
    await database.query(sql`
      insert into lead_stays (workspace_id, lead_id, ordinal, funnel_id, stage_id, position, entered_at, seen_from)
      select workspace_id, lead_id, 99, funnel_id, stage_id, position, entered_at, seen_from from lead_stays
      where workspace_id = ${workspace.id} and ordinal = 1`);
    await rebuildJourneys(database, workspace);
    expect(await rows()).toEqual(before);
  });

  test('are computed at a start for the workspaces that are behind, and for no other', async () => {
    const other = await makeWorkspace(database, { name: 'other', timeZone: 'UTC', currency: 'EUR', now });
    await post(database, other, 'leads', [{ id: 'l', createdAt: '2026-03-01T00:00:00Z' }]);
    await database.query(sql`update lead_journeys set region = 'mark' where workspace_id = ${other.id}`);
    const before = await rows();
    await makeOutdated();
    await database.query(sql`delete from lead_journeys where workspace_id = ${workspace.id}`);
    await rebuildOutdated(database);
    expect(await rows()).toEqual(before);
    expect(await version()).toBe(JOURNEYS_VERSION);
    expect((await journeyRows(database, other.id)).lead_journeys![0]).toContain('mark');
    await rebuildOutdated(database, () => expect.fail('Everything is up to date.'));
  });

  test('say how far they are, and end where they said', async () => {
    const seen: number[][] = [];
    await rebuildJourneys(database, workspace, (...progress) => seen.push(progress));
    const [, total] = seen[0]!;
    expect(seen[0]).toEqual([0, total]);
    expect(seen.at(-1)).toEqual([total, total]);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).toSorted((a, b) => a! - b!));
    expect(total).toBeGreaterThan(100);
  });

  test('let facts in between: what comes while they are computed counts once', async () => {
    await makeOutdated();
    let posted: Promise<unknown> | undefined;
    await rebuildJourneys(database, workspace, () => {
      posted ??= post(database, workspace, 'leads', [{ id: 'meanwhile', createdAt: '2026-03-05T00:00:00Z' }]);
    });
    await posted;
    const after = await rows();
    await rebuildJourneys(database, workspace);
    expect(await rows()).toEqual(after);
    const [{ count }] = (await database.query<{ count: number }>(sql`
      select count(*) as count from leads l join lead_journeys j on j.workspace_id = ${workspace.id} and j.lead_id = l.id
      where l.workspace_id = ${workspace.id} and l.external_id = 'meanwhile'`)) as [{ count: number }];
    expect(count).toBe(1);
  });
});
