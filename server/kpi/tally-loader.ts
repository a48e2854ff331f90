import DataLoader from 'dataloader';
import type { Queryable } from '../database/database.ts';
import { type Answers, type Found, notShared } from '../database/shared-answers.ts';
import { asCellsAsked, askCells, type CellsAsked, recallCells } from './ask-cells.ts';
import { askJourneys } from './ask-journeys.ts';
import type { CellMemory } from './cell-memory/cell-memory.ts';
import { planStatements, type StatementPlan } from './coarser.ts';
import type { Grouping } from './grouping.ts';
import { horizonsOf } from './horizons.ts';
import type { Reading } from './reading.ts';
import type { SourceName } from './sources.ts';
import type { Branch, StatementAnswer } from './statement.ts';
import { groupsOf, sumsOf, type Tallied, type TallyGroups, tallied } from './tally-groups.ts';
import { funnelText, requestKey, statementKey, type TallyRequest } from './tally-request.ts';

export type TallyLoader = DataLoader<TallyRequest, TallyGroups, string>;

export interface TallyLoaderOptions {
  /** Answers that operations share; absent: none. */
  answers?: Answers | undefined;
  /** Whether daily sums may answer where they can. The answers are the same without, only slower. */
  useCells?: boolean | undefined;
  /** Cells in memory; absent: none. */
  memory?: CellMemory | undefined;
  /** Is told what is asked, and at which data version it was found. */
  reading?: Reading | undefined;
}

/** Asks for all requests of a tick at once, and for each once. */
export function createTallyLoader(
  database: Queryable,
  workspaceId: string,
  options: TallyLoaderOptions = {},
): TallyLoader {
  return new DataLoader(
    async (requests) => {
      options.reading?.asked(requests);
      const found = await findTallies(requests, { database, workspaceId, ...options });
      return requests.map((request) => found.get(request)!);
    },
    { cacheKeyFn: requestKey },
  );
}

/**
 * Merges requests that share workspace, funnel, scope and grouping into one statement, whose answer is shared with others; so are requests
 * for sums of what such a statement finds.
 */
export async function findTallies(
  requests: readonly TallyRequest[],
  asking: Omit<Asking, 'plan'>,
): Promise<Map<TallyRequest, TallyGroups | Error>> {
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
        const result = await find({ ...asking, plan });
        asking.reading?.heard(result.version);
        for (const request of plan.asked) found.set(request, groupsOf(request, result));
        for (const request of plan.summed) found.set(request, sumsOf(request, result));
      } catch (error) {
        for (const request of [...plan.asked, ...plan.summed]) found.set(request, error as Error);
      }
    }),
  );
  return found;
}

interface Asking extends TallyLoaderOptions {
  database: Queryable;
  workspaceId: string;
  plan: StatementPlan;
}

/** From cells in memory, from what others have asked, or by a statement. */
async function find(asking: Asking): Promise<Tallied> {
  const { database, memory, plan, answers = notShared } = asking;
  const ofCells = throughCells(asking);
  const recalled = memory && ofCells && recallCells(database, memory, ofCells);
  if (recalled) return recalled;
  const { branches, answer } = await answers.find(questionKey(plan), () => run(asking, ofCells));
  return tallied(branches, answer);
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

/** undefined: cells cannot answer it alone. */
function throughCells(asking: Asking): CellsAsked | undefined {
  const { workspaceId, plan, answers } = asking;
  return asCellsAsked(plan, groupingOf(plan), {
    workspaceId,
    version: answers?.version,
    mayUseCells: horizonsIn(asking),
  });
}

/** Whether cells of a source may be asked, for all that is known. */
function horizonsIn({ database, workspaceId, plan, useCells = true }: Asking): (source: SourceName) => boolean {
  const { funnel, scope } = plan.asked[0]!;
  const horizons = horizonsOf(database, workspaceId, funnel.id);
  return (source) => useCells && !horizons.isBeyond(source, scope);
}

async function run(asking: Asking, ofCells: CellsAsked | undefined): Promise<Found<Answered>> {
  const { database, workspaceId, plan, memory } = asking;
  const { branches, answer } = ofCells
    ? { branches: ofCells.cells.branches, answer: await askCells(database, memory, ofCells) }
    : await askJourneys(database, { workspaceId, plan, grouping: groupingOf(plan), mayUseCells: horizonsIn(asking) });
  const { version, size, doubts } = answer;
  if (doubts.length > 0) {
    const horizons = horizonsOf(database, workspaceId, plan.asked[0]!.funnel.id);
    for (const { source, latest } of doubts) if (source && latest) horizons.remember(source, new Date(latest));
    return run({ ...asking, useCells: false }, undefined);
  }
  return { value: { branches, answer }, version, size };
}

function groupingOf({ asked }: StatementPlan): Grouping {
  const { narrowing, slices } = asked[0]!;
  return {
    entities: narrowing
      ? { dimension: narrowing.dimension, ids: [...new Set(asked.map((request) => request.narrowing!.id))] }
      : null,
    slices,
  };
}
