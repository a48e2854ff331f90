import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { readFunnels } from '../../server/funnel/funnel.loaders.ts';
import { definitions } from '../../server/kpi/catalogue.ts';
import { createKpiReader } from '../../server/kpi/reader.ts';
import type { Evidence, FilterInput, FunnelInfo, KpiReader, ScopeInput } from '../../server/kpi/types.ts';
import { Company } from './company.ts';
import { conversionRows } from './conversion.ts';
import { evaluate, keys, slices } from './evaluator.ts';
import { close, closeEnds, ends, expectSame } from './expected.ts';
import type { Facts } from './facts.ts';
import { history } from './histories.ts';
import type { Answer } from './parts.ts';
import { play } from './play.ts';
import { type Dimension, pointsOf, previousOf, type Question, windowInput } from './question.ts';
import { type Asked, question } from './questions.ts';
import { dimensionsOf, takesPeriod, takesWithinDays } from './rules.ts';
import { DEFAULT_FUNNEL, type Script } from './script.ts';

const MOST_POINTS = 60;
const filterNames: Partial<Record<Dimension, keyof FilterInput>> = {
  CHANNEL: 'channels',
  OWNER: 'owners',
  TEAM: 'teams',
  PRODUCT: 'products',
  INDUSTRY: 'industries',
  REGION: 'regions',
  COMPANY_SIZE: 'companySizes',
  TAG: 'tags',
};

/** Posts random histories and asks everything about them: the engine answers as the reference does. Prints the seed where it does not. */
export async function compareHistories(database: Database, numRuns: number, seed?: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(history, fc.array(question, { minLength: 1, maxLength: 2 }), ({ era, script }, questions) =>
      compareHistory(
        database,
        script,
        questions.map((about) => about(era, script.now)),
      ),
    ),
    { numRuns, ...(seed === undefined ? {} : { seed }) },
  );
}

export async function compareHistory(database: Database, script: Script, asked: Asked[]): Promise<void> {
  const { workspace, facts } = await play(database, script);
  const funnels = await readFunnels(database, workspace.id);
  const reader = createKpiReader(database, workspace, new Date(script.now));
  for (const one of asked) {
    const funnel = funnels.find(({ key }) => key === one.funnel)!;
    await new Comparison(reader, funnel, facts, script.zone, one).everything();
  }
}

/** One question, asked of both. What is asked at once is one tick for the engine: few statements, however many KPIs. */
class Comparison {
  private readonly reader: KpiReader;
  private readonly funnel: FunnelInfo;
  private readonly asked: Asked;
  private readonly company: Company;
  private readonly differences: { about: string; error: unknown }[] = [];

  constructor(reader: KpiReader, funnel: FunnelInfo, facts: Facts, zone: string, asked: Asked) {
    this.reader = reader;
    this.funnel = funnel;
    this.asked = asked;
    this.company = new Company(facts, asked.funnel, DEFAULT_FUNNEL, zone);
  }

  /** Throws the first difference, with the names of all. */
  async everything(): Promise<void> {
    const known = new Set(definitions.map(({ key }) => key));
    await Promise.all([this.conversion(), ...keys.filter((key) => known.has(key)).map((key) => this.kpi(key))]);
    const [first] = this.differences;
    if (!first) return;
    const all = this.differences.map(({ about }) => about).join(', ');
    throw new Error(`${JSON.stringify(this.asked)}\ndiffers in: ${all}`, { cause: first.error });
  }

  private async kpi(key: string): Promise<void> {
    const { question: said, grain, window } = this.asked;
    const { reader, company } = this;
    const question = questionFor(key, said);
    const kpi = this.ask(key, question);
    if (Object.keys(question.filter).some((dimension) => !dimensionsOf(key).includes(dimension as Dimension)))
      return this.refuses(key, question, 'DIMENSION_NOT_AVAILABLE');
    if (question.basis === 'PERIOD' && !takesPeriod(key)) return this.refuses(key, question, 'BASIS_NOT_AVAILABLE');
    const points = pointsOf(question, grain);
    await Promise.all([
      this.same([key], reader.value(kpi), () => evaluate(key, company, question)),
      this.same([key, 'previous'], reader.previous(kpi), () =>
        evaluate(key, company, previousOf(question, window, company.zone)),
      ),
      points.length <= MOST_POINTS && this.sameSeries(key, question, points),
      ...dimensionsOf(key).map((by) => this.sameSlices(key, by, question)),
      said.withinDays !== question.withinDays &&
        this.refuses(key, { ...question, withinDays: said.withinDays }, 'WITHIN_DAYS_NOT_AVAILABLE'),
    ]);
  }

  private async same(what: (string | null)[], found: Promise<Evidence | null>, expected: () => Answer): Promise<void> {
    await this.check(what, async () => expectSame(what, (await found)!, expected()));
  }

  private async sameSeries(key: string, question: Question, points: Question[]): Promise<void> {
    const { grain } = this.asked;
    const found = this.reader.series(this.ask(key, question), grain);
    await this.check([key, grain], async () =>
      expect((await found).map(({ from, to }) => [from, to])).toEqual(points.map(({ from, to }) => [from, to])),
    );
    for (const [place, point] of points.entries())
      await this.same(
        [key, grain, point.from],
        found.then((all) => all[place]!),
        () => evaluate(key, this.company, point),
      );
  }

  private async sameSlices(key: string, by: Dimension, question: Question): Promise<void> {
    const found = await this.reader.breakdown(this.ask(key, question), by, 500);
    const expected = slices(key, by, this.company, question);
    for (const value of new Set([...found.map((slice) => slice.key), ...expected.keys()]))
      await this.check([key, by, value], () => {
        const slice = found.find((slice) => slice.key === value);
        const answer = expected.get(value);
        if (slice && answer) expectSame([key, by, value], slice, answer);
        // Whether a slice of nothing at all is there is a matter of taste.
        else expect([key, by, value, slice ?? answer]).toEqual([key, by, value, expect.toSatisfy(isNothing)]);
      });
  }

  private async refuses(key: string, question: Question, code: string): Promise<void> {
    const refusal = await this.reader.value(this.ask(key, question)).catch((error: { code?: string }) => error.code);
    await this.check([key, code], () => expect([key, refusal]).toEqual([key, code]));
  }

  private async conversion(): Promise<void> {
    const question = questionFor('lead_to_won_rate', this.asked.question);
    const found = await this.reader.conversion(this.funnel, this.scopeOf(question));
    await this.check(['conversion'], () =>
      expect(found.map(({ stageId: _, ...row }) => ({ ...row, interval: ends(row.interval) }))).toEqual(
        conversionRows(this.company, question).map((row) => ({
          ...row,
          rate: close(row.rate),
          cumulativeRate: close(row.cumulativeRate),
          interval: closeEnds(row.interval),
          medianTime: close(row.medianTime),
          meanTime: close(row.meanTime),
        })),
      ),
    );
  }

  private async check(what: (string | null)[], expectation: () => unknown): Promise<void> {
    try {
      await expectation();
    } catch (error) {
      this.differences.push({ about: what.join(' '), error });
    }
  }

  private ask(key: string, question: Question) {
    return { key, funnel: this.funnel, scope: this.scopeOf(question) };
  }

  private scopeOf({ asOf, basis, withinDays, filter }: Question): ScopeInput {
    return {
      window: windowInput(this.asked.window),
      asOf: new Date(asOf),
      basis,
      withinDays,
      filter: Object.fromEntries(
        Object.entries(filter).map(([dimension, values]) => [filterNames[dimension as Dimension], values]),
      ),
    };
  }
}

/** The question as this KPI takes it: only conversions of a cohort know `withinDays`. */
function questionFor(key: string, question: Question): Question {
  const isConversion = takesWithinDays.includes(key) && question.basis === 'COHORT';
  return { ...question, withinDays: isConversion ? question.withinDays : null };
}

function isNothing({
  value,
  numerator,
  sampleSize,
  leftOut,
}: Pick<Answer, 'value' | 'numerator' | 'sampleSize'> & { leftOut: object }): boolean {
  return !value && !numerator && sampleSize === 0 && Object.keys(leftOut).length === 0;
}
