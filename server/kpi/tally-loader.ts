import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { type Answers, type Found, notShared } from '../database/shared-answers.ts';
import { dayCount } from './calendar.ts';
import { type Doubt, UNANSWERABLE } from './cell-pass.ts';
import { withDataVersion } from './data-version.ts';
import type { Grouping } from './grouping.ts';
import { horizonsOf } from './horizons.ts';
import { type MeasureName, measure } from './measures.ts';
import { momentOf, momentParameters } from './moment.ts';
import type { Scope } from './scope.ts';
import { readsQualityScore, withModelVersion } from './scoring-model-version.ts';
import { type Branch, compileStatement, type Rest, type Statement, type StatementRow } from './statement.ts';
import { readTally, type Tally } from './tally.ts';
import type { FunnelInfo, Narrowing } from './types.ts';

/**
 * Without looking at bounds PostgreSQL supposes that half a percent of the rows lie between them: of some years of facts that is days, and
 * planning takes longer than reading them. Plans for months depend on the months.
 */
const MOST_DAYS_PLANNED_ONCE = 7;

/** What one KPI needs added up. */
export interface TallyRequest {
  funnel: FunnelInfo;
  scope: Scope;
  narrowing?: Narrowing | undefined;
  slices: Grouping['slices'];
  measures: readonly MeasureName[];
  /** What of the slices beyond the largest must be counted anew. */
  rest?: Rest | undefined;
}

export interface SliceInfo {
  /** Internal id of a channel, owner, product or stage; the value itself for other dimensions; null where not borne. */
  id: string | null;
  key: string | null;
  name: string | null;
}

/** The answer to a request. */
export interface TallyGroups {
  /** The slices that any measure found something in. */
  slices: SliceInfo[];
  /** One measure in one slice (`id` as in `slices`, or the bucket's number); without slices, over all. */
  tally(measure: MeasureName, sliceId?: string | null): Tally;
  /** Whether a measure is cut by the slices; if not, its tally is the same in all of them. */
  isSliced(measure: MeasureName): boolean;
  /** By which version of the scoring rules leads were scored; null where no measure looks at the score. */
  scoringModelVersion: number | null;
  /** One measure over the slices beyond the largest; undefined where it was not asked for. */
  rest(measure: MeasureName): Tally | undefined;
}

export type TallyLoader = DataLoader<TallyRequest, TallyGroups, string>;

export interface TallyLoaderOptions {
  /** Answers that operations share; absent: none. */
  answers?: Answers | undefined;
  /** Whether daily sums may answer where they can. The answers are the same without, only slower. */
  useCells?: boolean | undefined;
}

/** Merges all requests of a tick that share workspace, funnel, scope and grouping into one statement, whose answer is shared with others. */
export function createTallyLoader(
  database: Queryable,
  workspaceId: string,
  { answers = notShared, useCells = true }: TallyLoaderOptions = {},
): TallyLoader {
  return new DataLoader(
    async (requests) => {
      const groups = new Map<string, TallyRequest[]>();
      for (const request of requests) {
        const key = statementKey(request);
        const group = groups.get(key);
        if (group) group.push(request);
        else groups.set(key, [request]);
      }
      const found = new Map<TallyRequest, TallyGroups | Error>();
      await Promise.all(
        [...groups.values()].map(async (group) => {
          try {
            const result = await answers.find(questionKey(group), () => run(database, workspaceId, group, useCells));
            for (const request of group) found.set(request, groupsOf(request, result));
          } catch (error) {
            for (const request of group) found.set(request, error as Error);
          }
        }),
      );
      return requests.map((request) => found.get(request)!);
    },
    { cacheKeyFn: requestKey },
  );
}

function statementKey({ funnel, scope, narrowing, slices }: TallyRequest): string {
  return `${funnel.id} ${scopeText(scope)} ${narrowing?.dimension} ${slices && slicesText(slices)}`;
}

/** Hundreds of requests share one scope, and one list of buckets. */
const scopeText = oncePerObject(({ from, to, asOf, filter, withinDays }: Scope) =>
  JSON.stringify([from, to, asOf, filter, withinDays]),
);
const slicesText = oncePerObject((slices: NonNullable<Grouping['slices']>) => JSON.stringify(slices));
const funnelText = oncePerObject((funnel: FunnelInfo) => JSON.stringify(funnel));

function oncePerObject<Value extends object>(write: (value: Value) => string): (value: Value) => string {
  const texts = new WeakMap<Value, string>();
  return (value) => {
    let text = texts.get(value);
    if (text === undefined) {
      text = write(value);
      texts.set(value, text);
    }
    return text;
  };
}

function requestKey(request: TallyRequest): string {
  const { narrowing, measures, rest } = request;
  return `${statementKey(request)} ${narrowing?.id} ${measures} ${rest && JSON.stringify(rest)}`;
}

/** All that a statement's text and parameters follow from; the funnel whole, since its stages and settings are among them. */
function questionKey(group: readonly TallyRequest[]): string {
  const parts = group.map(({ narrowing, measures, rest }) => [narrowing?.id, measures, rest]);
  return `${statementKey(group[0]!)} ${funnelText(group[0]!.funnel)} ${JSON.stringify(parts)}`;
}

interface Result {
  branches: Branch[];
  /** By branch, entity and slice. */
  rows: Map<string, StatementRow>;
  all: StatementRow[];
  scoringModelVersion: number | null;
}

async function run(
  database: Queryable,
  workspaceId: string,
  requests: readonly TallyRequest[],
  useCells: boolean,
): Promise<Found<Result>> {
  const { funnel, scope, narrowing, slices } = requests[0]!;
  const rests = new Map(requests.flatMap(({ rest }) => (rest ? [[JSON.stringify(rest), rest]] : [])));
  const asOf = sql`${scope.asOf}::timestamptz`;
  const horizons = horizonsOf(database, workspaceId, funnel.id);
  const statement: Statement = {
    context: {
      workspaceId,
      funnel,
      moment: momentParameters(momentOf(scope.dates, scope.asOf, scope.timeZone, funnel.customerChurnDays)),
      from: sql`${scope.from}::timestamptz`,
      to: sql`${scope.to}::timestamptz`,
      asOf,
      withinDays: scope.withinDays,
      stageCount: sql`${funnel.stages.length}::integer`,
      qualifiedThreshold: sql`${funnel.qualifiedThreshold}::numeric`,
      scoreSlot: null,
    },
    scope,
    grouping: {
      entities: narrowing
        ? { dimension: narrowing.dimension, ids: [...new Set(requests.map((request) => request.narrowing!.id))] }
        : null,
      slices,
    },
    measures: requests.flatMap((request) => request.measures),
    mayUseCells: (source) => useCells && !horizons.isBeyond(source, scope),
    rests: [...rests.values()],
  };
  const { branches, usesCells, readsJourneys, sql: compiled } = compileStatement(statement);
  const isByScore = readsQualityScore(statement.measures);
  const found = await database.query<StatementRow & { data_version: number; scoring_model_version?: number }>(
    withDataVersion(isByScore ? withModelVersion(compiled, workspaceId) : compiled, workspaceId),
    { plannedOnce: !readsJourneys || dayCount(scope.dates) <= MOST_DAYS_PLANNED_ONCE },
  );
  const doubts = usesCells ? found.filter(({ branch }) => branch === UNANSWERABLE) : [];
  if (doubts.length > 0) {
    for (const { source, latest } of doubts.map(({ tallies }): Doubt => tallies))
      if (source && latest) horizons.remember(source, new Date(latest));
    return run(database, workspaceId, requests, false);
  }
  const all = found.filter(({ branch }) => branch !== null);
  const value: Result = {
    branches,
    all,
    scoringModelVersion: found[0]?.scoring_model_version ?? null,
    rows: new Map(all.map((row) => [rowKey(row.branch, row.entity, row.slice), row])),
  };
  const size = all.reduce((sum, { tallies }) => sum + 1 + Object.keys(tallies).length, 1);
  return { value, version: found[0]!.data_version, size };
}

function rowKey(branch: number, entity: string | null, slice: string | null): string {
  return JSON.stringify([branch, entity, slice]);
}

function groupsOf(request: TallyRequest, { branches, rows, all, scoringModelVersion }: Result): TallyGroups {
  const entity = request.narrowing?.id ?? null;
  const plain = (measure: MeasureName) =>
    branches.findIndex((branch) => branch.rest === null && branch.measures.includes(measure));
  const rest = JSON.stringify(request.rest);
  const at = (index: number, sliceId: string | null) => {
    const { byEntity, bySlice } = branches[index]!;
    return rows.get(rowKey(index, byEntity ? entity : null, bySlice ? sliceId : null));
  };
  return {
    get slices() {
      const own = new Set(request.measures.map(plain).filter((index) => branches[index]!.bySlice));
      const found = all.filter(
        (row) => own.has(row.branch) && (!branches[row.branch]!.byEntity || row.entity === entity),
      );
      return [...new Map(found.map((row) => [row.slice, sliceInfo(row, request)])).values()];
    },
    tally: (name, sliceId = null) => readTally(measure(name), at(plain(name), sliceId)?.tallies[name]),
    isSliced: (measure) => branches[plain(measure)]!.bySlice,
    scoringModelVersion: readsQualityScore(request.measures) ? scoringModelVersion : null,
    rest(name) {
      const index = branches.findIndex(
        (branch) => branch.rest && JSON.stringify(branch.rest) === rest && branch.measures.includes(name),
      );
      return index < 0 ? undefined : readTally(measure(name), at(index, null)?.tallies[name]);
    },
  };
}

function sliceInfo({ slice, slice_key, slice_name }: StatementRow, { funnel, slices }: TallyRequest): SliceInfo {
  const byStage = slices !== null && 'by' in slices && slices.by === 'STAGE';
  const key = byStage ? funnel.stages.find(({ id }) => id === slice)!.key : (slice_key ?? slice);
  return { id: slice, key, name: slice_name };
}
