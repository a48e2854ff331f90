import fc from 'fast-check';
import { expect } from 'vitest';
import { checkCells } from '../../server/cells/check.ts';
import type { Database } from '../../server/database/database.ts';
import { createSharedAnswers } from '../../server/database/shared-answers.ts';
import { readDataVersion } from '../../server/database/workspace-write.ts';
import { readFunnels } from '../../server/funnel/funnel.loaders.ts';
import { definitions } from '../../server/kpi/catalogue.ts';
import { createCellMemory } from '../../server/kpi/cell-memory/cell-memory.ts';
import { createKpiReader, type KpiReaderOptions } from '../../server/kpi/reader.ts';
import type { Evidence, FunnelInfo, KpiReader } from '../../server/kpi/types.ts';
import { scopeOf } from './ask.ts';
import { channelRows } from './channel-roi.ts';
import { Company } from './company.ts';
import { conversionRows } from './conversion.ts';
import { evaluate, keys, slices } from './evaluator.ts';
import { ends, expectSame, isSame, millionths } from './expected.ts';
import { history } from './histories.ts';
import type { Answer } from './parts.ts';
import { play } from './play.ts';
import { type Dimension, pointsOf, previousOf, type Question } from './question.ts';
import { type Asked, askedOf, filtered, question } from './questions.ts';
import { dimensionsOf, takesPeriod, takesWithinDays } from './rules.ts';
import { DEFAULT_FUNNEL, type Script } from './script.ts';

const MOST_POINTS = 60;
/** Days. */
const PATIENCES = [0, 1, 2];
const MOST_NAMES = 20;
/** One in so many is asked from memory, too, which takes three times as long. */
const HISTORIES_A_MEMORY = 6;

/**
 * Posts random histories and asks everything about them: the engine answers as the reference does. Where it does not, fast-check prints
 * `seed` and `path`; given as FUNNEL_SEED and FUNNEL_PATH they lead straight back to it.
 */
export async function compareHistories(
  database: Database,
  numRuns: number,
  longest: number,
  seed = givenSeed(),
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(history, question, filtered, ({ era, script }, ...questions) =>
      compareHistory(
        database,
        script,
        questions.map((about) => askedOf(about, era, script.now)),
      ),
    ),
    {
      numRuns,
      ...(seed === undefined ? {} : { seed }),
      ...(process.env.FUNNEL_PATH ? { path: process.env.FUNNEL_PATH, endOnFailure: true } : {}),
      // Looking for a smaller history must not outlast the test, or neither would be printed.
      interruptAfterTimeLimit: longest,
      markInterruptAsFailure: true,
    },
  );
}

export function givenSeed(): number | undefined {
  return process.env.FUNNEL_SEED ? Number(process.env.FUNNEL_SEED) : undefined;
}

export async function compareHistory(database: Database, script: Script, asked: Asked[]): Promise<void> {
  const { workspace, facts } = await play(database, script);
  const funnels = await readFunnels(database, workspace.id);
  expect(await checkCells(database, workspace.id)).toMatchObject({ wrong: 0, differences: [] });
  const channels = new Map(
    (await database.prisma.channel.findMany({ where: { workspaceId: workspace.id } })).map(({ id, key }) => [id, key]),
  );
  for (const [place, one] of asked.entries()) {
    const funnel = funnels.find(({ key }) => key === one.funnel)!;
    const company = new Company(facts, one.funnel, DEFAULT_FUNNEL, script.zone);
    const compare = (options: KpiReaderOptions) => {
      const reader = createKpiReader(database, workspace, new Date(script.now), options);
      return new Comparison(reader, funnel, company, one, channels).everything();
    };
    // Daily sums answer where they can, but not all alone: every other question is asked of journeys only.
    const useCells = place % 2 === 0;
    await compare({ useCells });
    if (useCells && facts.leads.length % HISTORIES_A_MEMORY === 0)
      await compareFromMemory(database, workspace.id, compare);
  }
}

/** With cells held in memory: the first time round the database says that nothing is doubtful, and the second has them read. */
async function compareFromMemory(
  database: Database,
  workspaceId: string,
  compare: (options: KpiReaderOptions) => Promise<void>,
): Promise<void> {
  const version = await readDataVersion(database, workspaceId);
  const memory = createCellMemory(database, { cost: 0 });
  for (let round = 0; round < 3; round++) {
    await compare({ memory, answers: createSharedAnswers().at(workspaceId, version) });
    await memory.idle();
  }
}

/** One question, asked of both. What is asked at once is one tick for the engine: few statements, however many KPIs. */
class Comparison {
  private readonly reader: KpiReader;
  private readonly funnel: FunnelInfo;
  private readonly asked: Asked;
  private readonly company: Company;
  /** By internal id. */
  private readonly channels: ReadonlyMap<string, string>;
  private readonly differences: { about: string; error: unknown }[] = [];

  constructor(
    reader: KpiReader,
    funnel: FunnelInfo,
    company: Company,
    asked: Asked,
    channels: ReadonlyMap<string, string>,
  ) {
    this.reader = reader;
    this.funnel = funnel;
    this.asked = asked;
    this.company = company;
    this.channels = channels;
  }

  /** Throws the first difference, with the names of the others. */
  async everything(): Promise<void> {
    const known = new Set(definitions.map(({ key }) => key));
    await Promise.all([this.conversion(), ...keys.filter((key) => known.has(key)).map((key) => this.kpi(key))]);
    const [first] = this.differences;
    if (!first) return;
    const names = this.differences.map(({ about }) => about);
    const more = names.length > MOST_NAMES ? `, ${names.length - MOST_NAMES} more` : '';
    throw new Error(`${JSON.stringify(this.asked)}\ndiffers in: ${names.slice(0, MOST_NAMES).join(', ')}${more}`, {
      cause: first.error,
    });
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
      ...cutsOf(key, question).map((by) => this.sameSlices(key, by, question)),
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

  /** The chart as asked, and of cohorts with several patiences: what comes too late is seldom enough. */
  private async conversion(): Promise<void> {
    const asked = questionFor('lead_to_won_rate', this.asked.question);
    const impatient = PATIENCES.map((withinDays): Question => ({ ...asked, basis: 'COHORT', withinDays }));
    await Promise.all([asked, ...impatient].map((question) => this.conversionOf(question)));
  }

  private async conversionOf(question: Question): Promise<void> {
    const before = previousOf(question, this.asked.window, this.company.zone);
    for (const [ofPrevious, meant] of [
      [false, question],
      [true, before],
    ] as const) {
      const scope = scopeOf(this.asked.window, question);
      const found = (await this.reader.conversion(this.funnel, scope, { ofPrevious })).map(
        ({ stageId: _, ...row }) => ({ ...row, interval: ends(row.interval) }),
      );
      const expected = conversionRows(this.company, meant);
      await this.check(
        ['conversion', String(question.withinDays), ofPrevious ? 'previous' : null],
        () => isSame(found, expected) || expect(found).toEqual(expected),
      );
    }
  }

  private async channelRoi(): Promise<void> {
    const question = { ...this.asked.question, withinDays: null };
    if (Object.keys(question.filter).some((dimension) => dimension !== 'CHANNEL')) return;
    const found = (await this.reader.channelRoi(this.funnel, scopeOf(this.asked.window, question))).map(
      ({ channelId, spend, wonAmount, costPerLead, costPerAcquisition, leftOut, ...row }) => ({
        ...row,
        channel: channelId && this.channels.get(channelId),
        interval: ends(row.interval),
        spend: millionths(spend),
        wonAmount: millionths(wonAmount),
        costPerLead: millionths(costPerLead),
        costPerAcquisition: millionths(costPerAcquisition),
        leftOut: Object.fromEntries(leftOut.map(({ reason, count }) => [reason, count])),
      }),
    );
    const leads = found.map(({ newLeads }) => newLeads);
    await this.check(['channelRoi', 'order'], () => expect(leads).toEqual([...leads].sort((a, b) => b - a)));
    const byName = (a: { channel?: string | null }, b: { channel?: string | null }) =>
      String(a.channel).localeCompare(String(b.channel));
    found.sort(byName);
    const expected = channelRows(this.company, question).sort(byName);
    await this.check(['channelRoi'], () => isSame(found, expected) || expect(found).toEqual(expected));
  }

  private async check(what: (string | null)[], expectation: () => unknown): Promise<void> {
    try {
      await expectation();
    } catch (error) {
      this.differences.push({ about: what.join(' '), error });
    }
  }

  private ask(key: string, question: Question) {
    return { key, funnel: this.funnel, scope: scopeOf(this.asked.window, question) };
  }
}

/** By all that it bears; of what is filtered, to save time, by what the filter is about and by channel. */
function cutsOf(key: string, { filter }: Question): readonly Dimension[] {
  const borne = dimensionsOf(key);
  if (Object.keys(filter).length === 0) return borne;
  return borne.filter((dimension) => dimension === 'CHANNEL' || dimension in filter);
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
