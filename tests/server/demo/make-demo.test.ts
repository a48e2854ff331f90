import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { companyFacts } from '../../../server/demo/company.ts';
import { findDemo, makeDemo } from '../../../server/demo/make-demo.ts';
import { type DemoKind, type DemoProgress, postFacts } from '../../../server/demo/post-facts.ts';
import { standingRules } from '../../../server/events/rule/read-rules.ts';
import { removeRule } from '../../../server/events/rule/write-rule.ts';
import { kinds } from '../../../server/facts/kinds.ts';
import { makeWorkspace } from '../../../server/workspace/make-workspace.ts';
import { engines, freshDatabase } from '../../support/database.ts';

const now = new Date('2026-03-10T13:00:00+08:00');
const weekLater = new Date('2026-03-17T13:00:00+08:00');
const demo = { now, seed: 'test', scale: 0.02 };
const facts = companyFacts(demo);
const announced = countsOf(facts);

describe.each(engines)('on %s', (engine) => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase(engine);
  });
  afterEach(() => database.close());

  test('everything goes in without an error or a warning, and posting it again changes nothing', async () => {
    const workspace = await makeWorkspace(database, { name: 'any', timeZone: 'Asia/Shanghai', currency: 'CNY', now });
    const first = await postFacts(database, workspace, facts);
    const version = await dataVersion(database);
    const again = await postFacts(database, workspace, facts);
    for (const kind of Object.keys(announced) as DemoKind[]) {
      const silent = { rejected: 0, deferred: 0, errors: [], warningCount: 0, warnings: [] };
      expect(first[kind], kind).toEqual({ ...silent, accepted: announced[kind], unchanged: 0 });
      expect(again[kind], kind).toEqual({ ...silent, accepted: 0, unchanged: announced[kind] });
    }
    expect(await dataVersion(database)).toBe(version);
  });

  test('the workspace is of Shanghai and counts in CNY, and progress runs up to the number of all facts', async () => {
    const progress: DemoProgress[] = [];
    const workspace = await makeDemo(database, { ...demo, onProgress: (step) => progress.push(step) });
    expect(workspace).toMatchObject({ timeZone: 'Asia/Shanghai', currency: 'CNY' });
    const total = Object.values(announced).reduce((sum, count) => sum + count, 0);
    expect(new Set(progress.map(({ kind }) => kind))).toEqual(new Set(Object.keys(announced)));
    expect(progress.at(-1)).toEqual({ kind: 'spend', done: total, total });
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).sort((a, b) => a - b));
    expect(await stored(database)).toEqual(announced);
  });

  test('a making that was interrupted is completed later with the facts of its first day', async () => {
    const onProgress = ({ kind }: DemoProgress) => {
      if (kind === 'activities') throw new Error('killed');
    };
    await expect(makeDemo(database, { ...demo, onProgress })).rejects.toThrow('killed');
    expect((await stored(database)).customers).toBe(0);

    await makeDemo(database, { ...demo, now: weekLater });
    expect(await stored(database)).toEqual(announced);
    expect(await database.query(sql`select 1 from workspaces`)).toHaveLength(1);
  });

  test('a complete demo is left alone', async () => {
    const made = await makeDemo(database, demo);
    await database.query(sql`delete from surveys`);
    const progress: DemoProgress[] = [];
    const found = await makeDemo(database, { ...demo, now: weekLater, onProgress: (step) => progress.push(step) });
    expect(found.id).toBe(made.id);
    expect(progress).toEqual([]);
    expect((await stored(database)).surveys).toBe(0);
  });

  test('it has alert rules; who takes them away does not get them back', async () => {
    const { id } = await makeDemo(database, demo);
    const rules = await standingRules(database, id);
    // Named in the company's language, as its channels and owners are.
    expect(rules.map(({ kpi, name, enabled }) => [kpi, name, enabled])).toEqual([
      ['stage_conversion_rate', '阶段转化率跌破阈值', true],
      ['channel_roi', '渠道 ROI 为负', true],
      ['first_response_time', '首次响应过慢', true],
      ['won_customers', '成交客户数环比下降', true],
    ]);
    for (const rule of rules) await removeRule(database, id, rule.id, now);
    await makeDemo(database, demo);
    expect(await standingRules(database, id)).toEqual([]);
  });

  test('a database without a demo has none to find', async () => {
    await makeWorkspace(database, { name: 'default', timeZone: 'Europe/Berlin', currency: 'EUR', now });
    expect(await findDemo(database)).toBeUndefined();
  });
});

function countsOf(lists: Record<DemoKind, readonly unknown[]>): Record<DemoKind, number> {
  return Object.fromEntries(Object.entries(lists).map(([kind, list]) => [kind, list.length])) as Record<
    DemoKind,
    number
  >;
}

async function stored(database: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of Object.keys(announced) as DemoKind[]) {
    const [row] = await database.query<{ count: number }>(
      sql`select count(*) as count from ${sql.table(kinds[kind].table)}`,
    );
    counts[kind] = row!.count;
  }
  return counts;
}

async function dataVersion(database: Database): Promise<number> {
  const [row] = await database.query<{ version: number }>(sql`select data_version as version from workspaces`);
  return row!.version;
}
