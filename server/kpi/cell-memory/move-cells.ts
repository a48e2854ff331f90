import { NO_ENTITY } from '../kept.ts';
import type { CellMove } from './moved-cells.ts';
import type { QuarterOfCells } from './quarter-of-cells.ts';

/**
 * The quarter after these moves, all of them of days in it. What it held before is no longer of use: its counts are changed where they stand,
 * and only cells that were not there have all arrays made anew. (A cell without rows stays; it adds nothing.)
 */
export function moveCells(quarter: QuarterOfCells, moves: readonly CellMove[]): QuarterOfCells {
  const ids = [...quarter.ids];
  const placesOfIds = new Map(ids.map((id, place) => [id, place]));
  const made: PlacedMove[] = [];
  for (const move of moves) {
    const id = move.entity_id === NO_ENTITY ? null : move.entity_id;
    let entity = placesOfIds.get(id);
    if (entity === undefined) {
      entity = ids.push(id) - 1;
      placesOfIds.set(id, entity);
    }
    const placed = { move, day: move.day - quarter.since, entity };
    const cell = cellOf(quarter, placed);
    if (cell === undefined) made.push(placed);
    else for (const [column, counts] of quarter.counts.entries()) counts[cell]! += move.counts[column]!;
  }
  return made.length === 0 ? quarter : withCells({ ...quarter, ids }, made);
}

interface PlacedMove {
  move: CellMove;
  /** Of the quarter, from 0. */
  day: number;
  /** Place in `ids`. */
  entity: number;
}

function cellOf(
  { begins, positions, entities }: QuarterOfCells,
  { move, day, entity }: PlacedMove,
): number | undefined {
  for (let cell = begins[day]!; cell < begins[day + 1]!; cell++)
    if (entities[cell] === entity && positions[cell] === move.position) return cell;
  return undefined;
}

/** Each behind those that its day has already. */
function withCells(quarter: QuarterOfCells, made: readonly PlacedMove[]): QuarterOfCells {
  const { begins, positions, mostPosition, entities, counts } = quarter;
  const days = begins.length - 1;
  const byDay = Array.from({ length: days }, (): PlacedMove[] => []);
  for (const placed of made) byDay[placed.day]!.push(placed);
  // A quarter without cells does not know how many counts they have.
  const width = made[0]!.move.counts.length;
  const all = positions.length + made.length;
  const after = {
    begins: new Int32Array(days + 1),
    positions: new Int32Array(all),
    entities: new Int32Array(all),
    counts: Array.from({ length: width }, () => new Float64Array(all)),
  };
  let next = 0;
  for (let day = 0; day < days; day++) {
    const [from, to] = [begins[day]!, begins[day + 1]!];
    after.positions.set(positions.subarray(from, to), next);
    after.entities.set(entities.subarray(from, to), next);
    for (const [column, known] of counts.entries()) after.counts[column]!.set(known.subarray(from, to), next);
    next += to - from;
    for (const { move, entity } of byDay[day]!) {
      after.positions[next] = move.position;
      after.entities[next] = entity;
      for (let column = 0; column < width; column++) after.counts[column]![next] = move.counts[column]!;
      next += 1;
    }
    after.begins[day + 1] = next;
  }
  const most = made.reduce((highest, { move }) => Math.max(highest, move.position), mostPosition);
  return { ...quarter, ...after, mostPosition: most };
}
