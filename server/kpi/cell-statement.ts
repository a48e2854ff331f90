import { sql } from 'kysely';
import { type Prepared, prepare } from '../database/prepared.ts';
import { bareUnion, isBareFor } from './bare-answer.ts';
import { doubts } from './cell-doubts.ts';
import { areCounts, asCellQuestion, type CellQuestion, type CellScope, cellPass } from './cell-pass.ts';
import { amongOf, type CellValues, cellValueNames } from './cell-values.ts';
import { withDataVersion } from './data-version.ts';
import type { Grouping } from './grouping.ts';
import type { MeasureName } from './measures.ts';
import type { Filter, Scope } from './scope.ts';
import { readsQualityScore, withModelVersion } from './scoring-model-version.ts';
import { type Branch, branchOf, passes, withNames } from './statement.ts';
import type { FunnelInfo } from './types.ts';

/** A statement that cells answer alone, with its values left open. */
export interface CellStatement {
  statement: Prepared<CellValues>;
  branches: Branch[];
  questions: readonly CellQuestion[];
  /** Its rows are read by `readBare`. */
  isBare: boolean;
}

export interface CellStatementRequest {
  funnel: FunnelInfo;
  scope: Scope;
  grouping: Grouping;
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
  const cut = slices && ('by' in slices ? slices.by : 'buckets');
  const whom = `${listsIn(scope.filter)}, locked ${listsIn(scope.locked)}`;
  return `${entities?.dimension} ${amongOf(grouping, funnel)} ${cut} ${whom} ${[...new Set(measures)]}`;
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
  const statement = prepare<CellValues>(cellValueNames, (values) => {
    const parts = questions.map(({ asked, question }, index) =>
      cellPass(values, question, asked, { ...branches[index]!, index, among, isCompact: isBare }),
    );
    if (isBare) return bareUnion(parts, grouping, values);
    const union = sql.join([...parts, ...doubts(values)], sql` union all `);
    const found = withNames(union, grouping, values.workspaceId);
    return withDataVersion(
      readsQualityScore(measures) ? withModelVersion(found, values.workspaceId) : found,
      values.workspaceId,
    );
  });
  return { statement, branches, questions: questions.map(({ question }) => question), isBare };
}
