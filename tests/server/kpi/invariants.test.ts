import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildJourneys } from '../../../server/cells/rebuild.ts';
import type { Database } from '../../../server/database/database.ts';
import type { WorkspaceInfo } from '../../../server/database/workspace-write.ts';
import { type FunnelRecord, readFunnels } from '../../../server/funnel/funnel.loaders.ts';
import { definitions } from '../../../server/kpi/catalogue.ts';
import { createKpiReader } from '../../../server/kpi/reader.ts';
import type { Evidence, KpiReader, ScopeInput } from '../../../server/kpi/types.ts';
import { scopeOf } from '../../reference/ask.ts';
import { type History, history } from '../../reference/histories.ts';
import { play } from '../../reference/play.ts';
import { type Asked, askedOf, question } from '../../reference/questions.ts';
import { takesPeriod } from '../../reference/rules.ts';
import type { Script } from '../../reference/script.ts';
import { engines, freshDatabase } from '../../support/database.ts';

const HISTORIES = 20;
const MINUTE = 60_000;

interface Posted {
  workspace: WorkspaceInfo;
  reader: KpiReader;
  funnel: FunnelRecord;
  scope: ScopeInput;
}

// What must hold whatever the facts are, without knowing a single right number.
describe.each(engines)('on %s, whatever happened,', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(() => database.close());

  async function post(script: Script, asked: Asked): Promise<Posted> {
    const { workspace } = await play(database, script);
    const funnel = (await readFunnels(database, workspace.id)).find(({ key }) => key === asked.funnel)!;
    const reader = createKpiReader(database, workspace, new Date(script.now));
    return { workspace, reader, funnel, scope: { ...scopeOf(asked.window, asked.question), withinDays: null } };
  }

  const holds = (invariant: (history: History, asked: Asked) => Promise<void>) =>
    fc.assert(
      fc.asyncProperty(history, question, (drawn, about) =>
        invariant(drawn, askedOf(about, drawn.era, drawn.script.now)),
      ),
      { numRuns: HISTORIES },
    );

  test(
    'slices by channel sum to the whole, in counts and sums and both sides of ratios',
    () =>
      holds(async ({ script }, asked) => {
        const { reader, funnel, scope } = await post(script, asked);
        await Promise.all(
          answerable(scope).map(async (key) => {
            const kpi = { key, funnel, scope };
            const [whole, slices] = await Promise.all([reader.value(kpi), reader.breakdown(kpi, 'CHANNEL', 500)]);
            for (const part of summing(key)) {
              const sum = slices.reduce((sum, slice) => sum + (slice[part] ?? 0), 0);
              expect([key, part, sum]).toEqual([key, part, expect.closeTo(whole[part] ?? 0, 5)]);
            }
          }),
        );
      }),
    5 * MINUTE,
  );

  test(
    'advanced, lost and open make up those who reached a stage, and where skipped stages count the step rates multiply to the whole',
    () =>
      holds(async ({ script }, asked) => {
        const { reader, funnel, scope } = await post(script, asked);
        const rows = await reader.conversion(funnel, { ...scope, basis: 'COHORT' });
        for (const { reached, advanced, lost, open } of rows.slice(0, -1))
          expect(advanced! + lost! + open!).toBe(reached);
        if (funnel.skipPolicy === 'STRICT' || rows[0]!.reached === 0) return;
        const product = rows.slice(0, -1).reduce((product, { rate }) => product * (rate ?? 0), 1);
        const whole = await reader.value({ key: 'lead_to_won_rate', funnel, scope: { ...scope, basis: 'COHORT' } });
        expect(product).toBeCloseTo(whole.value!, 9);
        expect(rows.at(-1)!.cumulativeRate).toBeCloseTo(whole.value!, 9);
      }),
    5 * MINUTE,
  );

  test(
    'a ratio is the ratio of the sums of its slices, never the mean of their ratios; an interval holds its value',
    () =>
      holds(async ({ script }, asked) => {
        const { reader, funnel, scope } = await post(script, asked);
        await Promise.all(
          definitions
            .filter(({ unit, key }) => unit === 'RATIO' && answerable(scope).includes(key))
            .map(async ({ key }) => {
              const kpi = { key, funnel, scope };
              const [whole, slices] = await Promise.all([reader.value(kpi), reader.breakdown(kpi, 'CHANNEL', 500)]);
              const { value, numerator, denominator } = whole;
              if (value !== null) expect([key, value]).toEqual([key, expect.closeTo(numerator! / denominator!, 9)]);
              for (const answer of [whole, ...slices]) expectValueInside(key, answer);
            }),
        );
      }),
    5 * MINUTE,
  );

  test(
    'facts may come in any order when those that come early wait for their parents',
    () =>
      holds(async ({ script }, asked) => {
        const [inOrder, otherwise] = await Promise.all(
          ordersOf(script).map(async (script) => everyValue(await post(script, asked))),
        );
        expect(otherwise).toEqual(inOrder);
      }),
    5 * MINUTE,
  );

  test(
    'journeys computed anew from the facts are the journeys that are there',
    () =>
      holds(async ({ script }, asked) => {
        const { workspace } = await post(script, asked);
        const before = await journeysOf(workspace);
        await rebuildJourneys(database, workspace);
        expect(await journeysOf(workspace)).toEqual(before);
      }),
    5 * MINUTE,
  );

  async function journeysOf({ id }: WorkspaceInfo): Promise<Record<string, unknown[]>> {
    const tables = await database.query<{ name: string }>(sql`
      select table_name as name from information_schema.tables
      where table_schema = current_schema() and (table_name like '%\\_journeys' or table_name = 'lead_stays')
      order by table_name`);
    expect(tables.length).toBeGreaterThan(3);
    const rows: Record<string, unknown[]> = {};
    for (const { name } of tables) {
      const found = await database.query<{ row: string }>(
        sql`select row_to_json(one)::text as row from ${sql.table(name)} one where workspace_id = ${id}`,
      );
      // Stays are written anew with ids of their own.
      rows[name] = found.map(({ row }) => JSON.stringify(withoutOwnId(name, JSON.parse(row)))).sort();
    }
    return rows;
  }
});

function withoutOwnId(table: string, row: Record<string, unknown>): Record<string, unknown> {
  return table === 'lead_stays' ? { ...row, id: undefined } : row;
}

/** The KPIs that can be asked so. */
function answerable({ basis, filter }: ScopeInput): string[] {
  const onlyChannels = Object.keys(filter ?? {}).every((list) => list === 'channels');
  return definitions
    .filter(
      ({ key, dimensions }) => (onlyChannels || dimensions.length > 1) && (basis !== 'PERIOD' || takesPeriod(key)),
    )
    .map(({ key }) => key);
}

/** What of a KPI's slices by channel adds up. Owners work for leads of several channels; of a quotient of money only its sides do. */
function summing(key: string): ('numerator' | 'denominator' | 'sampleSize' | 'value')[] {
  if (['new_leads', 'qualified_leads', 'opportunities', 'open_opportunities', 'quotes', 'won_customers'].includes(key))
    return ['value', 'sampleSize'];
  if (['channel_spend', 'pipeline_value', 'won_amount', 'revenue'].includes(key)) return ['value', 'sampleSize'];
  if (['channel_share', 'follow_up_frequency'].includes(key)) return ['numerator'];
  // What a channel won counts in the whole; its own return is unknown without its own spend.
  if (key === 'channel_roi') return ['sampleSize'];
  return ['numerator', 'denominator', 'sampleSize'];
}

function expectValueInside(key: string, { value, interval }: Evidence): void {
  if (!interval) return;
  expect([key, interval.low <= value! + 1e-12 && value! - 1e-12 <= interval.high]).toEqual([key, true]);
}

async function everyValue({ reader, funnel, scope }: Posted): Promise<object[]> {
  return Promise.all(
    answerable(scope).map(async (key) => {
      const { window: _, ...answer } = await reader.value({ key, funnel, scope });
      return { ...answer, leftOut: [...answer.leftOut].sort((a, b) => a.reason.localeCompare(b.reason)) };
    }),
  );
}

/** The first posts of a history, parents first and children first. Within a kind the order stays: it decides ties. */
function ordersOf(script: Script): [Script, Script] {
  const before = script.steps.filter(
    (step) => 'funnel' in step || ('post' in step && ['owners', 'rates'].includes(step.post)),
  );
  const kinds = new Set<string>();
  const firsts = script.steps.filter((step) => {
    if (!('post' in step) || before.includes(step) || kinds.has(step.post)) return false;
    kinds.add(step.post);
    return true;
  });
  const deferring = firsts.map((step) => ({ ...step, defer: true }));
  return [
    { ...script, steps: [...before, ...deferring] },
    { ...script, steps: [...before, ...deferring.reverse()] },
  ];
}
