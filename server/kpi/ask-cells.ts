import type { Queryable, QueryOptions } from '../database/database.ts';
import { type BareRow, readBare } from './bare-answer.ts';
import { dayCount, firstInstant } from './calendar.ts';
import { guardedIn } from './cell-pass.ts';
import { type CellStatement, cellStatementOf } from './cell-statement.ts';
import { type CellValues, cellValuesOf } from './cell-values.ts';
import type { StatementPlan } from './coarser.ts';
import { readVersioned, type VersionedRow } from './data-version.ts';
import type { Grouping } from './grouping.ts';
import type { Scope } from './scope.ts';
import { areBoundsFound, settle, settledAt } from './settled.ts';
import type { SourceName } from './sources.ts';
import type { StatementAnswer } from './statement.ts';

/** Counts of so many days take a few milliseconds. */
const MOST_DAYS_OF_SHORT = 100;

/** undefined: cells cannot answer it alone. */
export function cellStatementFor(
  { asked, summed }: StatementPlan,
  grouping: Grouping,
  mayUseCells: (source: SourceName) => boolean,
): CellStatement | undefined {
  if (asked.some(({ rest }) => rest)) return undefined;
  const { funnel, scope } = asked[0]!;
  const measures = [...asked, ...summed].flatMap((request) => request.measures);
  const found = cellStatementOf({ funnel, scope, grouping, measures });
  return found?.questions.every(({ kept }) => mayUseCells(kept.name)) ? found : undefined;
}

/** @param version the workspace's, known before asking; undefined: not known */
export interface CellsAsked {
  workspaceId: string;
  plan: StatementPlan;
  grouping: Grouping;
  /** The workspace's, known before asking; undefined: not known. */
  version: number | undefined;
}

export async function askCells(
  database: Queryable,
  { statement, questions, bare }: CellStatement,
  { workspaceId, plan, grouping, version }: CellsAsked,
): Promise<StatementAnswer> {
  const { funnel, scope } = plan.asked[0]!;
  const values = cellValuesOf({ workspaceId, funnel, scope, grouping, guarded: guardedIn(questions, scope) });
  if (!bare) return readVersioned(await database.query<VersionedRow>(statement(values), { plannedOnce: true }));

  const isShort = dayCount(scope.dates) <= MOST_DAYS_OF_SHORT;
  const options: QueryOptions = { plannedOnce: true, ...(isShort && { lane: 'count' }) };
  const settled = settledAt(database, workspaceId, version);
  if (settled?.covers(values) && (settled.names || !bare.hasNames)) {
    const [row] = await database.query<BareRow>(bare.settled(values), options);
    // Else somebody wrote meanwhile.
    if (row!.version === version) return readBare(row!, settled.names);
  }
  const asked = areBoundsFound(database, values) ? values : withDaysAround(values, scope);
  const [row] = await database.query<BareRow>(statement(asked), options);
  const answer = readBare(row!, null);
  const names = bare.hasNames ? answer.names : null;
  if (answer.doubts.length === 0) settle(database, workspaceId, answer.version, asked, names);
  return answer;
}

const DAYS_AROUND = 31;

/** Days near by are looked at in passing: the next questions turn on them. */
function withDaysAround(values: CellValues, { dates, timeZone }: Scope): CellValues {
  const days = new Map<string, Date>();
  for (const bound of [dates.from, dates.to])
    for (let offset = -DAYS_AROUND; offset <= DAYS_AROUND; offset++) {
      const day = bound.add({ days: offset });
      days.set(day.toString(), firstInstant(day, timeZone));
    }
  const { boundDays, boundStarts } = values;
  return {
    ...values,
    boundDays: [...boundDays, ...days.keys()],
    boundStarts: [...boundStarts, ...days.values()],
  };
}
