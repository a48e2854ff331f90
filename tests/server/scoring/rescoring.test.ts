import { setImmediate as others } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compile, type Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { writeFacts } from '../../../server/facts/write-facts.ts';
import { defineScoringModel } from '../../../server/scoring/define-scoring-model.ts';
import { type RescoringOptions, startRescoring } from '../../../server/scoring/rescoring.ts';
import { lastLead, scoreBatch } from '../../../server/scoring/score-batch.ts';
import { activeModel, newestModels } from '../../../server/scoring/scoring-models.ts';
import { makeWorkspace } from '../../../server/workspace/make-workspace.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { eventually } from '../graphql/eventually.ts';
import { addLeads, lead, march, now, sizeRules, wrongScores } from './scored-company.ts';

const silent = pino({ level: 'silent' });

describe.each(engines)('leads are scored by a new model on %s', (engine) => {
  let database: Database;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    workspace = await makeWorkspace(database, { name: 'w', timeZone: 'Asia/Shanghai', currency: 'CNY', now });
  });

  const define = (base: string, each: string, of = workspace) =>
    defineScoringModel(database, of.id, sizeRules(base, each), now);
  const newest = async () => (await newestModels(database, workspace.id, 1))[0]!;
  const start = (options: Partial<RescoringOptions> = {}) =>
    startRescoring({ database, now: () => now, logger: silent, leadsAtOnce: 100, ...options });
  const batch = async (version: number) => {
    const through = await lastLead(database, workspace.id);
    return scoreBatch(database, { workspaceId: workspace.id, version }, { count: 100, through, now });
  };
  const statuses = async () =>
    (await newestModels(database, workspace.id, 100)).map(
      ({ version, status, slot }) => `${version} ${status} ${slot}`,
    );

  test('values are all of the old one until the last lead is scored, then all of the new one, while leads come and change', async () => {
    const leads = 3_000;
    await addLeads(database, workspace, 0, leads);
    const rescoring = await start();
    let done = false;
    const seen = { old: 0, new: 0, progress: [] as number[], writesWhileScoring: 0 };

    const write = async () => {
      for (let number = leads; !done; number += 5) {
        await others();
        await addLeads(database, workspace, number, 5);
        // One that was scored long ago, or that will be: its score must follow it in both.
        await writeFacts(database, workspace, 'leads', [{ ...lead(number % leads), companySize: 250 + (number % 50) }]);
        const { status, leadsScored } = await newest();
        if (status === 'SCORING' && leadsScored > 0) seen.writesWhileScoring++;
      }
    };
    const read = async () => {
      while (!done) {
        await others();
        const [mean, qualified, all] = await march(database, workspace);
        expect(mean.sampleSize).toBe(all.value);
        expect(all.scoringModelVersion).toBeNull();
        expect(qualified.scoringModelVersion).toBe(mean.scoringModelVersion);
        if (mean.scoringModelVersion === 1) {
          // The last digit of a mean of equal decimals is a float's.
          expect(mean.value).toBe(40);
          expect([qualified.value, seen.new]).toEqual([0, 0]);
          seen.old++;
        } else {
          expect(mean.scoringModelVersion).toBe(2);
          expect(mean.value).toBeGreaterThan(62);
          expect(mean.value).toBeLessThan(63);
          expect(qualified.value).toBe(all.value);
          seen.new++;
        }
      }
    };
    const watch = async () => {
      while (!done) {
        await others();
        const { leadsScored, leadsTotal } = await newest();
        expect(leadsScored).toBeLessThanOrEqual(leadsTotal);
        seen.progress.push(leadsScored);
      }
    };
    const busy = [write(), read(), watch()];
    try {
      await define('60', '0.01');
      await eventually(async () => (await newest()).status === 'ACTIVE', 60_000);
      await eventually(() => seen.new > 3, 20_000);
    } finally {
      done = true;
      const results = await Promise.allSettled(busy);
      await rescoring.close();
      for (const result of results) if (result.status === 'rejected') expect.fail(String(result.reason));
    }
    expect(seen.old).toBeGreaterThan(3);
    expect(seen.writesWhileScoring).toBeGreaterThan(3);
    const ofSecond = seen.progress.slice(seen.progress.indexOf(0));
    expect(ofSecond).toEqual(ofSecond.toSorted((a, b) => a - b));
    expect(new Set(ofSecond).size).toBeGreaterThan(3);
    expect(await wrongScores(database, workspace, sizeRules('60', '0.01'))).toBe(0);
    expect(await statuses()).toEqual(['2 ACTIVE B', '1 SUPERSEDED A']);
  }, 120_000);

  test('a node that stops in the middle leaves the rest to the next one: no lead twice, none left out', async () => {
    await addLeads(database, workspace, 0, 1_000);
    await define('60', '0.01');
    const first = await start({ leadsAtOnce: 50 });
    await eventually(async () => (await newest()).leadsScored >= 200, 20_000);
    await first.close();
    const stopped = await newest();
    expect(stopped).toMatchObject({ status: 'SCORING', leadsTotal: 1_000 });
    expect(stopped.leadsScored).toBeLessThan(1_000);
    // Nobody works: values are the old ones, and a lead that changes gets both scores.
    expect((await march(database, workspace))[0]).toMatchObject({ value: 40, scoringModelVersion: 1 });
    await writeFacts(database, workspace, 'leads', [
      { id: 'l0', companySize: 10 },
      { id: 'l999', companySize: 20 },
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await newest()).leadsScored).toBe(stopped.leadsScored);

    const second = await start();
    await eventually(async () => (await newest()).status === 'ACTIVE', 20_000);
    await second.close();
    expect(await newest()).toMatchObject({ leadsScored: 1_000, leadsTotal: 1_000, activatedAt: now });
    expect(await wrongScores(database, workspace, sizeRules('60', '0.01'))).toBe(0);
  }, 60_000);

  test('a batch is done whole or not at all; after a fault it is tried again, and nothing personal is logged', async () => {
    await addLeads(database, workspace, 0, 300);
    let faults = 2;
    const lines: string[] = [];
    const failing: Database = {
      ...database,
      transaction: (work) =>
        database.transaction((transaction) =>
          work({
            query: async (statement) => {
              const rows = await transaction.query(statement);
              const isProgress = compile(statement).text.includes('scored_through = ');
              if (isProgress && faults-- > 0) throw Object.assign(new Error('the line broke'), { detail: 'An Lee' });
              return rows as never;
            },
          }),
        ),
    };
    const logger = pino({ level: 'error' }, { write: (line: string) => lines.push(line) });
    await define('60', '0.01');
    const rescoring = await start({ database: failing, logger, lookEveryMs: 30 });
    await eventually(async () => (await newest()).status === 'ACTIVE', 20_000);
    await rescoring.close();
    expect(lines.map((line) => JSON.parse(line).error.message)).toEqual(['the line broke', 'the line broke']);
    expect(lines.join()).not.toContain('An Lee');
    expect(await newest()).toMatchObject({ leadsScored: 300, leadsTotal: 300 });
  }, 60_000);

  test('one set while another is being scored replaces it: the first never becomes active', async () => {
    await addLeads(database, workspace, 0, 250);
    await define('60', '0.01');
    await batch(2);
    await batch(2);
    expect(await newest()).toMatchObject({ version: 2, leadsScored: 200 });
    await define('10', '0.02');
    expect(await statuses()).toEqual(['3 SCORING B', '2 SUPERSEDED B', '1 ACTIVE A']);
    // A node that had not heard of it does nothing.
    expect(await batch(2)).toBeUndefined();
    expect(await newest()).toMatchObject({ version: 3, leadsScored: 0 });
    expect((await march(database, workspace))[0]).toMatchObject({ value: 40, scoringModelVersion: 1 });
    // A lead that changes before its turn has the newest model's score, not the given-up one's.
    await writeFacts(database, workspace, 'leads', [{ id: 'l249', companySize: 1_000 }]);
    while ((await batch(3)) !== undefined);
    expect(await statuses()).toEqual(['3 ACTIVE B', '2 SUPERSEDED B', '1 SUPERSEDED A']);
    expect((await newestModels(database, workspace.id, 3)).map(({ activatedAt }) => activatedAt)).toEqual([
      now,
      null,
      expect.any(Date),
    ]);
    expect(await wrongScores(database, workspace, sizeRules('10', '0.02'))).toBe(0);
    expect((await march(database, workspace))[0].scoringModelVersion).toBe(3);

    // And the next one takes the other slot.
    await define('20', '0.03');
    while ((await batch(4)) !== undefined);
    expect((await statuses())[0]).toBe('4 ACTIVE A');
    expect(await wrongScores(database, workspace, sizeRules('20', '0.03'))).toBe(0);
  }, 60_000);

  test('several set at once get a version each; the last one wins', async () => {
    await addLeads(database, workspace, 0, 20);
    const set = await Promise.all(['1', '2', '3', '4', '5'].map((base) => define(base, '0.01')));
    expect(set.map(({ version }) => version).toSorted()).toEqual([2, 3, 4, 5, 6]);
    expect(await statuses()).toEqual([
      '6 SCORING B',
      '5 SUPERSEDED B',
      '4 SUPERSEDED B',
      '3 SUPERSEDED B',
      '2 SUPERSEDED B',
      '1 ACTIVE A',
    ]);
    const rescoring = await start();
    await eventually(async () => (await newest()).status === 'ACTIVE');
    await rescoring.close();
    const last = set.find(({ version }) => version === 6)!;
    expect(await wrongScores(database, workspace, last.rules)).toBe(0);
  }, 60_000);

  test('on several nodes each lead is scored once, and one of them ends it', async () => {
    await addLeads(database, workspace, 0, 600);
    await define('60', '0.01');
    const nodes = await Promise.all([1, 2, 3].map(() => start({ leadsAtOnce: 20, lookEveryMs: 200 })));
    await eventually(async () => (await newest()).status === 'ACTIVE', 20_000);
    await Promise.all(nodes.map((node) => node.close()));
    expect(await newest()).toMatchObject({ leadsScored: 600, leadsTotal: 600 });
    expect(await wrongScores(database, workspace, sizeRules('60', '0.01'))).toBe(0);
  }, 60_000);

  test('another workspace has its own rules, its own scores and its own progress', async () => {
    const other = await makeWorkspace(database, { name: 'o', timeZone: 'UTC', currency: 'EUR', now });
    await addLeads(database, workspace, 0, 150);
    await addLeads(database, other, 0, 150);
    const rows = () =>
      database.query(sql`select t::text from lead_journeys t where workspace_id = ${other.id} order by lead_id`);
    const before = await rows();
    await define('60', '0.01');
    const rescoring = await start();
    await eventually(async () => (await newest()).status === 'ACTIVE');
    expect(await rows()).toEqual(before);
    expect(await newestModels(database, other.id, 9)).toMatchObject([{ version: 1, status: 'ACTIVE', slot: 'A' }]);
    expect((await march(database, other))[0]).toMatchObject({ value: 40, scoringModelVersion: 1 });
    await define('1', '0.01', other);
    await eventually(async () => (await activeModel(database, other.id)).version === 2);
    await rescoring.close();
    expect(await wrongScores(database, other, sizeRules('1', '0.01'))).toBe(0);
    expect(await wrongScores(database, workspace, sizeRules('60', '0.01'))).toBe(0);
  }, 60_000);

  test('of a workspace without leads is at its end at once; the first lead is scored by it', async () => {
    await define('60', '0.01');
    expect(await batch(2)).toBeUndefined();
    expect(await newest()).toMatchObject({ version: 2, status: 'ACTIVE', leadsScored: 0, leadsTotal: 0 });
    await addLeads(database, workspace, 0, 1);
    expect(await wrongScores(database, workspace, sizeRules('60', '0.01'))).toBe(0);
    expect((await march(database, workspace))[0]).toMatchObject({ value: 62, scoringModelVersion: 2 });
  });
});
