import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { dayCount } from './calendar.ts';
import type { StatementPlan } from './coarser.ts';
import { readVersioned, type VersionedRow, withDataVersion } from './data-version.ts';
import type { Grouping } from './grouping.ts';
import { momentOf, momentParameters } from './moment.ts';
import { readsQualityScore, withModelVersion } from './scoring-model-version.ts';
import type { SourceName } from './sources.ts';
import { type Branch, compileStatement, type StatementAnswer } from './statement.ts';

/**
 * Without looking at bounds PostgreSQL supposes that half a percent of the rows lie between them: of some years of facts that is days, and
 * planning takes longer than reading them. Plans for months depend on the months.
 */
const MOST_DAYS_PLANNED_ONCE = 7;

/** From journeys, and from cells where those can answer a part. */
export async function askJourneys(
  database: Queryable,
  {
    workspaceId,
    plan,
    grouping,
    mayUseCells,
  }: {
    workspaceId: string;
    plan: StatementPlan;
    grouping: Grouping;
    mayUseCells: (source: SourceName) => boolean;
  },
): Promise<{ branches: Branch[]; answer: StatementAnswer }> {
  const { asked, summed } = plan;
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
  const statement = withDataVersion(isByScore ? withModelVersion(compiled, workspaceId) : compiled, workspaceId);
  const plannedOnce = !readsJourneys || dayCount(scope.dates) <= MOST_DAYS_PLANNED_ONCE;
  return { branches, answer: readVersioned(await database.query<VersionedRow>(statement, { plannedOnce })) };
}
