import type { Queryable } from '../database/database.ts';
import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { breakdownOf, slicesOf } from './breakdown.ts';
import { bucketsOf, equalDaysOf } from './calendar.ts';
import { catalogueRow } from './catalogue.ts';
import { type CatalogueRow, formulaBy, formulaOf, hasBasis } from './catalogue-row.ts';
import { channelRoiOf } from './channel-roi.ts';
import { conversionOf } from './conversion.ts';
import { evidence, type Span, spanOf, withEvidence } from './evidence.ts';
import { filterDimensions } from './filter-conditions.ts';
import { type Formula, gatheredMeasuresOf, isState, measuresOf, sizeMeasureOf } from './formula.ts';
import type { Buckets } from './grouping.ts';
import type { MeasureName } from './measures.ts';
import { momentOf } from './moment.ts';
import { pointOf } from './parts.ts';
import { Reading } from './reading.ts';
import { type Filter, resolveScope, type Scope, type Scopes } from './scope.ts';
import { createTallyLoader, type TallyLoaderOptions } from './tally-loader.ts';
import type { TallyRequest } from './tally-request.ts';
import { createSnapshotLoader, type SnapshotLoaderOptions } from './tally-snapshot.ts';
import {
  type Dimension,
  type FunnelInfo,
  type KpiAnswer,
  type KpiDefinition,
  type KpiFrame,
  type KpiQuestion,
  KpiQuestionError,
  type KpiReader,
  type ScopeInput,
  type TimeUnit,
} from './types.ts';

const MOST_POINTS = 4_000;
/** Of KPIs that are asked anew of each bucket. */
const MOST_STATES = 1_000;
const MOST_SLICES = 500;

/** A window cut into buckets, with what each of them turns on. */
interface Cut {
  /** Calendar days; what it is as a slice; how much of it had passed. */
  buckets: { from: string; to: string; id: string; span: Span }[];
  slices: Buckets;
}

/** A question once it is known to make sense. */
interface Prepared {
  row: CatalogueRow;
  definition: KpiDefinition;
  scope: Scope;
  formula: Formula;
  request: TallyRequest;
  span: Span;
}

export interface KpiReaderOptions extends TallyLoaderOptions {
  /** The default `asOf`, where operations share one; not later than the operation's `now`. */
  moment?: Date;
  /** What holds in every question beside its own filter. A KPI that does not bear it is refused. */
  locked?: Filter | undefined;
  /** To read all from one snapshot. */
  together?: Omit<SnapshotLoaderOptions, 'reading'> | undefined;
}

/** `now` is the operation's one clock reading: the limit of an explicit `asOf` and, where no moment is shared, the default one. */
export function createKpiReader(
  database: Queryable,
  workspace: WorkspaceInfo,
  now: Date,
  { moment = now, locked, together, ...options }: KpiReaderOptions = {},
): KpiReader {
  const { reading = new Reading() } = options;
  const loader = together
    ? createSnapshotLoader(workspace.id, { ...together, reading })
    : createTallyLoader(database, workspace.id, options);
  const scopes = new Map<string, Scopes>();
  const scopesOfInputs = new WeakMap<ScopeInput, Scopes>();
  const spans = new Map<Scope, Span>();
  const cuts = new Map<string, Cut>();
  const prepared = new Map<KpiQuestion, Prepared>();
  const preparedOfPrevious = new Map<KpiQuestion, Prepared>();

  /** Many fields share few scopes; each is resolved once. */
  function scopesOf(input: ScopeInput) {
    let found = scopesOfInputs.get(input);
    if (!found) {
      const key = JSON.stringify(input);
      found = scopes.get(key) ?? resolveScope(input, workspace.timeZone, { now, moment, locked });
      scopes.set(key, found);
      scopesOfInputs.set(input, found);
    }
    return found;
  }

  function spanOfScope(scope: Scope): Span {
    const { from, to, asOf } = scope;
    const known = spans.get(scope) ?? spanOf({ from, to, until: asOf < to ? asOf : to });
    spans.set(scope, known);
    return known;
  }

  function cutBy(grain: TimeUnit, scope: Scope, funnel: FunnelInfo, limit: number): Cut {
    const key = JSON.stringify([grain, scope.dates, scope.asOf, funnel.customerChurnDays]);
    const known = cuts.get(key);
    if (known && known.buckets.length <= limit) return known;
    const ranges = bucketsOf(scope.dates, grain, limit);
    const moments = ranges.map((dates) => momentOf(dates, scope.asOf, scope.timeZone, funnel.customerChurnDays));
    const buckets = ranges.map(({ from, to }, index) => ({
      from: from.toString(),
      to: to.toString(),
      id: String(index + 1),
      span: spanOf(moments[index]!),
    }));
    const every = equalDaysOf(scope.dates, grain);
    const cut = { buckets, slices: { buckets: moments, days: buckets.map(({ from }) => from), every, key } };
    cuts.set(key, cut);
    return cut;
  }

  /** A question is often asked several things, each of which begins with the same. */
  function prepare(question: KpiQuestion, ofPrevious: boolean): Prepared {
    const known = ofPrevious ? preparedOfPrevious : prepared;
    const found = known.get(question) ?? prepareAnew(question, ofPrevious);
    known.set(question, found);
    return found;
  }

  function prepareAnew(question: KpiQuestion, ofPrevious: boolean): Prepared {
    const { row, definition } = catalogueRow(question.key);
    const { scope: asked, previous } = scopesOf(question.scope);
    const scope = ofPrevious ? previous() : asked;
    const formula = checked(row, definition, question, scope);
    const request: TallyRequest = {
      funnel: question.funnel,
      scope,
      narrowing: question.narrowing,
      slices: null,
      measures: measuresOf(formula),
      rest: undefined,
    };
    return { row, definition, scope, formula, request, span: spanOfScope(scope) };
  }

  async function answer(question: KpiQuestion, ofPrevious: boolean): Promise<KpiAnswer> {
    const { row, scope, formula, request, span } = prepare(question, ofPrevious);
    const groups = await loader.load(request);
    return {
      ...frameOf(row, scope),
      scoringModelVersion: groups.scoringModelVersion,
      ...evidence(formula, (measure) => groups.tally(measure), span),
    };
  }

  return {
    frame(question, ofPrevious = false) {
      const { row, scope } = prepare(question, ofPrevious);
      return frameOf(row, scope);
    },

    value: (question) => answer(question, false),
    previous: (question) => answer(question, true),

    async series(question, grain, ofPrevious = false) {
      const { scope, formula, request } = prepare(question, ofPrevious);
      const limit = isState(formula) ? MOST_STATES : MOST_POINTS;
      const { buckets, slices } = cutBy(grain, scope, question.funnel, limit);
      const groups = await loader.load(sliced(request, slices, request.measures));
      return buckets.map(({ from, to, id, span }) =>
        withEvidence(pointOf(from, to), formula, (measure) => groups.tally(measure, id), span),
      );
    },

    async breakdown(question, by, first, ofPrevious = false) {
      const { row, definition, formula: whole, request, span } = prepare(question, ofPrevious);
      refuseDimension(definition, by, 'broken down by');
      if (!Number.isInteger(first) || first < 1 || first > MOST_SLICES)
        throw new KpiQuestionError('INVALID_FIRST', `first is ${first}; give a whole number from 1 to ${MOST_SLICES}.`);
      const formula = formulaBy(row, whole, by);
      const measures = measuresOf(formula);
      const gathered = gatheredMeasuresOf(formula);
      const rest =
        gathered.length > 0 ? { measures: gathered, among: measures, size: sizeMeasureOf(formula), first } : undefined;
      return breakdownOf(formula, await loader.load(sliced(request, { by }, measures, rest)), first, span);
    },

    async slices(question, by, ofPrevious = false) {
      const { row, definition, formula: whole, request, span } = prepare(question, ofPrevious);
      refuseDimension(definition, by, 'broken down by');
      const formula = formulaBy(row, whole, by);
      return slicesOf(formula, await loader.load(sliced(request, { by }, measuresOf(formula))), span);
    },

    window: (question) => prepare(question, false).scope.window,

    async conversion(funnel, input, { withTimes = true, ofPrevious = false } = {}) {
      const { scope, previous } = scopesOf(input);
      return conversionOf(funnel, ofPrevious ? previous() : scope, withTimes, (request) => loader.load(request));
    },

    async channelRoi(funnel, input) {
      const { scope } = scopesOf(input);
      return channelRoiOf(
        scope,
        (key) => prepare({ key, funnel, scope: input }, false),
        (request) => loader.load(request),
        funnel,
        spanOfScope(scope),
      );
    },
  };
}

/** The same request, cut into slices. */
function sliced(
  { funnel, scope, narrowing }: TallyRequest,
  slices: TallyRequest['slices'],
  measures: readonly MeasureName[],
  rest?: TallyRequest['rest'],
): TallyRequest {
  return { funnel, scope, narrowing, slices, measures, rest };
}

function frameOf(row: CatalogueRow, scope: Scope): KpiFrame {
  return { key: row.key, window: scope.window, basis: hasBasis(row) ? scope.basis : null };
}

/** The formula to use, once the question is known to make sense for this KPI. */
function checked(
  row: CatalogueRow,
  definition: KpiDefinition,
  { scope: input, narrowing }: KpiQuestion,
  scope: Scope,
): Formula {
  for (const lists of [scope.filter, scope.locked])
    for (const list in lists)
      refuseDimension(definition, filterDimensions[list as keyof typeof filterDimensions], 'filtered by');
  if (narrowing) refuseDimension(definition, narrowing.dimension, 'asked of one');
  if (scope.withinDays !== null && !row.withinDays)
    throw new KpiQuestionError(
      'WITHIN_DAYS_NOT_AVAILABLE',
      `${row.key} is no conversion of a cohort; ask without withinDays.`,
    );
  const formula = formulaOf(row, scope.basis);
  if (!formula)
    throw new KpiQuestionError(
      'BASIS_NOT_AVAILABLE',
      `${row.key} does not take basis ${input.basis}; leave basis out.`,
    );
  return formula;
}

/** A KPI of which one measure does not bear the dimension cannot be cut by it: refused rather than ignored. */
function refuseDimension({ key, dimensions }: KpiDefinition, dimension: Dimension, asked: string): void {
  if (!dimensions.includes(dimension))
    throw new KpiQuestionError(
      'DIMENSION_NOT_AVAILABLE',
      `${key} cannot be ${asked} ${dimension}: not all of its facts bear it. It can be by ${dimensions.join(', ')}.`,
    );
}
