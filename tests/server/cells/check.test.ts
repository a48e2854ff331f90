import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkCells } from '../../../server/cells/check.ts';
import { rebuildWorkspace } from '../../../server/cells/rebuild.ts';
import type { Database } from '../../../server/database/database.ts';
import { openDatabase } from '../../../server/database/open.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { makeDemo } from '../../../server/demo/make-demo.ts';
import { type DatabaseHome, engines, freshHome } from '../../support/database.ts';
import { falsify } from './falsify.ts';

const now = new Date('2026-03-31T00:00:00Z');

describe.each(engines)('the checker on %s', (engine) => {
  let home: DatabaseHome;
  let database: Database;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    home = await freshHome(engine);
    database = await openDatabase(home);
    workspace = await makeDemo(database, { now, scale: 0.02 });
  });
  afterAll(async () => {
    await database.close();
    await home.remove();
  });
  const rebuild = (signal = new AbortController().signal, onProgress = () => {}) =>
    rebuildWorkspace(database, workspace, onProgress, signal);

  test('finds nothing where writers kept the cells, and says how many there are', async () => {
    const seen: number[][] = [];
    const report = await checkCells(database, workspace.id, 100, (...progress) => seen.push(progress));
    expect(report).toEqual({ cells: expect.any(Number), wrong: 0, differences: [] });
    expect(report.cells).toBeGreaterThan(500);
    expect(seen.map(([done]) => done)).toEqual(Array.from(seen, (_, index) => index));
    expect(seen.at(-1)![0]).toBe(seen.at(-1)![1]);
  });

  test('finds what is wrong, missing, too much or too early; a rebuild puts it right', async () => {
    const right = await checkCells(database, workspace.id);
    await falsify(database, workspace.id);
    const { wrong, differences } = await checkCells(database, workspace.id);
    expect(wrong).toBe(4);
    const [missing, changed, tooMuch, early] = [
      differences.find(({ kept }) => kept === null),
      differences.find(({ kept, computed, cut }) => kept && computed && cut !== 'horizon'),
      differences.find(({ computed }) => computed === null),
      differences.find(({ cut }) => cut === 'horizon'),
    ];
    expect(missing).toMatchObject({ source: 'leadsCreated', day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(changed!.kept).not.toBe(changed!.computed);
    expect(tooMuch).toMatchObject({ day: '1999-01-01' });
    expect(early!.kept).toMatch(/^1999/);

    const few = await checkCells(database, workspace.id, 2);
    expect([few.wrong, few.differences.length]).toEqual([4, 2]);

    const { journeys, cells } = await rebuild();
    expect(journeys).toBeGreaterThan(50);
    expect(cells).toBe(right.cells);
    expect(await checkCells(database, workspace.id)).toEqual(right);
  });

  test('and the rebuild end between two steps when they are asked to', async () => {
    const ended = new AbortController();
    const steps: string[] = [];
    const done = () => {
      steps.push('step');
      if (steps.length === 2) ended.abort();
    };
    await expect(checkCells(database, workspace.id, 100, done, ended.signal)).rejects.toThrow(/aborted/);
    expect(steps).toHaveLength(2);
    await expect(rebuild(ended.signal)).rejects.toThrow(/aborted/);
    expect(await checkCells(database, workspace.id)).toMatchObject({ wrong: 0 });
  });

  test.runIf(engine === 'postgres')('is not held to the time that an answer may take', async () => {
    const impatient = await openDatabase({ url: home.url, statementTimeoutMs: 200 });
    let lock!: () => void;
    const locked = new Promise<void>((resolve) => {
      lock = resolve;
    });
    // What is checked can be read after the time is up and not before.
    const holder = database.transaction(async ({ query }) => {
      await query(sql`lock table lead_journeys in access exclusive mode`);
      lock();
      await query(sql`select pg_sleep(0.5)`);
    });
    await locked;
    expect(await checkCells(impatient, workspace.id)).toMatchObject({ wrong: 0 });
    await holder;
    await impatient.close();
  });

  test('a claim is one caller’s until it is given back', async () => {
    const release = await database.claim('a');
    expect(release).toBeDefined();
    expect(await database.claim('a')).toBeUndefined();
    await (await database.claim('b'))!();
    await release!();
    await (await database.claim('a'))!();
  });
});
