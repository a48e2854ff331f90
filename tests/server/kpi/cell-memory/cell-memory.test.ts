import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database, Queryable } from '../../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../../server/database/workspace-write.ts';
import {
  type CellMemory,
  type CellMemoryOptions,
  createCellMemory,
} from '../../../../server/kpi/cell-memory/cell-memory.ts';
import type { CellMove } from '../../../../server/kpi/cell-memory/moved-cells.ts';
import { type QuarterOfCells, quarterOf, startOfQuarter } from '../../../../server/kpi/cell-memory/quarter-of-cells.ts';
import { dayNumberOf } from '../../../../server/kpi/day-number.ts';
import { NO_ENTITY } from '../../../../server/kpi/kept.ts';
import { freshDatabase } from '../../../support/database.ts';
import { dataVersion, makeWorkspace, post } from '../../facts/workspace.ts';

const FIRST_READING = 100;

describe('the memory of cells', () => {
  let database: Database;
  let workspace: WorkspaceInfo;
  let funnelId: string;
  let version: number;
  beforeAll(async () => {
    database = await freshDatabase('pglite');
    workspace = await makeWorkspace(database);
    const leads = Array.from({ length: 40 }, (_, index) => ({
      id: `L${index}`,
      createdAt: new Date(Date.UTC(2024 + (index % 3), 1, 1 + index)).toISOString(),
    }));
    await post(database, workspace, 'leads', leads);
    const [funnel] = await database.query<{ id: string }>(
      sql`select id from funnels where workspace_id = ${workspace.id} and is_default`,
    );
    funnelId = funnel!.id;
    version = await dataVersion(database, workspace);
  });
  afterAll(() => database.close());

  const days = (from: string, to: string) => ({
    workspaceId: workspace.id,
    funnelId,
    source: 'leadsCreated' as const,
    cut: 'CHANNEL' as const,
    from: dayNumberOf(from),
    to: dayNumberOf(to),
  });
  const february = () => days('2026-02-01', '2026-03-01');

  /** One whose readings are counted. */
  function memoryWith(options: CellMemoryOptions = {}) {
    const read: unknown[] = [];
    const counted: Queryable = {
      query: (statement, options) => {
        read.push(statement);
        return database.query(statement, options);
      },
    };
    return { read, memory: createCellMemory(counted, { cost: FIRST_READING, ...options }) };
  }

  async function askUntilRead(memory: CellMemory, asked = february(), at = version): Promise<number> {
    for (let times = 1; times <= 1_000; times++) {
      memory.wasAsked(asked, at);
      await memory.idle();
      if (memory.find(asked, at)) return times;
    }
    throw new Error('It was never read.');
  }

  test('reads a quarter once as much was asked for as that costs, and then holds all of it', async () => {
    const { memory, read } = memoryWith();
    // 28 days and what asking costs: 38 each time.
    expect(await askUntilRead(memory)).toBe(3);
    expect(read).toHaveLength(1);
    expect(memory.find(days('2026-01-01', '2026-04-01'), version)).toHaveLength(1);
    expect(memory.find(days('2025-12-31', '2026-01-02'), version)).toBeUndefined();
    memory.wasAsked(february(), version);
    await memory.idle();
    expect(read).toHaveLength(1);
  });

  test('holds the quarters of a window that lies in several', async () => {
    const { memory } = memoryWith({ cost: 0 });
    memory.wasAsked(days('2024-12-01', '2026-01-02'), version);
    await memory.idle();
    expect(memory.find(days('2024-12-01', '2026-01-02'), version)).toHaveLength(6);
  });

  test('counts anew at each version, and grows cautious where the data change before it has paid', async () => {
    const { memory } = memoryWith();
    const isTooOld = () => {
      expect(memory.find(february(), version + 1)).toBeUndefined();
      memory.wasAsked(february(), version + 1);
    };
    memory.wasAsked(february(), version);
    memory.wasAsked(february(), version);
    memory.wasAsked(february(), version + 1);
    await memory.idle();
    expect(memory.find(february(), version)).toBeUndefined();

    expect(await askUntilRead(memory)).toBe(3);
    // Somebody is ahead, and asked the database: it was not worth its price.
    isTooOld();
    expect(await askUntilRead(memory)).toBe(6);
    isTooOld();
    expect(await askUntilRead(memory)).toBe(11);
    // Now it is, and trusts a little more.
    for (let times = 0; times < 3; times++) memory.find(february(), version);
    isTooOld();
    expect(await askUntilRead(memory)).toBe(6);
  });

  test('reads once, however many ask meanwhile', async () => {
    const { memory, read } = memoryWith({ cost: 0 });
    for (let times = 0; times < 10; times++) memory.wasAsked(february(), version);
    await memory.idle();
    expect(read).toHaveLength(1);
  });

  test('makes room for what was used last', async () => {
    const { memory: single } = memoryWith({ cost: 0 });
    await askUntilRead(single);
    const { memory } = memoryWith({ cost: 0, capacity: 2 * single.size() + 1_000 });
    const windows = ['2024', '2025', '2026'].map((year) => days(`${year}-02-01`, `${year}-03-01`));
    for (const each of windows) {
      await askUntilRead(memory, each);
      memory.find(windows[0]!, version);
    }
    expect(windows.map((each) => memory.find(each, version) !== undefined)).toEqual([true, false, true]);
    expect(memory.size()).toBeLessThanOrEqual(2 * single.size() + 1_000);
  });

  test('holds nothing where it may not', async () => {
    const { memory, read } = memoryWith({ cost: 0, capacity: 0 });
    memory.wasAsked(february(), version);
    await memory.idle();
    expect(read).toEqual([]);
  });

  test('neither reads nor holds windows of many years', async () => {
    const { memory, read } = memoryWith({ cost: 0 });
    memory.wasAsked(days('1970-01-01', '2026-01-01'), version);
    await memory.idle();
    expect(read).toEqual([]);
    expect(memory.find(days('1970-01-01', '2026-01-01'), version)).toBeUndefined();
  });

  test('does without where reading fails, and tries again', async () => {
    let fails = true;
    const memory = createCellMemory(
      {
        query: (statement, options) => (fails ? Promise.reject(new Error('gone')) : database.query(statement, options)),
      },
      { cost: 0 },
    );
    memory.wasAsked(february(), version);
    await memory.idle();
    expect(memory.find(february(), version)).toBeUndefined();
    fails = false;
    await askUntilRead(memory);
  });

  describe('where commits tell what they do to cells', () => {
    let width: number;
    beforeAll(async () => {
      const { memory } = memoryWith({ cost: 0 });
      await askUntilRead(memory);
      width = memory.find(february(), version)![0]!.counts.length;
    });
    const move = (position: number): CellMove => ({
      funnel_id: funnelId,
      source: 'leadsCreated',
      cut: 'CHANNEL',
      day: dayNumberOf('2026-02-20'),
      position,
      entity_id: NO_ENTITY,
      counts: [2, ...new Array<number>(width - 1).fill(0)],
    });
    const rows = (found: QuarterOfCells[] | undefined) => found?.[0]?.counts[0]?.reduce((sum, count) => sum + count, 0);

    test('what is held goes on with them, one after the other', async () => {
      const { memory, read } = memoryWith({ cost: 0 });
      await askUntilRead(memory);
      const before = rows(memory.find(february(), version))!;
      memory.moved(workspace.id, version + 1, [move(0)]);
      expect(memory.find(february(), version)).toBeUndefined();
      expect(rows(memory.find(february(), version + 1))).toBe(before + 2);
      memory.moved(workspace.id, version + 2, [move(0), move(7)]);
      expect(rows(memory.find(february(), version + 2))).toBe(before + 6);
      expect(memory.size()).toBeGreaterThan(0);
      expect(read).toHaveLength(1);
    });

    test('it stays behind one that it was not told of, and other workspaces where they are', async () => {
      const { memory } = memoryWith({ cost: 0 });
      await askUntilRead(memory);
      memory.moved(crypto.randomUUID(), version + 1, [move(0)]);
      memory.moved(workspace.id, version + 2, [move(0)]);
      expect(memory.find(february(), version)).toBeDefined();
      for (const later of [1, 2]) expect(memory.find(february(), version + later)).toBeUndefined();
    });

    test('what is being read meanwhile catches up', async () => {
      const { memory } = memoryWith({ cost: 0 });
      memory.wasAsked(february(), version);
      memory.moved(workspace.id, version + 1, [move(0)]);
      memory.moved(workspace.id, version + 2, []);
      await memory.idle();
      const { memory: other } = memoryWith({ cost: 0 });
      await askUntilRead(other);
      expect(rows(memory.find(february(), version + 2))).toBe(rows(other.find(february(), version))! + 2);
    });

    test('what was asked for at one version counts at the next', async () => {
      const { memory, read } = memoryWith();
      for (let later = 0; later < 3; later++) {
        memory.wasAsked(february(), version + later);
        memory.moved(workspace.id, version + later + 1, []);
      }
      await memory.idle();
      expect(read).toHaveLength(1);
    });
  });

  test('knows where quarters begin', () => {
    for (const [quarter, first] of [
      [1 * 4, '0001-01-01'],
      [1900 * 4 + 3, '1900-10-01'],
      [1969 * 4 + 3, '1969-10-01'],
      [2024 * 4 + 1, '2024-04-01'],
      [2026 * 4 + 2, '2026-07-01'],
      [9999 * 4 + 3, '9999-10-01'],
    ] as const) {
      expect(startOfQuarter(quarter)).toBe(dayNumberOf(first));
      expect([quarterOf(dayNumberOf(first)), quarterOf(dayNumberOf(first) - 1)]).toEqual([quarter, quarter - 1]);
    }
    expect(startOfQuarter(1970 * 4)).toBe(0);
  });
});
