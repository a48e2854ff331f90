import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { makeDemo } from '../../../server/demo/make-demo.ts';
import { readFunnels } from '../../../server/funnel/funnel.loaders.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { createKpiReader } from '../../../server/kpi/reader.ts';
import type { FunnelInfo, KpiReader, Narrowing, ScopeInput } from '../../../server/kpi/types.ts';
import { engines, freshDatabase } from '../../support/database.ts';

const now = new Date('2026-11-26T08:00:00Z');
const window = { last: { unit: 'MONTH', count: 5 } } as const;
const scopes: ScopeInput[] = [
  { window },
  { window, basis: 'PERIOD' },
  { window, filter: { industries: ['制造业', '零售电商'] } },
  { window, withinDays: 20 },
  { window, asOf: new Date('2026-10-10T08:00:00Z') },
];

describe.each(engines)('what is asked beside a finer cut of the same facts on %s', (engine) => {
  let statements: string[] = [];
  let database: Database;
  let workspace: WorkspaceInfo;
  let funnel: FunnelInfo;
  let channels: { id: string }[];
  beforeAll(async () => {
    database = await freshDatabase(engine, (text) => statements.push(text));
    workspace = await makeDemo(database, { now, scale: 0.02 });
    funnel = (await readFunnels(database, workspace.id))[0]!;
    channels = await database.prisma.channel.findMany({ where: { workspaceId: workspace.id }, select: { id: true } });
  });
  afterAll(() => database.close());

  /** What each of them says when asked alone, and when all are asked at once, with the statements that takes. */
  async function bothWays<Answer>(questions: ((reader: KpiReader) => Promise<Answer>)[]) {
    const settle = async (asked: Promise<Answer>) => asked.catch((error: Error) => error.message);
    const reader = () => createKpiReader(database, workspace, now);
    const alone = [];
    for (const question of questions) alone.push(await settle(question(reader())));
    statements = [];
    const together = reader();
    expect(await Promise.all(questions.map((question) => settle(question(together))))).toEqual(alone);
    return { answers: alone, statements: statements.length };
  }

  test.each(scopes)('a funnel chart is the sum of its stages by channel: %j', async (scope) => {
    const stage = (id: string): Narrowing => ({ dimension: 'STAGE', id });
    const found = await bothWays<unknown>([
      (reader) => reader.conversion(funnel, scope, { withTimes: false }),
      ...funnel.stages.map(
        ({ id }) =>
          (reader: KpiReader) =>
            reader.breakdown({ key: 'stage_conversion_rate', funnel, scope, narrowing: stage(id) }, 'CHANNEL', 20),
      ),
    ]);
    expect((found.answers[0] as { reached: number }[])[0]!.reached).toBeGreaterThan(10);
    // Once more where cells are doubted.
    expect(found.statements).toBeLessThanOrEqual(2);
  });

  test.each(scopes)('a value is that of its months and of its channels: %j', async (scope) => {
    for (const { key } of definitions) {
      const question = { key, funnel, scope };
      await bothWays<unknown>([
        (reader) => reader.value(question),
        (reader) => reader.series(question, 'MONTH'),
        (reader) => reader.breakdown(question, 'CHANNEL', 2),
      ]);
    }
  });

  test('a channel’s value is that of its weeks', async () => {
    const each = (key: string) =>
      channels.flatMap(({ id }) => {
        const question = { key, funnel, scope: { window }, narrowing: { dimension: 'CHANNEL', id } } as const;
        return [
          (reader: KpiReader) => reader.value(question),
          (reader: KpiReader) => reader.series(question, 'WEEK') as Promise<unknown>,
        ];
      });
    for (const key of ['new_leads', 'lead_quality_score', 'average_deal_size', 'channel_roi'])
      expect([key, (await bothWays(each(key))).statements]).toEqual([key, 1]);
    // Quantiles do not add up, nor do different customers.
    for (const key of ['sales_cycle', 'clv_annual']) expect((await bothWays(each(key))).statements).toBe(2);
  });
});
