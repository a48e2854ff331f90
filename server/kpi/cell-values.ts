import type { Grouping } from './grouping.ts';
import type { Filter, Scope } from './scope.ts';
import type { FunnelInfo } from './types.ts';

/**
 * What differs between questions to cells whose SQL is the same. The SQL itself follows from the measures, from what they are cut and
 * filtered by, and from `amongOf`.
 */
export interface CellValues {
  workspaceId: string;
  funnelId: string;
  /** By position. */
  stageIds: readonly string[];
  /** Calendar days, half-open. */
  fromDay: string;
  toDay: string;
  asOf: Date;
  timeZone: string;
  /** Of the entities that ask: positions of stages, ids of others. */
  positions: readonly number[];
  ids: readonly string[];
  /** The first day of each bucket. */
  bucketDays: readonly string[];
  /** Of equally long ones: from which day on, and how many days each; else null. */
  bucketsSince: string | null;
  bucketLength: number | null;
  /** Where days are cut that the question turns on, and the instants at which it supposes them to begin. */
  boundDays: readonly string[];
  boundStarts: readonly Date[];
  /** Sources that say nothing about a moment before their horizon. */
  guarded: readonly string[];
  /** Keys that the filter lists, and those to which the question is locked; null left out. */
  filterChannels: readonly string[];
  filterOwners: readonly string[];
  filterTeams: readonly string[];
  lockedChannels: readonly string[];
  lockedOwners: readonly string[];
  lockedTeams: readonly string[];
}

/** Which value has a list's keys. Cells are cut by nothing else. */
export function keysIn(which: 'filter' | 'locked', list: keyof Filter) {
  if (list === 'channels') return `${which}Channels` as const;
  if (list === 'owners') return `${which}Owners` as const;
  if (list === 'teams') return `${which}Teams` as const;
  throw new Error(`Cells are not cut by ${list}.`);
}

export const cellValueNames = [
  'workspaceId',
  'funnelId',
  'stageIds',
  'fromDay',
  'toDay',
  'asOf',
  'timeZone',
  'positions',
  'ids',
  'bucketDays',
  'bucketsSince',
  'bucketLength',
  'boundDays',
  'boundStarts',
  'guarded',
  'filterChannels',
  'filterOwners',
  'filterTeams',
  'lockedChannels',
  'lockedOwners',
  'lockedTeams',
] as const satisfies readonly (keyof CellValues)[];

export interface CellValuesOf {
  workspaceId: string;
  funnel: FunnelInfo;
  scope: Scope;
  grouping: Grouping;
  guarded: readonly string[];
}

export function cellValuesOf({ workspaceId, funnel, scope, grouping, guarded }: CellValuesOf): CellValues {
  const { entities, slices } = grouping;
  const cuts = slices && 'buckets' in slices ? slices : { buckets: [], days: [], every: null };
  const { from: fromDay, to: toDay } = scope.window;
  return {
    workspaceId,
    funnelId: funnel.id,
    stageIds: funnel.stages.map(({ id }) => id),
    fromDay,
    toDay,
    asOf: scope.asOf,
    timeZone: scope.timeZone,
    positions: positionsOf(entities, funnel),
    ids: entities?.ids ?? [],
    bucketDays: cuts.days,
    bucketsSince: cuts.every?.since ?? null,
    bucketLength: cuts.every?.days ?? null,
    boundDays: [fromDay, toDay, ...cuts.days],
    boundStarts: [scope.from, scope.to, ...cuts.buckets.map(({ from }) => from)],
    guarded,
    filterChannels: keysOf(scope.filter.channels),
    filterOwners: keysOf(scope.filter.owners),
    filterTeams: keysOf(scope.filter.teams),
    lockedChannels: keysOf(scope.locked.channels),
    lockedOwners: keysOf(scope.locked.owners),
    lockedTeams: keysOf(scope.locked.teams),
  };
}

/** Of whose cells a pass needs to look at: every cell, then leaving out what is not asked for (MANY), or only of those that ask. */
export type Among = 'ALL' | 'FEW' | 'MANY';

const MOST_FEW = 3;

export function amongOf({ entities }: Grouping, funnel: FunnelInfo): Among {
  if (!entities) return 'ALL';
  if (entities.dimension === 'STAGE')
    return positionsOf(entities, funnel).length === funnel.stages.length ? 'ALL' : 'FEW';
  return entities.ids.length <= MOST_FEW ? 'FEW' : 'MANY';
}

function positionsOf(entities: Grouping['entities'], { stages }: FunnelInfo): number[] {
  if (entities?.dimension !== 'STAGE') return [];
  return stages.filter(({ id }) => entities.ids.includes(id)).map(({ position }) => position);
}

function keysOf(list: Filter[keyof Filter]): readonly string[] {
  return (list as readonly (string | null)[] | undefined)?.filter((key) => key !== null) ?? [];
}
