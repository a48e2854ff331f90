import type { GraphQLResolveInfo } from 'graphql';
import type { KpiAnswer, KpiFrame, KpiQuestion } from '../kpi/types.ts';
import { builder } from './builder.ts';
import { type Context, kpisOf } from './context.ts';
import { KpiBasis, KpiDimension, KpiStatus, TimeUnit } from './enums.ts';
import { definitionOf, KpiDefinitionRef } from './kpi-definition.ts';
import { IntervalRef, inCurrency, LeftOutRef, WindowRef } from './kpi-evidence.ts';
import { KpiPointRef, KpiSliceRef } from './kpi-parts.ts';
import { MoneyRef } from './money.ts';
import { ofData } from './of-data.ts';
import { selectsBeside } from './selects.ts';

/** A question with what came of it, so that more can be asked about it. */
export interface KpiValue {
  question: KpiQuestion;
  frame: KpiFrame;
  /** undefined: nothing of it was selected, so that it was not asked for. */
  answer: KpiAnswer | undefined;
  isPrevious: boolean;
}

export interface AnsweredKpi extends KpiValue {
  answer: KpiAnswer;
}

/** Fields of a KpiValue that do without the answer itself. */
const besideAnswer: ReadonlySet<string> = new Set([
  '__typename',
  'definition',
  'window',
  'basis',
  'previous',
  'series',
  'breakdown',
]);

/** @throws KpiQuestionError, whatever is selected */
export async function askKpi(question: KpiQuestion, context: Context, info: GraphQLResolveInfo): Promise<KpiValue> {
  if (selectsBeside(info, besideAnswer)) return answerKpi(question, context);
  return { question, frame: kpisOf(context).frame(question), answer: undefined, isPrevious: false };
}

/** @throws KpiQuestionError */
export async function answerKpi(question: KpiQuestion, context: Context): Promise<AnsweredKpi> {
  const answer = await kpisOf(context).value(question);
  return { question, frame: answer, answer, isPrevious: false };
}

async function previousOf(
  { question, isPrevious }: KpiValue,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<KpiValue | null> {
  if (isPrevious) return null;
  const kpis = kpisOf(context);
  if (!selectsBeside(info, besideAnswer))
    return { question, frame: kpis.frame(question, true), answer: undefined, isPrevious: true };
  const answer = await kpis.previous(question);
  return { question, frame: answer, answer, isPrevious: true };
}

async function changeOf(
  { question, isPrevious, answer }: KpiValue,
  context: Context,
): Promise<{ change: number; from: number } | null> {
  if (isPrevious) return null;
  const before = await kpisOf(context).previous(question);
  const { value, scoringModelVersion } = answer!;
  // Two models are two scales: in the moment that one follows the other, there is nothing to compare.
  if (before.scoringModelVersion !== scoringModelVersion) return null;
  return value === null || before.value === null ? null : { change: value - before.value, from: before.value };
}

const ref = builder.objectRef<KpiValue>('KpiValue');

export const KpiValueRef = ref.implement({
  description: 'A KPI’s value with what it is made of. Without data it is null, never 0.',
  extensions: ofData,
  fields: (t) => ({
    definition: t.field({
      type: KpiDefinitionRef,
      description: 'Which KPI this is.',
      resolve: ({ frame }) => definitionOf(frame.key),
    }),
    window: t.field({
      type: WindowRef,
      description: 'What it is about, with nothing left open.',
      resolve: ({ frame }) => frame.window,
    }),
    basis: t.field({
      type: KpiBasis,
      nullable: true,
      description: 'How it counted; null for KPIs that take no basis.',
      resolve: ({ frame }) => frame.basis,
    }),
    value: t.float({
      nullable: true,
      description:
        'Durations in seconds, ratios as fractions (0.25), money in the workspace’s currency. null: no data; status says why.',
      resolve: ({ answer }) => answer!.value,
    }),
    money: t.field({
      type: MoneyRef,
      nullable: true,
      description: 'The value exactly, for KPIs in money; null for others and without data.',
      resolve: ({ answer }, _, context) => inCurrency(answer!.money, context),
    }),
    numerator: t.float({
      nullable: true,
      description: 'Of a ratio: value = numerator / denominator; null for other KPIs.',
      resolve: ({ answer }) => answer!.numerator,
    }),
    denominator: t.float({
      nullable: true,
      description: 'Of a ratio, 0 where there is nothing to divide by; null for other KPIs.',
      resolve: ({ answer }) => answer!.denominator,
    }),
    sampleSize: t.int({
      description:
        'How much the value rests on: of a ratio its denominator, of a mean its observations, of a count or sum the facts counted.',
      resolve: ({ answer }) => answer!.sampleSize,
    }),
    interval: t.field({
      type: IntervalRef,
      nullable: true,
      description: '95 % interval: Wilson’s for a share, Student’s t for a mean; null where the dictionary gives none.',
      resolve: ({ answer }) => answer!.interval,
    }),
    standardDeviation: t.float({
      nullable: true,
      description: 'Of a mean (n − 1); null for other KPIs and for fewer than two observations.',
      resolve: ({ answer }) => answer!.standardDeviation,
    }),
    median: t.float({
      nullable: true,
      description: 'Of a duration, in seconds, exact (type 7); null for other KPIs and without data.',
      resolve: ({ answer }) => answer!.median,
    }),
    p90: t.float({
      nullable: true,
      description: '90th percentile of a duration, in seconds, exact (type 7); null for other KPIs and without data.',
      resolve: ({ answer }) => answer!.p90,
    }),
    leftOut: t.field({
      type: [LeftOutRef],
      description: 'What was left out or set apart, by reason; empty where nothing was.',
      resolve: ({ answer }) => answer!.leftOut,
    }),
    status: t.field({
      type: KpiStatus,
      description: 'Whether the value stands.',
      resolve: ({ answer }) => answer!.status,
    }),
    scoringModelVersion: t.int({
      nullable: true,
      description:
        'The version of the scoring rules that the value rests on: of lead_quality_score, qualified_leads and qualified_lead_rate; null for other KPIs.',
      resolve: ({ answer }) => answer!.scoringModelVersion,
    }),
    previous: t.field({
      type: ref,
      nullable: true,
      description:
        'The same question about the window before: of a calendar period the one before it, otherwise as many days just before; its asOf moved back by as much. null for a previous value itself.',
      resolve: (value, _, context, info) => previousOf(value, context, info),
    }),
    change: t.float({
      nullable: true,
      description: 'value − previous.value; null where either is null.',
      resolve: async (value, _, context) => (await changeOf(value, context))?.change ?? null,
    }),
    relativeChange: t.float({
      nullable: true,
      description: 'change / |previous.value|; null where either value is null or the previous one is 0.',
      resolve: async (value, _, context) => {
        const found = await changeOf(value, context);
        return found && found.from !== 0 ? found.change / Math.abs(found.from) : null;
      },
    }),
    series: t.field({
      type: [KpiPointRef],
      description:
        'The window bucket by bucket, in order; each point is the same question about the bucket. At most 4000, of states (open amounts, churn, activity …) 1000.',
      args: { grain: t.arg({ type: TimeUnit, required: true, description: 'How long a bucket is.' }) },
      resolve: ({ question, isPrevious }, { grain }, context) => kpisOf(context).series(question, grain, isPrevious),
    }),
    breakdown: t.field({
      type: [KpiSliceRef],
      description:
        'Slice by slice: by numerator (else sampleSize) descending, then key. Slices beyond `first` come as one, with isRest.',
      args: {
        by: t.arg({ type: KpiDimension, required: true, description: 'One of the definition’s dimensions.' }),
        first: t.arg.int({ defaultValue: 20, description: 'How many slices before the rest, 1 to 500.' }),
      },
      resolve: ({ question, isPrevious }, { by, first }, context) =>
        kpisOf(context).breakdown(question, by, first ?? 20, isPrevious),
    }),
  }),
});
