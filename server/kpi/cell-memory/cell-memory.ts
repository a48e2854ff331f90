import type { Queryable } from '../../database/database.ts';
import type { DayNumber } from '../day-number.ts';
import { moveCells } from './move-cells.ts';
import type { CellMove } from './moved-cells.ts';
import {
  type QuarterKey,
  type QuarterNumber,
  type QuarterOfCells,
  quarterOf,
  readQuarter,
  sizeOf,
  startOfQuarter,
} from './quarter-of-cells.ts';

/**
 * Cells that are asked for again and again, about ever other days, held in memory: a quarter of a source at a time.
 *
 * Never stale, on any number of nodes, as shared answers are: a quarter is used only for those who read the workspace's data version after their
 * request came, and found the one at which the quarter was read. Nothing has to be invalidated, and no message can be missed. Commits of this
 * process move what is held along with them; where somebody else committed in between, the versions do not follow one another.
 */
export interface CellMemory {
  /** What is held of these days at that version; undefined: not all of them. */
  find(days: DaysOfCells, version: number): QuarterOfCells[] | undefined;
  /** The database was asked for these days, and answered at that version. Has it read them whole, once that is worth it. */
  wasAsked(days: DaysOfCells, version: number): void;
  /** All that a commit did to cells: what is held at the version before it is held at its own from then on. */
  moved(workspaceId: string, version: number, moves: readonly CellMove[]): void;
  /** Bytes. */
  size(): number;
  /** Nothing is being read any more. */
  idle(): Promise<void>;
}

export interface DaysOfCells extends Omit<QuarterKey, 'quarter'> {
  from: DayNumber;
  /** Not included. */
  to: DayNumber;
}

export interface CellMemoryOptions {
  /** Bytes; what was used longest ago makes room. 0: nothing is held. */
  capacity?: number | undefined;
  /** What reading a quarter costs, in days of cells that the database adds up meanwhile. */
  cost?: number | undefined;
}

const CAPACITY = 32_000_000;
const COST = 300;
/** A statement takes as long as adding up so many days. */
const COST_OF_ASKING = 10;
const DEAREST = 64;
/** Longer windows are rare, and one of them would have as many quarters read. */
const MOST_QUARTERS = 20;
const MOST_COUNTED = 10_000;

interface Held {
  workspaceId: string;
  version: number;
  cells: QuarterOfCells;
  size: number;
  /** What those who found it did not have to ask for. */
  spared: number;
}

/** A commit of which all is known that it did to cells. */
interface FollowedCommit {
  version: number;
  /** By `textOf` of the quarter. */
  moves: ReadonlyMap<string, readonly CellMove[]>;
}

/** Commits one after the other, from that after the version `since` to that which made `version`. */
interface Followed {
  since: number;
  version: number;
  last: FollowedCommit[];
}

/** So many are remembered for what is being read while they come. */
const MOST_COMMITS = 10;

export function createCellMemory(
  database: Queryable,
  { capacity = CAPACITY, cost = COST }: CellMemoryOptions = {},
): CellMemory {
  /** By `textOf`; the one used longest ago first. */
  const held = new Map<string, Held>();
  const reading = new Map<string, Promise<void>>();
  /** More than are worth it. */
  const tooLarge = new Set<string>();
  /** What the database was asked for at a version, until it is as much as reading costs: at most twice the work is done then. */
  const asked = new Map<string, { version: number; worth: number }>();
  /** How many times the cost it must be worth, where the data change before what was read has paid. */
  const caution = new Map<string, number>();
  /** By workspace. */
  const commits = new Map<string, Followed>();
  let size = 0;

  function forget(text: string): void {
    size -= held.get(text)?.size ?? 0;
    held.delete(text);
  }

  function hold(text: string, { workspaceId }: QuarterKey, version: number, cells: QuarterOfCells): void {
    forget(text);
    const entry = { workspaceId, version, cells, size: sizeOf(cells), spared: 0 };
    held.set(text, entry);
    size += entry.size;
    // What was committed while it was read.
    for (const move of commits.get(workspaceId)?.last ?? []) follow(text, entry, move);
    makeRoom();
  }

  function makeRoom(): void {
    for (const oldest of held.keys()) {
      if (size <= capacity) break;
      forget(oldest);
    }
  }

  function follow(text: string, entry: Held, { version, moves }: FollowedCommit): void {
    if (entry.version !== version - 1) return;
    entry.version = version;
    const own = moves.get(text);
    if (!own) return;
    size -= entry.size;
    entry.cells = moveCells(entry.cells, own);
    entry.size = sizeOf(entry.cells);
    size += entry.size;
  }

  function giveUp(text: string, { spared }: Held): void {
    const times = caution.get(text) ?? 1;
    keepSmall(caution).set(text, spared < cost ? Math.min(times * 2, DEAREST) : Math.max(times / 2, 1));
    forget(text);
  }

  async function read(key: QuarterKey, text: string): Promise<void> {
    try {
      const { version, cells } = await readQuarter(database, key);
      if (cells) hold(text, key, version, cells);
      else keepSmall(tooLarge).add(text);
    } catch {
      // It was to spare work. Whoever asks is answered by the database, or told of the fault there.
    } finally {
      reading.delete(text);
    }
  }

  function count(key: QuarterKey, text: string, worth: number, version: number): void {
    const before = asked.get(text);
    const isSame = before && (before.version === version || isFollowed(key.workspaceId, before.version, version));
    const all = worth + (isSame ? before.worth : 0);
    if (all < cost * (caution.get(text) ?? 1)) {
      keepSmall(asked).set(text, { version, worth: all });
      return;
    }
    asked.delete(text);
    reading.set(text, read(key, text));
  }

  /** Whether what had been held at the one version would have been held at the other. */
  function isFollowed(workspaceId: string, from: number, to: number): boolean {
    const followed = commits.get(workspaceId);
    return followed !== undefined && followed.since <= from && to <= followed.version;
  }

  return {
    find(days, version) {
      const found: QuarterOfCells[] = [];
      for (const quarter of quartersOf(days)) {
        const text = textOf(days, quarter);
        const entry = held.get(text);
        if (!entry) return undefined;
        if (entry.version !== version) return undefined;
        held.delete(text);
        held.set(text, entry);
        entry.spared += worthOf(days, quarter);
        found.push(entry.cells);
      }
      return found.length > 0 ? found : undefined;
    },

    wasAsked(days, version) {
      if (capacity === 0) return;
      const { workspaceId, funnelId, source, cut } = days;
      for (const quarter of quartersOf(days)) {
        const key = { workspaceId, funnelId, source, cut, quarter };
        const text = textOf(days, quarter);
        const entry = held.get(text);
        // Somebody else wrote. (Whoever is behind must not take it from the others.)
        if (entry && entry.version < version) giveUp(text, entry);
        if (!reading.has(text) && !tooLarge.has(text) && held.get(text)?.version !== version)
          count(key, text, worthOf(days, quarter), version);
      }
    },

    moved(workspaceId, version, all) {
      if (capacity === 0) return;
      const commit = { version, moves: movesByQuarter(workspaceId, all) };
      const known = commits.get(workspaceId);
      const isNext = known?.version === version - 1;
      keepSmall(commits).set(workspaceId, {
        since: isNext ? known.since : version - 1,
        version,
        last: [...(isNext ? known.last.slice(1 - MOST_COMMITS) : []), commit],
      });
      for (const [text, entry] of held) if (entry.workspaceId === workspaceId) follow(text, entry, commit);
      makeRoom();
    },

    size: () => size,

    async idle() {
      await Promise.all(reading.values());
    },
  };
}

function movesByQuarter(workspaceId: string, moves: readonly CellMove[]): FollowedCommit['moves'] {
  const byQuarter = new Map<string, CellMove[]>();
  for (const move of moves) {
    const { funnel_id: funnelId, source, cut } = move;
    const text = textOf({ workspaceId, funnelId, source, cut }, quarterOf(move.day));
    const known = byQuarter.get(text);
    if (known) known.push(move);
    else byQuarter.set(text, [move]);
  }
  return byQuarter;
}

function worthOf({ from, to }: DaysOfCells, quarter: QuarterNumber): number {
  return Math.min(to, startOfQuarter(quarter + 1)) - Math.max(from, startOfQuarter(quarter)) + COST_OF_ASKING;
}

function keepSmall<Counted extends { size: number; clear(): void }>(counted: Counted): Counted {
  if (counted.size >= MOST_COUNTED) counted.clear();
  return counted;
}

function textOf({ workspaceId, funnelId, source, cut }: Omit<QuarterKey, 'quarter'>, quarter: QuarterNumber): string {
  return `${workspaceId} ${funnelId} ${source} ${cut} ${quarter}`;
}

/** None where there are too many. */
function quartersOf({ from, to }: DaysOfCells): QuarterNumber[] {
  const quarters: QuarterNumber[] = [];
  const last = quarterOf(to - 1);
  for (let quarter = quarterOf(from); quarter <= last; quarter++) {
    if (quarters.length === MOST_QUARTERS) return [];
    quarters.push(quarter);
  }
  return quarters;
}
