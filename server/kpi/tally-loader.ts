import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Queryable, Statement } from '../database/database.ts';
import { type Answers, type Found, notShared } from '../database/shared-answers.ts';
import { readBare } from './bare-answer.ts';
import { dayCount } from './calendar.ts';
import { guardedIn } from './cell-pass.ts';
import { cellStatementOf } from './cell-statement.ts';
import { cellValuesOf } from './cell-values.ts';
import { planStatements, type StatementPlan } from './coarser.ts';
import { readVersioned, type VersionedRow, withDataVersion } from './data-version.ts';
import type { Grouping } from './grouping.ts';
import { horizonsOf } from './horizons.ts';
import { momentOf, momentParameters } from './moment.ts';
import { readsQualityScore, withModelVersion } from './scoring-model-version.ts';
import type { SourceName } from './sources.ts';
import { type Branch, compileStatement, type StatementAnswer } from './statement.ts';
import { groupsOf, sumsOf, type Tallied, type TallyGroups, tallied } from './tally-groups.ts';
import { funnelText, requestKey, statementKey, type TallyRequest } from './tally-request.ts';

/**
 * Without looking at bounds PostgreSQL supposes that half a percent of the rows lie between them: of some years of facts that is days, and
 * planning takes longer than reading them. Plans for months depend on the months.
 */
const MOST_DAYS_PLANNED_ONCE = 7;

export type TallyLoader = DataLoader<TallyRequest, TallyGroups, string>;

export interface TallyLoaderOptions {
  /** Answers that operations share; absent: none. */
  answers?: Answers | undefined;
  /** Whether daily sums may answer where they can. The answers are the same without, only slower. */
  useCells?: boolean | undefined;
}

/**
 * Merges all requests of a tick that share workspace, funnel, scope and grouping into one statement, whose answer is shared with others; so
 * are requests for sums of what such a statement finds.
 */
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
        planStatements([...groups.values()]).map(async (plan) => {
          try {
            const result = await answers.find(questionKey(plan), () => run(database, workspaceId, plan, useCells));
            for (const request of plan.asked) found.set(request, groupsOf(request, result));
            for (const request of plan.summed) found.set(request, sumsOf(request, result));
          } catch (error) {
            for (const request of [...plan.asked, ...plan.summed]) found.set(request, error as Error);
          }
        }),
      );
      return requests.map((request) => found.get(request)!);
    },
    { cacheKeyFn: requestKey },
  );
}

/** All that a statement's text and parameters follow from; the funnel whole, since its stages and settings are among them. */
function questionKey({ asked, summed }: StatementPlan): string {
  const parts = asked.map(({ narrowing, measures, rest }) => [narrowing?.id, measures, rest]);
  const others = summed.map(({ measures }) => measures);
  return `${statementKey(asked[0]!)} ${funnelText(asked[0]!.funnel)} ${JSON.stringify([parts, others])}`;
}

async function run(
  database: Queryable,
  workspaceId: string,
  plan: StatementPlan,
  useCells: boolean,
): Promise<Found<Tallied>> {
  const { funnel, scope, narrowing, slices } = plan.asked[0]!;
  const grouping: Grouping = {
    entities: narrowing
      ? { dimension: narrowing.dimension, ids: [...new Set(plan.asked.map((request) => request.narrowing!.id))] }
      : null,
    slices,
  };
  const horizons = horizonsOf(database, workspaceId, funnel.id);
  const mayUseCells = (source: SourceName) => useCells && !horizons.isBeyond(source, scope);
  const { statement, branches, read, plannedOnce } =
    fromCells(workspaceId, plan, grouping, mayUseCells) ?? fromJourneys(workspaceId, plan, grouping, mayUseCells);
  const { rows, version, doubts, names, scoringModelVersion } = read(
    await database.query<VersionedRow>(statement, { plannedOnce }),
  );
  if (doubts.length > 0) {
    for (const { source, latest } of doubts) if (source && latest) horizons.remember(source, new Date(latest));
    return run(database, workspaceId, plan, false);
  }
  const value = tallied(branches, rows, names, scoringModelVersion);
  const size = rows.reduce((sum, { branch }) => sum + 1 + branches[branch]!.measures.length, 1);
  return { value, version, size };
}

/** How a plan is asked. */
interface Asking {
  statement: Statement;
  branches: readonly Branch[];
  read: (found: readonly VersionedRow[]) => StatementAnswer;
  plannedOnce: boolean;
}

/** undefined: cells cannot answer it alone. */
function fromCells(
  workspaceId: string,
  { asked, summed }: StatementPlan,
  grouping: Grouping,
  mayUseCells: (source: SourceName) => boolean,
): Asking | undefined {
  if (asked.some(({ rest }) => rest)) return undefined;
  const { funnel, scope } = asked[0]!;
  const measures = [...asked, ...summed].flatMap((request) => request.measures);
  const found = cellStatementOf({ funnel, scope, grouping, measures });
  if (!found?.questions.every(({ kept }) => mayUseCells(kept.name))) return undefined;
  const { statement, branches, questions, isBare } = found;
  const values = cellValuesOf({ workspaceId, funnel, scope, grouping, guarded: guardedIn(questions, scope) });
  return { statement: statement(values), branches, read: isBare ? readBare : readVersioned, plannedOnce: true };
}

function fromJourneys(
  workspaceId: string,
  { asked, summed }: StatementPlan,
  grouping: Grouping,
  mayUseCells: (source: SourceName) => boolean,
): Asking {
  const { funnel, scope } = asked[0]!;
  const rests = new Map(asked.flatMap(({ rest }) => (rest ? [[JSON.stringify(rest), rest]] : [])));
  const measures = [...asked, ...summed].flatMap((request) => request.measures);
  const {
    branches,
    readsJourneys,
    sql: compiled,
  } = compileStatement({
    context: {
      workspaceId,
      funnel,
      moment: momentParameters(momentOf(scope.dates, scope.asOf, scope.timeZone, funnel.customerChurnDays)),
      from: sql`${scope.from}::timestamptz`,
      to: sql`${scope.to}::timestamptz`,
      asOf: sql`${scope.asOf}::timestamptz`,
      withinDays: scope.withinDays,
      stageCount: sql`${funnel.stages.length}::integer`,
      qualifiedThreshold: sql`${funnel.qualifiedThreshold}::numeric`,
      scoreSlot: null,
      locked: scope.locked,
    },
    scope,
    grouping,
    measures,
    mayUseCells,
    rests: [...rests.values()],
  });
  const isByScore = readsQualityScore(measures);
  return {
    statement: withDataVersion(isByScore ? withModelVersion(compiled, workspaceId) : compiled, workspaceId),
    branches,
    read: readVersioned,
    plannedOnce: !readsJourneys || dayCount(scope.dates) <= MOST_DAYS_PLANNED_ONCE,
  };
}
