import type { Queryable, QueryOptions } from '../database/database.ts';
import { type BareRow, readBare } from './bare-answer.ts';
import { dayCount, firstInstant } from './calendar.ts';
import type { CellMemory, DaysOfCells } from './cell-memory/cell-memory.ts';
import { isRecallable, recall } from './cell-memory/recall.ts';
import { guardedIn } from './cell-pass.ts';
import { type CellStatement, cellStatementOf } from './cell-statement.ts';
import { type CellValues, cellValuesOf } from './cell-values.ts';
import type { StatementPlan } from './coarser.ts';
import { readVersioned, type VersionedRow } from './data-version.ts';
import { dayNumberOf } from './day-number.ts';
import type { Grouping } from './grouping.ts';
import type { MeasureName } from './measures.ts';
import type { Scope } from './scope.ts';
import { areBoundsFound, type Settled, settle, settledAt } from './settled.ts';
import type { SourceName } from './sources.ts';
import type { StatementAnswer } from './statement.ts';
import { placesIn, type Tallied } from './tally-groups.ts';

/** Counts of so many days take a few milliseconds. */
const MOST_DAYS_OF_SHORT = 100;

/** A question that cells answer alone. */
export interface CellsAsked {
  cells: CellStatement;
  workspaceId: string;
  scope: Scope;
  grouping: Grouping;
  values: CellValues;
  /** The workspace's, known before asking; undefined: not known. */
  version: number | undefined;
}

/** undefined: cells cannot answer it alone. */
export function asCellsAsked(
  { asked, summed }: StatementPlan,
  grouping: Grouping,
  {
    workspaceId,
    version,
    mayUseCells,
  }: Pick<CellsAsked, 'workspaceId' | 'version'> & { mayUseCells: (source: SourceName) => boolean },
): CellsAsked | undefined {
  if (asked.some(({ rest }) => rest)) return undefined;
  const { funnel, scope } = asked[0]!;
  const measures = new Set<MeasureName>();
  for (const requests of [asked, summed])
    for (const request of requests) for (const name of request.measures) measures.add(name);
  const cells = cellStatementOf({ funnel, scope, grouping, measures: [...measures] });
  if (!cells?.parts.every(({ kept }) => mayUseCells(kept.name))) return undefined;
  const values = cellValuesOf({ workspaceId, funnel, scope, grouping, guarded: guardedIn(cells.parts, scope) });
  return { cells, workspaceId, scope, grouping, values, version };
}

/** The answer without asking the database; undefined: it must be asked. */
export function recallCells(
  database: Queryable,
  memory: CellMemory,
  { cells, workspaceId, scope, grouping, values, version }: CellsAsked,
): Tallied | undefined {
  if (version === undefined || !cells.bare || !isRecallable(scope)) return undefined;
  const settled = settledAt(database, workspaceId, version);
  if (!settled?.covers(values) || !hasNamesFor(cells, settled)) return undefined;
  const quarters = daysOf(cells, values).map((days) => memory.find(days, version));
  if (!quarters.every((found) => found !== undefined)) return undefined;
  const groups = recall({ cells, quarters, scope, grouping, values, names: settled.names ?? new Map() });
  const { branches } = cells;
  return groups && { branches, groups, places: placesIn(branches), scoringModelVersion: null, version };
}

export async function askCells(
  database: Queryable,
  memory: CellMemory | undefined,
  { cells, workspaceId, scope, values, version }: CellsAsked,
): Promise<StatementAnswer> {
  const { statement, bare } = cells;
  if (!bare) return readVersioned(await database.query<VersionedRow>(statement(values), { plannedOnce: true }));

  const isShort = dayCount(scope.dates) <= MOST_DAYS_OF_SHORT;
  const options: QueryOptions = { plannedOnce: true, ...(isShort && { lane: 'count' }) };
  const settled = settledAt(database, workspaceId, version);
  if (settled?.covers(values) && hasNamesFor(cells, settled)) {
    const [row] = await database.query<BareRow>(bare.settled(values), options);
    // Else somebody wrote meanwhile.
    if (row!.version === version) {
      if (isRecallable(scope)) for (const days of daysOf(cells, values)) memory?.wasAsked(days, version);
      return readBare(row!, settled.names);
    }
  }
  const asked = areBoundsFound(database, values) ? values : withDaysAround(values, scope);
  const [row] = await database.query<BareRow>(statement(asked), options);
  const answer = readBare(row!, null);
  const names = bare.hasNames ? answer.names : null;
  if (answer.doubts.length === 0) settle(database, workspaceId, answer.version, asked, names);
  return answer;
}

function hasNamesFor({ bare }: CellStatement, { names }: Settled): boolean {
  return names !== null || !bare!.hasNames;
}

/** By branch. */
function daysOf({ parts }: CellStatement, { workspaceId, funnelId, fromDay, toDay }: CellValues): DaysOfCells[] {
  const [from, to] = [dayNumberOf(fromDay), dayNumberOf(toDay)];
  return parts.map(({ kept, cut }) => ({ workspaceId, funnelId, source: kept.name, cut, from, to }));
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
