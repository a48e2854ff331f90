import { sql } from 'kysely';
import { type Parameters, type Prepared, prepare } from '../database/prepared.ts';
import { bareStatement, hasNames, isBareFor } from './bare-answer.ts';
import { doubts } from './cell-doubts.ts';
import { areCounts, asCellQuestion, type CellQuestion, type CellScope, cellPass, columnsOf } from './cell-pass.ts';
import { amongOf, type CellValues, cellValueNames } from './cell-values.ts';
import { withDataVersion } from './data-version.ts';
import type { Grouping } from './grouping.ts';
import type { Across, MeasureName } from './measures.ts';
import type { Filter, Scope } from './scope.ts';
import { readsQualityScore, withModelVersion } from './scoring-model-version.ts';
import { type Branch, branchOf, passes, withNames } from './statement.ts';
import type { FunnelInfo } from './types.ts';

/** A statement that cells answer alone, with its values left open. */
export interface CellStatement {
  statement: Prepared<CellValues>;
  branches: Branch[];
  /** By branch. */
  parts: readonly CellPart[];
  /** Set where its row is read by `readBare`. */
  bare: Bare | null;
}

export interface CellPart extends CellQuestion {
  across: Across | undefined;
  /** Where in the counts of a cell the measures are, in their order; at the end, that of the rows. */
  columns: readonly number[];
}

export interface Bare {
  /** Whether channels' names are asked for, until they are settled: of slices, and of those in a filter. */
  hasNames: boolean;
  /** For where that is settled of which `statement` reads more. */
  settled: Prepared<CellValues>;
}

export interface CellStatementRequest {
  funnel: FunnelInfo;
  scope: Scope;
  grouping: Grouping;
  /** Each once. */
  measures: readonly MeasureName[];
}

const MOST_SHAPES = 500;
/** By shape; undefined where cells cannot answer alone. */
const statements = new Map<string, CellStatement | undefined>();

/** Composed once for all questions of a shape: dashboards ask for a few of them, about ever other days. */
export function cellStatementOf(request: CellStatementRequest): CellStatement | undefined {
  if (request.scope.withinDays !== null) return undefined;
  const shape = shapeOf(request);
  if (statements.has(shape)) return statements.get(shape);
  const statement = compose(request);
  if (statements.size >= MOST_SHAPES) statements.clear();
  statements.set(shape, statement);
  return statement;
}

/** All that the text follows from. */
function shapeOf({ funnel, scope, grouping, measures }: CellStatementRequest): string {
  const { entities, slices } = grouping;
  const cut = slices && ('by' in slices ? slices.by : slices.every ? 'equal buckets' : 'buckets');
  const whom = `${listsIn(scope.filter)}, locked ${listsIn(scope.locked)}`;
  return `${entities?.dimension} ${amongOf(grouping, funnel)} ${cut} ${whom} ${measures}`;
}

function listsIn(filter: Filter): string[] {
  const lists = Object.entries(filter) as [string, readonly (string | null)[]][];
  return lists.map(([list, values]) => (values.includes(null) ? `${list} or none` : list));
}

function compose({ funnel, scope, grouping, measures }: CellStatementRequest): CellStatement | undefined {
  const questions: { asked: CellScope; question: CellQuestion }[] = [];
  for (const { sourceName, across, names, isTimed } of passes({ measures, scope, grouping, mayUseCells: () => true })) {
    const asked = { sourceName, across, measures: names, scope, grouping };
    const question = isTimed ? undefined : asCellQuestion(asked);
    if (!question) return undefined;
    questions.push({ asked, question });
  }
  const isBare = questions.every(({ asked, question }) => areCounts(question, asked.measures)) && isBareFor(grouping);
  const among = amongOf(grouping, funnel);
  const branches = questions.map(({ asked }) => ({
    ...branchOf(grouping, asked.across, asked.measures),
    isCompact: isBare,
  }));
  const passesWith = (values: Parameters<CellValues>) =>
    questions.map(({ asked, question }, index) =>
      cellPass(values, question, asked, { ...branches[index]!, index, among, isCompact: isBare }),
    );
  const parts = questions.map(({ asked: { across, measures }, question }) => ({
    ...question,
    across,
    columns: columnsOf(question, measures),
  }));
  const asksNames = hasNames(grouping) || [scope.filter, scope.locked].some((lists) => 'channels' in lists);
  const bareOf = (isSettled: boolean) =>
    prepare<CellValues>(cellValueNames, (values) =>
      bareStatement(passesWith(values), values, { asksDoubts: !isSettled, asksNames: !isSettled && asksNames }),
    );
  const found = { branches, parts };
  if (isBare) return { ...found, statement: bareOf(false), bare: { hasNames: asksNames, settled: bareOf(true) } };
  const statement = prepare<CellValues>(cellValueNames, (values) => {
    const union = sql.join([...passesWith(values), ...doubts(values)], sql` union all `);
    const named = withNames(union, grouping, values.workspaceId);
    return withDataVersion(
      readsQualityScore(measures) ? withModelVersion(named, values.workspaceId) : named,
      values.workspaceId,
    );
  });
  return { ...found, statement, bare: null };
}
