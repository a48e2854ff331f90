import type { NamesOfSlices } from '../bare-answer.ts';
import type { CellStatement } from '../cell-statement.ts';
import type { CellValues } from '../cell-values.ts';
import { type DayNumber, dayNumberOf } from '../day-number.ts';
import type { Buckets, Grouping } from '../grouping.ts';
import { isAcross } from '../measures.ts';
import type { Filter, Scope } from '../scope.ts';
import type { Group, GroupsOfBranch } from '../tally-groups.ts';
import { addUp, type Keys } from './add-up.ts';
import type { QuarterOfCells } from './quarter-of-cells.ts';

/** Answering from cells in memory what the statement on cells would answer: the same groups. */

/**
 * Whether what it is filtered by and locked to can be told from cells in memory: channels, by their names. Counts by the quality score,
 * which are written anew within a version while leads are scored, are never asked for in the bare form.
 */
export function isRecallable({ filter, locked }: Scope): boolean {
  return [filter, locked].every((lists) => Object.keys(lists).every((list) => list === 'channels'));
}

export interface Recalled {
  cells: Pick<CellStatement, 'branches' | 'parts'>;
  /** By branch. */
  quarters: readonly (readonly QuarterOfCells[])[];
  scope: Scope;
  grouping: Grouping;
  values: CellValues;
  /** Of all channels, where slices or filters have any. */
  names: NamesOfSlices;
}

/** More groups than that: an answer of which the most is empty. */
const MOST_SUMS = 200_000;

/** By branch; undefined: better asked of the database. */
export function recall(recalled: Recalled): GroupsOfBranch[] | undefined {
  const { values } = recalled;
  const days = { from: dayNumberOf(values.fromDay), to: dayNumberOf(values.toDay) };
  const branches: GroupsOfBranch[] = [];
  for (let branch = 0; branch < recalled.quarters.length; branch++) {
    const groups = groupsOf(recalled, days, branch);
    if (!groups) return undefined;
    branches.push(groups);
  }
  return branches;
}

function groupsOf(
  { cells, quarters, scope, grouping, values, names }: Recalled,
  days: { from: DayNumber; to: DayNumber },
  branch: number,
): GroupsOfBranch | undefined {
  const { columns, across } = cells.parts[branch]!;
  const { byEntity, bySlice } = cells.branches[branch]!;
  const entities = byEntity ? entitiesOf(grouping.entities!, values) : whole;
  const slices = bySlice ? slicesOf(grouping.slices!, values, quarters[branch]!) : whole;
  const width = columns.length;
  if (entities.ids.length * slices.ids.length * width > MOST_SUMS) return undefined;
  const isMeant = meantBy(isAcross(across, 'CHANNEL') ? {} : scope.filter, scope.locked, names);
  const sums = addUp(quarters[branch]!, { ...days, isMeant, entities: entities.keys, slices: slices.keys, columns });
  const found = new Map<string | null, Map<string | null, Group>>();
  let place = 0;
  for (const entity of entities.ids) {
    const ofEntity = new Map<string | null, Group>();
    for (const slice of slices.ids) {
      // The last one counts the rows.
      if (sums[place + width - 1]! > 0) ofEntity.set(slice, groupAt(sums, place, width - 1, slice, names));
      place += width;
    }
    if (ofEntity.size > 0) found.set(entity, ofEntity);
  }
  return found;
}

function groupAt(sums: Float64Array, place: number, count: number, slice: string | null, names: NamesOfSlices): Group {
  const { slice_key, slice_name } = names.get(slice) ?? nameless;
  const tallies: number[] = [];
  for (let index = 0; index < count; index++) tallies.push(sums[place + index]!);
  return { slice, slice_key, slice_name, tallies };
}

const nameless = { slice_key: null, slice_name: null };

/** Groups in order of their places. */
interface Groups {
  keys: Keys;
  ids: readonly (string | null)[];
}

const whole: Groups = { keys: null, ids: [null] };

function entitiesOf({ dimension }: NonNullable<Grouping['entities']>, values: CellValues): Groups {
  return dimension === 'STAGE' ? byPosition(values, values.positions) : byEntity(values.ids);
}

function slicesOf(
  slices: NonNullable<Grouping['slices']>,
  values: CellValues,
  quarters: readonly QuarterOfCells[],
): Groups {
  if (!('by' in slices)) return byBucket(slices, values);
  if (slices.by === 'STAGE')
    return byPosition(
      values,
      values.stageIds.map((_, place) => place + 1),
    );
  // Most windows lie in one quarter.
  return byEntity(quarters.length === 1 ? quarters[0]!.ids : [...new Set(quarters.flatMap(({ ids }) => ids))]);
}

function byPosition({ stageIds }: CellValues, positions: readonly number[]): Groups {
  const places = new Map(positions.map((position, place) => [position, place]));
  return {
    keys: { by: 'position', size: positions.length, placeOf: (position) => places.get(position) },
    ids: positions.map((position) => stageIds[position - 1]!),
  };
}

function byEntity(ids: readonly (string | null)[]): Groups {
  const places = new Map(ids.map((id, place) => [id, place]));
  return { keys: { by: 'entity', size: ids.length, placeOf: (id) => places.get(id) }, ids };
}

/** Buckets number from 1, also in answers. */
function byBucket({ days, every }: Buckets, { bucketsSince, bucketLength }: CellValues): Groups {
  const starts = days.map(dayNumberOf);
  const since = every ? dayNumberOf(bucketsSince!) : 0;
  const placeOf = every
    ? (day: DayNumber) => Math.floor((day - since) / bucketLength!)
    : (day: DayNumber) => starts.findLastIndex((start) => start <= day);
  return { keys: { by: 'day', size: days.length, placeOf }, ids: days.map((_, place) => String(place + 1)) };
}

function meantBy(filter: Filter, locked: Filter, names: NamesOfSlices): ((id: string | null) => boolean) | null {
  const lists = [filter.channels, locked.channels].filter((list) => list !== undefined);
  if (lists.length === 0) return null;
  return (id) => {
    const key = id === null ? null : (names.get(id)?.slice_key ?? undefined);
    return lists.every((list) => key !== undefined && list.includes(key));
  };
}
