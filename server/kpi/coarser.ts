import { kept } from './kept.ts';
import { type MeasureName, measure } from './measures.ts';
import { type SourceName, source as sourceOf } from './sources.ts';
import type { TallyRequest } from './tally-request.ts';
import type { Dimension } from './types.ts';

/**
 * What adds up needs no statement of its own where another one, asked with it, cuts the same facts finer: the stages of a funnel chart are
 * the sums of stages by channel, a total is that of its weeks.
 */

/** Requests that one statement answers, and those whose answers are sums of its groups. */
export interface StatementPlan {
  asked: TallyRequest[];
  summed: TallyRequest[];
}

/** @param groups requests that share a statement, by what they share */
export function planStatements(groups: readonly TallyRequest[][]): StatementPlan[] {
  if (groups.length === 1) return [{ asked: groups[0]!, summed: [] }];
  const cuts = groups.map(cutOf);
  const finer = groups.map((group, index) =>
    group.map((request) => {
      const others: number[] = [];
      if (isAdditive(request))
        for (const [other, cut] of cuts.entries()) if (other !== index && cut.isFinerThan(request)) others.push(other);
      return others;
    }),
  );
  // A statement that is needed anyway; else two might each wait to be summed from the other.
  const isNeeded = (index: number) => finer[index]!.some((others) => others.length === 0);
  const plans = groups.map((): StatementPlan => ({ asked: [], summed: [] }));
  for (const [index, group] of groups.entries())
    for (const [place, request] of group.entries()) {
      const other = finer[index]![place]!.find(isNeeded);
      if (other === undefined) plans[index]!.asked.push(request);
      else plans[other]!.summed.push(request);
    }
  return plans.filter(({ asked }) => asked.length > 0);
}

/** Its measures are sums over any groups that hold each fact once. */
function isAdditive({ measures, rest }: TallyRequest): boolean {
  return (
    rest === undefined &&
    measures.every((name) => {
      const { aggregate, distinct, across } = measure(name);
      return aggregate !== 'duration' && !distinct && !across;
    })
  );
}

/** How requests that share a statement cut what they count. */
function cutOf(group: readonly TallyRequest[]): { isFinerThan(request: TallyRequest): boolean } {
  const { funnel, scope, narrowing, slices } = group[0]!;
  const ids = new Set(group.map((request) => request.narrowing?.id));
  const sources = new Set<SourceName>();
  // Only what cells cannot answer is asked of journeys; a measure that is not kept would take the others of its source with it.
  const ofJourneys = new Set<SourceName>();
  for (const measures of new Set(group.map((request) => request.measures)))
    for (const name of measures) {
      const { source, across } = measure(name);
      if (!across) sources.add(source);
      if (!isKept(name)) ofJourneys.add(source);
    }

  /** By dimensions of which a fact has one value, or none. */
  const bears = (name: MeasureName): boolean => {
    const { at, dimensions } = sourceOf(measure(name).source);
    const has = (dimension: Dimension) => dimension !== 'TAG' && dimension in dimensions;
    if (narrowing && !has(narrowing.dimension)) return false;
    return slices === null || ('by' in slices ? has(slices.by) : at !== undefined);
  };

  return {
    isFinerThan(request) {
      if (request.funnel !== funnel || request.scope !== scope) return false;
      const fits = request.narrowing
        ? request.slices === null &&
          request.narrowing.dimension === narrowing?.dimension &&
          ids.has(request.narrowing.id)
        : narrowing
          ? isByStage(request) && narrowing.dimension === 'STAGE' && funnel.stages.every(({ id }) => ids.has(id))
          : request.slices === null;
      return (
        fits &&
        request.measures.every((name) => {
          const { source } = measure(name);
          return sources.has(source) && (isKept(name) || ofJourneys.has(source)) && bears(name);
        })
      );
    },
  };
}

function isByStage({ slices }: TallyRequest): boolean {
  return slices !== null && 'by' in slices && slices.by === 'STAGE';
}

function isKept(name: MeasureName): boolean {
  return kept(measure(name).source)?.measures.includes(name) ?? false;
}
