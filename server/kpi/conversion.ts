import type { MeasureName } from './measures.ts';
import type { Scope } from './scope.ts';
import { nothing } from './tally.ts';
import type { TallyGroups } from './tally-groups.ts';
import type { TallyRequest } from './tally-request.ts';
import type { Basis, FunnelInfo, StageConversion } from './types.ts';
import { wilsonInterval } from './wilson-interval.ts';

const measuresOf: Record<Basis, Record<'reached' | 'advanced' | 'lost' | 'times', MeasureName>> = {
  COHORT: {
    reached: 'cohortStagesReached',
    advanced: 'cohortStepsAdvanced',
    lost: 'cohortStepsLost',
    times: 'cohortStepTimes',
  },
  PERIOD: {
    reached: 'periodStagesReached',
    advanced: 'periodStepsAdvanced',
    lost: 'periodStepsLost',
    times: 'periodStepTimes',
  },
};

/** The same list each time: its text is remembered by it. */
const countsOf: Record<Basis, readonly MeasureName[]> = {
  COHORT: countsIn(measuresOf.COHORT),
  PERIOD: countsIn(measuresOf.PERIOD),
};

function countsIn({ reached, advanced, lost }: (typeof measuresOf)[Basis]): MeasureName[] {
  return [reached, advanced, lost];
}

/** The funnel chart: of the leads that reached each stage, how many went on, were lost, are still open. The three sum to reached. */
export async function conversionOf(
  funnel: FunnelInfo,
  scope: Scope,
  withTimes: boolean,
  load: (request: TallyRequest) => Promise<TallyGroups>,
): Promise<StageConversion[]> {
  const names = measuresOf[scope.basis];
  const ask = (measures: readonly MeasureName[]) =>
    load({ funnel, scope, narrowing: undefined, slices: { by: 'STAGE' }, measures, rest: undefined });
  // Two requests: what adds up may be had with something else that is asked.
  const [groups, groupsOfTimes] = await Promise.all([
    ask(countsOf[scope.basis]),
    withTimes ? ask([names.times]) : undefined,
  ]);
  const reachedFirst = groups.tally(names.reached, funnel.stages[0]!.id).n;
  return funnel.stages.map(({ id, position }) => {
    const reached = groups.tally(names.reached, id).n;
    const cumulativeRate = reachedFirst === 0 ? null : reached / reachedFirst;
    if (position === funnel.stages.length) return lastStage(id, reached, cumulativeRate);
    const advanced = groups.tally(names.advanced, id).n;
    const lost = groups.tally(names.lost, id).n;
    const times = groupsOfTimes?.tally(names.times, id) ?? nothing;
    return {
      stageId: id,
      reached,
      advanced,
      lost,
      open: reached - advanced - lost,
      rate: reached === 0 ? null : advanced / reached,
      interval: wilsonInterval(advanced, reached),
      cumulativeRate,
      medianTime: times.median,
      meanTime: times.mean,
    };
  });
}

/** From there is nowhere to go. */
function lastStage(stageId: string, reached: number, cumulativeRate: number | null): StageConversion {
  return {
    stageId,
    reached,
    advanced: null,
    lost: null,
    open: null,
    rate: null,
    interval: null,
    cumulativeRate,
    medianTime: null,
    meanTime: null,
  };
}
