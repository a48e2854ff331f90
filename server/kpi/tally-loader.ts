import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { type Answers, type Found, notShared } from '../database/shared-answers.ts';
import { dayCount } from './calendar.ts';
import { type Doubt, UNANSWERABLE } from './cell-pass.ts';
import { planStatements, type StatementPlan } from './coarser.ts';
import { withDataVersion } from './data-version.ts';
import { horizonsOf } from './horizons.ts';
import { momentOf, momentParameters } from './moment.ts';
import { readsQualityScore, withModelVersion } from './scoring-model-version.ts';
import { compileStatement, type Statement, type StatementRow } from './statement.ts';
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
  const { asked, summed } = plan;
  const { funnel, scope, narrowing, slices } = asked[0]!;
  const rests = new Map(asked.flatMap(({ rest }) => (rest ? [[JSON.stringify(rest), rest]] : [])));
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
      locked: scope.locked,
    },
    scope,
    grouping: {
      entities: narrowing
        ? { dimension: narrowing.dimension, ids: [...new Set(asked.map((request) => request.narrowing!.id))] }
        : null,
      slices,
    },
    measures: [...asked, ...summed].flatMap((request) => request.measures),
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
    return run(database, workspaceId, plan, false);
  }
  const all = found.filter(({ branch }) => branch !== null);
  const value = tallied(branches, all, found[0]?.scoring_model_version ?? null);
  const size = all.reduce((sum, { tallies }) => sum + 1 + Object.keys(tallies).length, 1);
  return { value, version: found[0]!.data_version, size };
}
