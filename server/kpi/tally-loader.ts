import DataLoader from 'dataloader';
import type { Queryable } from '../database/database.ts';
import { type Answers, type Found, notShared } from '../database/shared-answers.ts';
import { askCells, cellStatementFor } from './ask-cells.ts';
import { askJourneys } from './ask-journeys.ts';
import { planStatements, type StatementPlan } from './coarser.ts';
import type { Grouping } from './grouping.ts';
import { horizonsOf } from './horizons.ts';
import type { SourceName } from './sources.ts';
import type { Branch, StatementAnswer } from './statement.ts';
import { groupsOf, sumsOf, type TallyGroups, tallied } from './tally-groups.ts';
import { funnelText, requestKey, statementKey, type TallyRequest } from './tally-request.ts';

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
            const { branches, answer } = await answers.find(questionKey(plan), () =>
              run(database, workspaceId, plan, { version: answers.version, useCells }),
            );
            const result = tallied(branches, answer);
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

/** What is shared of a statement. */
interface Answered {
  branches: readonly Branch[];
  answer: StatementAnswer;
}

async function run(
  database: Queryable,
  workspaceId: string,
  plan: StatementPlan,
  { version: known, useCells }: { version: number | undefined; useCells: boolean },
): Promise<Found<Answered>> {
  const { funnel, scope, narrowing, slices } = plan.asked[0]!;
  const grouping: Grouping = {
    entities: narrowing
      ? { dimension: narrowing.dimension, ids: [...new Set(plan.asked.map((request) => request.narrowing!.id))] }
      : null,
    slices,
  };
  const horizons = horizonsOf(database, workspaceId, funnel.id);
  const mayUseCells = (source: SourceName) => useCells && !horizons.isBeyond(source, scope);
  const cells = cellStatementFor(plan, grouping, mayUseCells);
  const { branches, answer } = cells
    ? {
        branches: cells.branches,
        answer: await askCells(database, cells, { workspaceId, plan, grouping, version: known }),
      }
    : await askJourneys(database, { workspaceId, plan, grouping, mayUseCells });
  const { version, size, doubts } = answer;
  if (doubts.length > 0) {
    for (const { source, latest } of doubts) if (source && latest) horizons.remember(source, new Date(latest));
    return run(database, workspaceId, plan, { version: known, useCells: false });
  }
  return { value: { branches, answer }, version, size };
}
