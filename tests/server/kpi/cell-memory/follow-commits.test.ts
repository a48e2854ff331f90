import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../../server/database/database.ts';
import { openDatabase } from '../../../../server/database/open.ts';
import { createSharedAnswers } from '../../../../server/database/shared-answers.ts';
import type { WorkspaceInfo } from '../../../../server/database/workspace-write.ts';
import { readFunnels } from '../../../../server/funnel/funnel.loaders.ts';
import { type CellMemory, createCellMemory } from '../../../../server/kpi/cell-memory/cell-memory.ts';
import { followCommits } from '../../../../server/kpi/cell-memory/follow-commits.ts';
import { type QuarterOfCells, quarterOf, startOfQuarter } from '../../../../server/kpi/cell-memory/quarter-of-cells.ts';
import { type DayNumber, dateOf, dayNumberOf } from '../../../../server/kpi/day-number.ts';
import { keptSourceNames, NO_ENTITY } from '../../../../server/kpi/kept.ts';
import { createKpiReader } from '../../../../server/kpi/reader.ts';
import type { KpiReader } from '../../../../server/kpi/types.ts';
import { history } from '../../../reference/histories.ts';
import { play } from '../../../reference/play.ts';
import { type DatabaseHome, engines, freshDatabase, freshHome } from '../../../support/database.ts';
import { dataVersion, makeWorkspace, post } from '../../facts/workspace.ts';

const HISTORIES = 6;

describe.each(engines)('cells in memory follow the commits of their process, on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());

  test(`and are what the database keeps after each step of ${HISTORIES} random histories`, async () => {
    let followed = 0;
    await fc.assert(
      fc.asyncProperty(history, async ({ era, script }) => {
        const days = quartersAround(era.firstDay);
        const memory = createCellMemory(database, { cost: 0 });
        const stop = followCommits(database, memory);
        try {
          let heldFrom = -1;
          await play(database, script, async (workspace) => {
            const version = await dataVersion(database, workspace);
            const kept = await keptCells(database, workspace.id, days);
            const held = await heldCells(database, memory, { workspace, version, days });
            // What may have changed anything (a funnel, an erasure) lets all go at once.
            if (held) {
              expect(held).toEqual(kept);
              if (version > heldFrom) followed += 1;
            } else await holdAll(database, memory, { workspace, version, days });
            heldFrom = version;
          });
        } finally {
          stop();
        }
      }),
      { numRuns: HISTORIES, seed: 20261126, endOnFailure: true },
    );
    expect(followed).toBeGreaterThan(HISTORIES * 3);
  });
});

interface Days {
  from: DayNumber;
  /** Not included. */
  to: DayNumber;
}

/** Whole ones, in which most of a history lies. */
function quartersAround(day: string): Days {
  const quarter = quarterOf(dayNumberOf(day));
  return { from: startOfQuarter(quarter - 1), to: startOfQuarter(quarter + 2) };
}

interface Looked {
  workspace: WorkspaceInfo;
  version: number;
  days: Days;
}

async function keysOf(database: Database, { id: workspaceId }: WorkspaceInfo) {
  const funnels = await readFunnels(database, workspaceId);
  return funnels.flatMap(({ id: funnelId }) =>
    keptSourceNames.flatMap((source) =>
      (['CHANNEL', 'OWNER'] as const).map((cut) => ({ workspaceId, funnelId, source, cut })),
    ),
  );
}

async function holdAll(database: Database, memory: CellMemory, { workspace, version, days }: Looked) {
  for (const key of await keysOf(database, workspace)) memory.wasAsked({ ...key, ...days }, version);
  await memory.idle();
}

type Cells = Record<string, readonly number[]>;

async function keptCells(database: Database, workspaceId: string, { from, to }: Days): Promise<Cells> {
  const rows = await database.query<Record<string, string> & { counts: number[] }>(sql`
    select funnel_id, source, cut, day, position, entity_id, to_jsonb(counts) as counts
    from cells where workspace_id = ${workspaceId} and day >= ${dateOf(from)}::date and day < ${dateOf(to)}::date`);
  return Object.fromEntries(
    rows.map(({ funnel_id, source, cut, day, position, entity_id, counts }) => [
      [funnel_id, source, cut, day, position, entity_id].join(' '),
      counts,
    ]),
  );
}

/** undefined: not all of them are. */
async function heldCells(
  database: Database,
  memory: CellMemory,
  { workspace, version, days }: Looked,
): Promise<Cells | undefined> {
  const cells: Cells = {};
  for (const key of await keysOf(database, workspace)) {
    const quarters = memory.find({ ...key, ...days }, version);
    if (!quarters) return undefined;
    for (const quarter of quarters)
      for (const [place, counts] of cellsIn(quarter))
        cells[`${key.funnelId} ${key.source} ${key.cut} ${place}`] = counts;
  }
  return cells;
}

function* cellsIn({ since, begins, positions, entities, ids, counts }: QuarterOfCells): Generator<[string, number[]]> {
  for (let day = 0; day < begins.length - 1; day++)
    for (let cell = begins[day]!; cell < begins[day + 1]!; cell++) {
      const found = counts.map((column) => column[cell]!);
      if (found[0]! > 0)
        yield [`${dateOf(since + day)} ${positions[cell]} ${ids[entities[cell]!] ?? NO_ENTITY}`, found];
    }
}

describe('what is asked after a commit of this process', () => {
  const now = new Date('2026-03-31T04:00:00Z');
  const scope = { window: { last: { unit: 'DAY', count: 90 } } } as const;
  const statements: string[] = [];
  let home: DatabaseHome;
  let database: Database;
  let workspace: WorkspaceInfo;
  let memory: CellMemory;
  let stop: () => void;
  beforeAll(async () => {
    home = await freshHome('postgres');
    database = await openDatabase({ ...home, observe: (text) => statements.push(text) });
    workspace = await makeWorkspace(database);
    memory = createCellMemory(database, { cost: 0 });
    stop = followCommits(database, memory);
    await post(database, workspace, 'channels', [{ key: 'web', name: 'Web' }]);
    await lead('2026-03-01T00:00:00Z');
    // The first finds out that nothing is doubtful, the second has cells read.
    for (let times = 0; times < 2; times++) await byChannel();
  });
  afterAll(async () => {
    stop();
    await database.close();
    await home.remove();
  });

  let leads = 0;
  const lead = (createdAt: string, channel = 'web', on = database) =>
    post(on, workspace, 'leads', [{ id: `L${++leads}`, createdAt, channel }]);

  async function byChannel() {
    const answers = createSharedAnswers().at(workspace.id, await dataVersion(database, workspace));
    const reader: KpiReader = createKpiReader(database, workspace, now, { memory, answers });
    const funnel = (await readFunnels(database, workspace.id)).find(({ key }) => key === 'sales')!;
    statements.length = 0;
    const slices = await reader.breakdown({ key: 'new_leads', funnel, scope }, 'CHANNEL', 10);
    const asked = statements.filter((text) => text.includes('from cells j')).length;
    await memory.idle();
    return { asked, found: Object.fromEntries(slices.map(({ label, value }) => [label, value])) };
  }

  test('is answered from memory, with what was committed in it', async () => {
    expect(await byChannel()).toEqual({ asked: 0, found: { Web: 1 } });
    await lead('2026-03-30T00:00:00Z');
    expect(await byChannel()).toEqual({ asked: 0, found: { Web: 2 } });
    await post(database, workspace, 'leads', [{ id: 'L1', deleted: true }]);
    expect(await byChannel()).toEqual({ asked: 0, found: { Web: 1 } });
    await lead('2026-03-30T00:00:00Z');
    expect(await byChannel()).toEqual({ asked: 0, found: { Web: 2 } });
  });

  test('has names that came or changed with it', async () => {
    await lead('2026-03-30T00:00:00Z', 'fair');
    expect((await byChannel()).found).toEqual({ Web: 2, fair: 1 });
    expect(await byChannel()).toEqual({ asked: 0, found: { Web: 2, fair: 1 } });
    await post(database, workspace, 'channels', [{ key: 'fair', name: 'Trade fair' }]);
    expect((await byChannel()).found).toEqual({ Web: 2, 'Trade fair': 1 });
    expect(await byChannel()).toEqual({ asked: 0, found: { Web: 2, 'Trade fair': 1 } });
  });

  test('is asked of the database where another process committed before', async () => {
    const other = await openDatabase(home);
    try {
      await lead('2026-03-29T00:00:00Z', 'web', other);
      await lead('2026-03-29T00:00:00Z');
      const { asked, found } = await byChannel();
      expect(found).toEqual({ Web: 4, 'Trade fair': 1 });
      expect(asked).toBeGreaterThan(0);
    } finally {
      await other.close();
    }
  });

  test('is not answered from memory where facts lie later than the question', async () => {
    await lead('2026-03-31T05:00:00Z');
    expect((await byChannel()).found).toEqual({ Web: 4, 'Trade fair': 1 });
    await post(database, workspace, 'leads', [{ id: `L${leads}`, deleted: true }]);
    expect((await byChannel()).found).toEqual({ Web: 4, 'Trade fair': 1 });
  });
});
