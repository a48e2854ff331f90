import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildCells, rebuildOutdated } from '../../../server/cells/rebuild.ts';
import { CELLS_VERSION } from '../../../server/cells/version.ts';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { makeDemo } from '../../../server/demo/make-demo.ts';
import { defineFunnel } from '../../../server/funnel/define-funnel.ts';
import { readFunnels } from '../../../server/funnel/funnel.loaders.ts';
import type { ScoringRules } from '../../../server/journeys/scoring-rules.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { createKpiReader } from '../../../server/kpi/reader.ts';
import type { Dimension, FilterInput, ScopeInput } from '../../../server/kpi/types.ts';
import { defineScoringModel } from '../../../server/scoring/define-scoring-model.ts';
import { lastLead, scoreBatch } from '../../../server/scoring/score-batch.ts';
import { defaultStages } from '../../../server/workspace/make-workspace.ts';
import { engines, freshDatabase } from '../../support/database.ts';
import { post } from '../facts/workspace.ts';
import { wrongCells } from './wrong-cells.ts';

const now = new Date('2026-03-31T04:00:00Z');
const MINUTE = 60_000;

describe.each(engines)('cells on %s', (engine) => {
  const statements: string[] = [];
  let database: Database;
  let workspace: WorkspaceInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine, (text) => statements.push(text));
    workspace = await makeDemo(database, { now, scale: 0.02 });
  });
  afterAll(() => database.close());

  const wrong = () => wrongCells(database, workspace.id);
  const sales = async () => (await readFunnels(database, workspace.id)).find(({ key }) => key === 'sales')!;

  /** Every KPI that takes such a question, from daily sums where they can answer and from journeys alone. */
  async function bothWays(scope: ScopeInput, by: Dimension | null = null, asOf = now) {
    const funnel = await sales();
    const ask = async (useCells: boolean) => {
      const reader = createKpiReader(database, workspace, asOf, { useCells });
      statements.length = 0;
      const answers = await Promise.all(
        definitions.map(async ({ key }) => {
          const question = { key, funnel, scope };
          try {
            return by
              ? [key, await reader.breakdown(question, by, 4)]
              : [
                  key,
                  await reader.value(question),
                  await reader.previous(question),
                  await reader.series(question, 'WEEK'),
                ];
          } catch (error) {
            return [key, (error as { code?: string }).code ?? error];
          }
        }),
      );
      return {
        answers,
        cells: statements.filter((text) => /from cells j/.test(text)).length,
        asked: statements.length,
      };
    };
    const [fast, plain] = [await ask(true), await ask(false)];
    expect(fast.answers).toEqual(plain.answers);
    expect(plain.cells).toBe(0);
    return fast;
  }

  const days90 = { last: { unit: 'DAY', count: 90 } } as const;
  /** With whether daily sums know them: what a day is not cut by, or is not cut by at once, they do not. */
  const filters: [FilterInput, boolean][] = [
    [{ channels: ['douyin_ads', null] }, true],
    [{ channels: [null] }, true],
    [{ channels: ['nobody'] }, true],
    [{ owners: ['chen_siyuan', 'he_jingyi'] }, true],
    [{ teams: ['华南组'] }, true],
    [{ owners: ['chen_siyuan'], regions: ['上海'] }, false],
    [{ tags: ['已试用'] }, false],
  ];

  test(
    'answer as journeys do: every KPI, both bases, whole, by week and before, and they are what is asked',
    async () => {
      for (const basis of ['COHORT', 'PERIOD'] as const)
        for (const window of [days90, { period: '2026-W09' }, { between: { from: '2025-01-01', to: '2026-01-01' } }])
          expect((await bothWays({ window, basis })).cells).toBeGreaterThan(0);
    },
    2 * MINUTE,
  );

  test.each(['CHANNEL', 'OWNER', 'TEAM', 'STAGE'] as const)('answer as journeys do, by %s', async (by) => {
    const { cells, asked } = await bothWays({ window: days90 }, by);
    expect(cells).toBeGreaterThan(0);
    expect(cells).toBeLessThanOrEqual(asked);
  });

  test.each(filters)('answer as journeys do, filtered by %o', async (filter, isKnown) => {
    expect((await bothWays({ window: days90, filter })).cells > 0).toBe(isKnown);
  });

  test('answer a share of the whole, though its part is cut by two things at once', async () => {
    // The whole is asked without the channels, and so of owners alone.
    const filter = { channels: ['douyin_ads'], owners: ['chen_siyuan'] };
    expect((await bothWays({ window: days90, filter })).cells).toBeGreaterThan(0);
  });

  test('are not asked about patience, nor about what else the journeys alone can tell', async () => {
    const funnel = await sales();
    const reader = createKpiReader(database, workspace, now);
    statements.length = 0;
    await reader.value({ key: 'lead_to_won_rate', funnel, scope: { window: days90, withinDays: 30 } });
    await reader.breakdown({ key: 'new_leads', funnel, scope: { window: days90 } }, 'PRODUCT', 3);
    expect(statements.filter((text) => /from cells j/.test(text))).toEqual([]);
    expect(statements).toHaveLength(2);
  });

  test('say what is counted beside a duration, which journeys alone can tell', async () => {
    const funnel = await sales();
    const reader = createKpiReader(database, workspace, now);
    statements.length = 0;
    await reader.value({ key: 'first_response_time', funnel, scope: { window: days90 } });
    expect(statements).toEqual([expect.stringContaining('from cells j')]);
    expect(statements).toEqual([expect.stringContaining('lead_journeys')]);
  });

  test('say nothing of a moment before what they know of: then journeys are asked, once it is known at once', async () => {
    const asOf = new Date('2026-01-15T00:00:00Z');
    const scope = { window: { between: { from: '2025-12-01', to: '2026-02-01' } }, asOf };
    await bothWays(scope);
    const again = await bothWays(scope);
    // What is counted by its own instant alone would be right only if the window were over.
    expect(again.cells).toBe(0);
    const over = await bothWays({ window: { between: { from: '2025-11-01', to: '2025-12-01' } }, asOf });
    expect(over.cells).toBeGreaterThan(0);
  });

  test('fit after every kind of change: facts that come, move, are corrected, are taken away', async () => {
    const of = (kind: Parameters<typeof post>[2], ...lines: object[]) => post(database, workspace, kind, lines);
    await of('rates', { currency: 'USD', date: '2026-03-10', perUnit: '7' });
    await of('leads', { id: 'x1', createdAt: '2026-03-09T16:30:00Z', channel: 'ads', owner: 'an', needMatch: 0.9 });
    await of('activities', { id: 'a1', lead: 'x1', kind: 'EMAIL', direction: 'OUTBOUND', at: '2026-03-10T01:00:00Z' });
    await of('opportunities', {
      id: 'o1',
      lead: 'x1',
      openedAt: '2026-03-10T02:00:00Z',
      amount: '10',
      currency: 'USD',
    });
    await of('quotes', { id: 'q1', opportunity: 'o1', sentAt: '2026-03-10T03:00:00Z' });
    await of('customers', { id: 'k1', lead: 'x1', becameAt: '2026-03-12T00:00:00Z' });
    await of('orders', { id: 'r1', customer: 'k1', at: '2026-03-10T00:00:00Z', amount: '0.01', currency: 'USD' });
    await of('surveys', { id: 's1', customer: 'k1', at: '2026-03-13T00:00:00Z', score: 9 });
    await of('spend', { channel: 'ads', date: '2026-03-10', amount: '5', currency: 'USD', campaign: 'x' });
    expect(await wrong()).toEqual([]);
    const changes: [Parameters<typeof post>[2], object][] = [
      ['leads', { id: 'x1', channel: 'fair', owner: null, createdAt: '2026-03-08T16:30:00Z' }],
      ['activities', { id: 'a1', respondedAt: '2026-03-11T01:00:00Z', owner: 'bo' }],
      ['opportunities', { id: 'o1', wonAt: '2026-03-20T00:00:00Z', amount: null, currency: null }],
      ['quotes', { id: 'q1', acceptedAt: '2026-03-21T00:00:00Z' }],
      ['surveys', { id: 's1', score: 3 }],
      ['spend', { channel: 'ads', date: '2026-03-10', campaign: 'x', amount: '7' }],
      ['rates', { currency: 'USD', date: '2026-03-10', perUnit: '7.123456' }],
      ['transitions', { lead: 'x1', at: '2026-03-22T00:00:00Z', to: 'lost' }],
      ['quotes', { id: 'q1', deleted: true }],
      ['surveys', { id: 's1', deleted: true }],
      ['spend', { channel: 'ads', date: '2026-03-10', campaign: 'x', deleted: true }],
      ['orders', { id: 'r1', deleted: true }],
      ['customers', { id: 'k1', lead: null }],
      ['opportunities', { id: 'o1', customer: 'k1' }],
      ['customers', { id: 'k1', deleted: true }],
      ['leads', { id: 'x1', deleted: true }],
    ];
    for (const [kind, line] of changes) {
      expect(await of(kind, line)).toMatchObject({ accepted: 1, rejected: 0 });
      expect([kind, line, await wrong()]).toEqual([kind, line, []]);
    }
    const left = await database.query(
      sql`select 1 from cells where workspace_id = ${workspace.id} and (counts[1] <= 0 or 0 > any(counts)) limit 1`,
    );
    expect(left).toEqual([]);
  });

  test('fit after a funnel was defined anew, and after its threshold moved', async () => {
    const define = (change: object) =>
      defineFunnel(database, workspace.id, { key: 'sales', name: { en: 'Sales' }, stages: defaultStages, ...change });
    await define({ qualifiedThreshold: 41 });
    expect(await wrong()).toEqual([]);
    await define({ stages: defaultStages.filter(({ key }) => key !== 'nurturing'), skipPolicy: 'STRICT' });
    expect(await wrong()).toEqual([]);
    expect((await bothWays({ window: days90 }, 'STAGE')).cells).toBeGreaterThan(0);
    await define({ qualifiedThreshold: null, skipPolicy: null });
    expect(await wrong()).toEqual([]);
  });

  test('keep both scores: they fit while leads are scored anew, and answer by the model of the moment', async () => {
    const rules: ScoringRules = { base: '90', rules: [] };
    const { version } = await defineScoringModel(database, workspace.id, rules, now);
    const through = await lastLead(database, workspace.id);
    const qualified = async () => {
      const reader = createKpiReader(database, workspace, now);
      return reader.value({ key: 'qualified_lead_rate', funnel: await sales(), scope: { window: days90 } });
    };
    const before = await qualified();
    let last: string | undefined;
    do {
      last = await scoreBatch(database, { workspaceId: workspace.id, version }, { count: 200, through, now });
      expect(await wrong()).toEqual([]);
      if (last) expect(await qualified()).toEqual(before);
    } while (last);
    const after = await qualified();
    expect([after.scoringModelVersion, after.value === before.value]).toEqual([version, false]);
    await bothWays({ window: days90 });
  });

  test('a false one is found, and a rebuild puts it right', async () => {
    await database.query(
      sql`update cells set counts[1] = counts[1] + 1 where workspace_id = ${workspace.id} and source = 'orders' and cut = 'OWNER'`,
    );
    await database.query(sql`delete from cells where workspace_id = ${workspace.id} and source = 'spend'`);
    await database.query(
      sql`update cell_horizons set latest = '2020-01-01' where workspace_id = ${workspace.id} and source = 'quotesSent'`,
    );
    const found = await wrongCells(database, workspace.id, 10_000);
    expect(new Set(found.map(({ source, cut }) => `${source} ${cut}`))).toEqual(
      new Set(['orders OWNER', 'spend CHANNEL', 'quotesSent horizon']),
    );
    const steps: number[][] = [];
    await rebuildCells(database, workspace, (...progress) => steps.push(progress));
    expect(await wrong()).toEqual([]);
    expect(steps.at(-1)).toEqual([steps.length - 1, steps.length - 1]);
  });

  test('of a workspace that never had any are made at a start', async () => {
    await database.query(sql`delete from cells where workspace_id = ${workspace.id}`);
    await database.query(sql`delete from cell_horizons where workspace_id = ${workspace.id}`);
    await database.query(sql`update workspaces set cells_version = 0 where workspace_id = ${workspace.id}`);
    await rebuildOutdated(database);
    expect(await wrong()).toEqual([]);
    const [row] = await database.query(
      sql`select cells_version as version from workspaces where workspace_id = ${workspace.id}`,
    );
    expect(row).toEqual({ version: CELLS_VERSION });
    await rebuildOutdated(database, () => expect.fail('Everything is up to date.'));
  });
});
