import type { DayNumber } from '../day-number.ts';
import type { QuarterOfCells } from './quarter-of-cells.ts';

/** By what cells are grouped, and which group each of them is in. A key without a place is not asked for. */
export type Keys =
  | { by: 'position'; size: number; placeOf: (position: number) => number | undefined }
  | { by: 'entity'; size: number; placeOf: (id: string | null) => number | undefined }
  | { by: 'day'; size: number; placeOf: (day: DayNumber) => number }
  | null;

export interface Summing {
  from: DayNumber;
  to: DayNumber;
  /** Whose cells count; null: everybody's. */
  isMeant: ((id: string | null) => boolean) | null;
  /** Never by day. */
  entities: Keys;
  slices: Keys;
  /** Of which counts, by place in a cell. */
  columns: readonly number[];
}

/**
 * Sums of cells: of the group at place e among entities and s among slices, the column c stands at (e × slices + s) × columns + c.
 *
 * @param quarters all that hold a day of the window
 */
export function addUp(quarters: readonly QuarterOfCells[], summing: Summing): Float64Array {
  const { entities, slices, columns } = summing;
  const sums = new Float64Array((entities?.size ?? 1) * (slices?.size ?? 1) * columns.length);
  for (const quarter of quarters) addQuarter(sums, quarter, summing);
  return sums;
}

const OTHERS = -1;

function addQuarter(
  sums: Float64Array,
  quarter: QuarterOfCells,
  { from, to, isMeant, entities, slices, columns }: Summing,
) {
  const { since, begins } = quarter;
  const width = columns.length;
  const sliceCount = slices?.size ?? 1;
  const counts = columns.map((column) => quarter.counts[column]);
  const entityOf = groupsOf(quarter, entities);
  const sliceOf = groupsOf(quarter, slices);
  const meant = isMeant && quarter.ids.map(isMeant);
  const last = Math.min(to - since, begins.length - 1);
  for (let day = Math.max(from - since, 0); day < last; day++) {
    const sliceOfDay = slices?.by === 'day' ? slices.placeOf(since + day) : 0;
    for (let cell = begins[day]!; cell < begins[day + 1]!; cell++) {
      if (meant && !meant[quarter.entities[cell]!]) continue;
      const entity = entityOf ? entityOf.places[entityOf.of[cell]!]! : 0;
      const slice = sliceOf ? sliceOf.places[sliceOf.of[cell]!]! : sliceOfDay;
      if (entity === OTHERS || slice === OTHERS) continue;
      const start = (entity * sliceCount + slice) * width;
      for (let index = 0; index < width; index++) sums[start + index]! += counts[index]![cell]!;
    }
  }
}

/** The group of each cell follows from what `of` has of it; null: not from anything but its day. */
function groupsOf(
  { positions, mostPosition, entities, ids }: QuarterOfCells,
  keys: Keys,
): { of: Int32Array; places: Int32Array } | null {
  if (keys?.by === 'entity')
    return { of: entities, places: placesOf(ids.length, (index) => keys.placeOf(ids[index]!)) };
  if (keys?.by === 'position') return { of: positions, places: placesOf(mostPosition + 1, keys.placeOf) };
  return null;
}

/** `Int32Array.from` would take several times as long. */
function placesOf(count: number, placeOf: (index: number) => number | undefined): Int32Array {
  const places = new Int32Array(count);
  for (let index = 0; index < count; index++) places[index] = placeOf(index) ?? OTHERS;
  return places;
}
