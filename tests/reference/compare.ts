import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import type { KindName } from '../../server/facts/kind.ts';
import { writeFacts } from '../../server/facts/write-facts.ts';
import { definitions } from '../../server/kpi/catalogue.ts';
import { createKpiReader } from '../../server/kpi/reader.ts';
import type { Evidence, FilterInput, FunnelInfo, KpiQuestion, ScopeInput } from '../../server/kpi/types.ts';
import { makeWorkspace } from '../../server/workspace/make-workspace.ts';
import { conversionRows } from './conversion.ts';
import { type Answer, evaluate, slices } from './evaluator.ts';
import type { Dimension, History, Question } from './facts.ts';
import { history, posted, question, stages, zones } from './histories.ts';

const now = new Date('2026-11-23T00:00:00Z');
const dimensions: Dimension[] = ['CHANNEL', 'OWNER', 'PRODUCT', 'INDUSTRY', 'REGION', 'COMPANY_SIZE', 'TAG'];
const filterNames: Record<Dimension, keyof FilterInput> = {
  CHANNEL: 'channels',
  OWNER: 'owners',
  PRODUCT: 'products',
  INDUSTRY: 'industries',
  REGION: 'regions',
  COMPANY_SIZE: 'companySizes',
  TAG: 'tags',
};
const takesWithinDays = new Set([
  'intent_conversion_rate',
  'channel_conversion_rate',
  'stage_conversion_rate',
  'lead_to_won_rate',
  'opportunity_conversion_rate',
  'repurchase_rate',
]);

/** Posts random histories and asks everything about them: the engine answers as the reference does, in every KPI and every slice. */
export async function compareHistories(database: Database, runs: number, seed?: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.array(question, { minLength: 1, maxLength: 2 }),
      fc.constantFrom(...zones),
      async (facts, questions, zone) => {
        const ask = await posting(database, facts, zone);
        for (const one of questions) await compare(ask, facts, zone, one);
      },
    ),
    { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
  );
}

type Ask = ReturnType<typeof createKpiReader> & { funnel: FunnelInfo };

async function posting(database: Database, facts: History, timeZone: string): Promise<Ask> {
  const workspace = await makeWorkspace(database, { name: 'reference', timeZone, currency: 'CNY', now });
  for (const [kind, lines] of posted(facts))
    for (const outcome of await writeFacts(database, workspace, kind as KindName, lines))
      expect(outcome.status).toBe('accepted');
  const funnel = await database.prisma.funnel.findFirstOrThrow({
    where: { workspaceId: workspace.id },
    include: { stages: { orderBy: { position: 'asc' } } },
  });
  return { ...createKpiReader(database, workspace, now), funnel: funnel as unknown as FunnelInfo };
}

async function compare(ask: Ask, facts: History, zone: string, asked: Question): Promise<void> {
  const unfiltered = { ...asked, filter: {}, withinDays: asked.basis === 'PERIOD' ? null : asked.withinDays };
  const rows = conversionRows(facts, stages, zone, unfiltered);
  expect(await ask.conversion(ask.funnel, scopeOf(unfiltered))).toMatchObject(
    rows.map((row) => ({ ...row, medianTime: close(row.medianTime), meanTime: close(row.meanTime) })),
  );
  for (const { key, dimensions: borne } of definitions) {
    if (Object.keys(asked.filter).some((dimension) => !borne.includes(dimension as Dimension))) continue;
    // withinDays speaks of cohorts only.
    const withinDays = asked.basis === 'PERIOD' || !takesWithinDays.has(key) ? null : asked.withinDays;
    const one: Question = { ...asked, withinDays };
    const kpi: KpiQuestion = { key, funnel: ask.funnel, scope: scopeOf(one) };
    expectSame([key], await ask.value(kpi), evaluate(key, facts, stages, zone, one));
    for (const by of dimensions) {
      if (!borne.includes(by)) continue;
      const expected = slices(key, by, facts, stages, zone, one);
      const found = new Map((await ask.breakdown(kpi, by, 500)).map((slice) => [slice.key, slice]));
      for (const [value, answer] of expected) {
        const slice = found.get(value);
        if (slice) expectSame([key, by, value], slice, answer);
        // A slice of nothing but zeros may be left out.
        else
          expect([key, by, value, answer.sampleSize === 0 || answer.numerator === 0]).toEqual([key, by, value, true]);
      }
    }
  }
}

const close = (number: number | null) => (number === null ? null : expect.closeTo(number, 5));

function scopeOf({ from, to, asOf, basis, withinDays, filter }: Question): ScopeInput {
  return {
    window: { between: { from, to } },
    asOf: new Date(asOf),
    basis,
    withinDays,
    filter: Object.fromEntries(
      Object.entries(filter).map(([dimension, values]) => [filterNames[dimension as Dimension], values]),
    ),
  };
}

function expectSame(what: unknown[], found: Evidence, expected: Answer): void {
  const leftOut = Object.fromEntries(found.leftOut.map(({ reason, count }) => [reason, count]));
  const { value, numerator, denominator, sampleSize, median, p90 } = found;
  expect({ what, value, numerator, denominator, sampleSize, median, p90, leftOut }).toEqual({
    what,
    value: close(expected.value),
    numerator: close(expected.numerator),
    denominator: close(expected.denominator),
    sampleSize: expected.sampleSize,
    median: close(expected.median),
    p90: close(expected.p90),
    leftOut: expected.leftOut,
  });
}
