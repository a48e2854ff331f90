import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../../server/database/database.ts';
import { createSharedAnswers } from '../../../../server/database/shared-answers.ts';
import type { WorkspaceInfo } from '../../../../server/database/workspace-write.ts';
import { makeDemo } from '../../../../server/demo/make-demo.ts';
import { readFunnels } from '../../../../server/funnel/funnel.loaders.ts';
import { definitions } from '../../../../server/kpi/catalogue.ts';
import { createCellMemory } from '../../../../server/kpi/cell-memory/cell-memory.ts';
import { createKpiReader, type KpiReaderOptions } from '../../../../server/kpi/reader.ts';
import type { FunnelInfo, KpiReader, ScopeInput } from '../../../../server/kpi/types.ts';
import { engines, freshDatabase } from '../../../support/database.ts';
import { dataVersion, post } from '../../facts/workspace.ts';

const now = new Date('2026-03-31T04:00:00Z');
const MINUTE = 60_000;

describe.each(engines)('cells in memory, of %s', (engine) => {
  const statements: string[] = [];
  let database: Database;
  let workspace: WorkspaceInfo;
  let funnel: FunnelInfo;
  beforeAll(async () => {
    database = await freshDatabase(engine, (text) => statements.push(text));
    workspace = await makeDemo(database, { now, scale: 0.02 });
    funnel = (await readFunnels(database, workspace.id)).find(({ key }) => key === 'sales')!;
  });
  afterAll(() => database.close());

  type Asked = (reader: KpiReader) => Promise<unknown>;

  /** What journeys answer, what the database answers from cells, and what memory does, with the statements that it took nevertheless. */
  async function threeWays(ask: Asked, { locked, moment = now }: KpiReaderOptions = {}) {
    const memory = createCellMemory(database, { cost: 0 });
    const version = await dataVersion(database, workspace);
    const asked = (options: KpiReaderOptions) => ask(createKpiReader(database, workspace, now, options));
    // Answers of their own, or the second would be the first one's.
    const fromCells = () => asked({ memory, answers: createSharedAnswers().at(workspace.id, version), locked, moment });
    const journeys = await asked({ useCells: false, locked, moment });
    // The first finds out that nothing is doubtful, the second has years read.
    const cells = [await fromCells(), await fromCells()];
    await memory.idle();
    statements.length = 0;
    const remembered = await fromCells();
    const took = [...statements];
    await memory.idle();
    return { journeys, cells, remembered, took };
  }

  async function expectRecalled(ask: Asked, options?: KpiReaderOptions) {
    const { journeys, cells, remembered, took } = await threeWays(ask, options);
    expect(cells).toEqual([journeys, journeys]);
    expect(remembered).toEqual(journeys);
    expect(took).toEqual([]);
    return remembered;
  }

  const quarter = { last: { unit: 'DAY', count: 90 } } as const;
  /** Over the turn of the year, and of the summer time that some zones have. */
  const windows: ScopeInput['window'][] = [
    quarter,
    { period: '2026-W09' },
    { between: { from: '2025-03-01', to: '2026-02-16' } },
  ];

  test.each(windows)('answer the funnel of %o, both bases', async (window) => {
    for (const basis of ['COHORT', 'PERIOD'] as const)
      expect(
        await expectRecalled((reader) => reader.conversion(funnel, { window, basis }, { withTimes: false })),
      ).not.toMatchObject([{ reached: 0 }]);
  });

  test.each(windows)('answer a funnel chart of %o: stages by channel, each stage summed from them', async (window) => {
    const scope = { window };
    const ask = (reader: KpiReader) =>
      Promise.all([
        reader.conversion(funnel, scope, { withTimes: false }),
        ...funnel.stages.map(({ id }) =>
          reader.breakdown(
            { key: 'stage_conversion_rate', funnel, scope, narrowing: { dimension: 'STAGE', id } },
            'CHANNEL',
            3,
          ),
        ),
      ]);
    await expectRecalled(ask);
  });

  test('answer series: equal buckets, unequal ones, those cut short', async () => {
    const scope = { window: { between: { from: '2025-11-12', to: '2026-03-20' } } };
    for (const grain of ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const)
      await expectRecalled((reader) => reader.series({ key: 'new_leads', funnel, scope }, grain));
  });

  test.each(['CHANNEL', 'OWNER'] as const)('answer each %s that asks, whole and by month', async (dimension) => {
    const table = dimension === 'CHANNEL' ? database.prisma.channel : database.prisma.owner;
    const all = await (table as typeof database.prisma.channel).findMany({ where: { workspaceId: workspace.id } });
    expect(all.length).toBeGreaterThan(3);
    for (const some of [all, all.slice(0, 2)])
      await expectRecalled((reader) =>
        Promise.all(
          some.map(async ({ id }) => {
            const question = { key: 'new_leads', funnel, scope: { window: quarter }, narrowing: { dimension, id } };
            return [await reader.value(question), await reader.series(question, 'MONTH')];
          }),
        ),
      );
  });

  const lists = [['douyin_ads', null], [null], ['nobody'], ['douyin_ads', 'referral']];
  test.each(lists)('answer what is filtered by channels, and what is locked to them: %s %s', async (...channels) => {
    const ask = (scope: ScopeInput) => (reader: KpiReader) =>
      Promise.all([
        reader.value({ key: 'new_leads', funnel, scope }),
        reader.value({ key: 'channel_share', funnel, scope }),
        reader.conversion(funnel, scope, { withTimes: false }),
      ]);
    const filter = { channels };
    const filtered = await expectRecalled(ask({ window: quarter, filter }));
    const locked = await expectRecalled(ask({ window: quarter }), { locked: filter });
    // The whole of a share: all channels of a filter, but only those of a lock.
    expect(locked).not.toEqual(filtered);
    await expectRecalled(ask({ window: quarter, filter: { channels: ['referral'] } }), { locked: filter });
  });

  test('answer every KPI as journeys do, whatever of it is in memory', { timeout: 2 * MINUTE }, async () => {
    for (const basis of ['COHORT', 'PERIOD'] as const) {
      const { journeys, remembered, took } = await threeWays((reader) =>
        Promise.all(
          definitions.map(async ({ key }) => {
            const question = { key, funnel, scope: { window: quarter, basis } };
            try {
              return [
                await reader.value(question),
                await reader.previous(question),
                await reader.series(question, 'WEEK'),
              ];
            } catch (error) {
              return (error as { code?: string }).code ?? error;
            }
          }),
        ),
      );
      expect(remembered).toEqual(journeys);
      expect(took.length).toBeGreaterThan(0);
    }
  });

  test('leave to the database what is filtered by owners or teams, or asked as of an earlier moment', async () => {
    const value = (scope: Omit<ScopeInput, 'window'>) => (reader: KpiReader) =>
      reader.value({ key: 'new_leads', funnel, scope: { window: quarter, ...scope } });
    for (const scope of [
      { filter: { owners: ['chen_siyuan'] } },
      { filter: { teams: ['华南组'] } },
      { asOf: new Date('2026-02-10T00:00:00Z') },
    ]) {
      const { journeys, remembered, took } = await threeWays(value(scope));
      expect(remembered).toEqual(journeys);
      expect(took.length).toBeGreaterThan(0);
    }
  });

  test('are not used for whoever found another version, nor after a write', async () => {
    const memory = createCellMemory(database, { cost: 0 });
    const before = await dataVersion(database, workspace);
    const count = async (version: number) => {
      statements.length = 0;
      const answers = createSharedAnswers().at(workspace.id, version);
      const reader = createKpiReader(database, workspace, now, { memory, answers });
      const { value } = await reader.value({ key: 'new_leads', funnel, scope: { window: quarter } });
      const asked = statements.filter((text) => text.includes('from cells j')).length;
      await memory.idle();
      return { value, asked };
    };
    await count(before);
    await count(before);
    const remembered = await count(before);
    expect(remembered.asked).toBe(0);

    await post(database, workspace, 'leads', [{ id: 'written-meanwhile', createdAt: '2026-03-30T08:00:00Z' }]);
    const after = await dataVersion(database, workspace);
    // Whoever read the version just before the write may be given either; nobody else what was before.
    expect(await count(before)).toEqual({ value: remembered.value, asked: 0 });
    const later = { value: remembered.value! + 1 };
    expect(await count(after)).toEqual({ ...later, asked: 1 });
    expect(await count(after)).toEqual({ ...later, asked: 1 });
    expect(await count(after)).toEqual({ ...later, asked: 0 });
    // What was behind is gone; what is ahead stays with those who are there.
    expect(await count(before)).toEqual({ ...later, asked: 1 });
    expect(await count(after)).toEqual({ ...later, asked: 0 });
  });
});
