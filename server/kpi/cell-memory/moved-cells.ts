import type { DayNumber } from '../day-number.ts';
import type { Cut, KeptSourceName } from '../kept.ts';

/** What a change of facts adds to one cell. */
export interface CellMove {
  funnel_id: string;
  source: KeptSourceName;
  cut: Cut;
  day: DayNumber;
  position: number;
  /** `NO_ENTITY` for rows without a channel or owner. */
  entity_id: string;
  counts: readonly number[];
}

/** The last instant on which what is summed up of a source depends. */
export interface Horizon {
  funnel_id: string;
  source: KeptSourceName;
  latest: Date;
}

/** More are not worth following: it takes no longer to read the cells anew. */
const MOST_MOVES = 4_000;

/** News of a commit: all that it did to the counts of cells. */
export class MovedCells {
  /** null: too many. */
  readonly moves: readonly CellMove[] | null;
  /** Of what is new. */
  readonly horizons: readonly Horizon[];

  constructor(moves: readonly CellMove[], horizons: readonly Horizon[]) {
    this.moves = moves.length > MOST_MOVES ? null : moves;
    this.horizons = horizons;
  }
}
