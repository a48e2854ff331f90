import type { Queryable } from '../../database/database.ts';
import type { DayNumber } from '../day-number.ts';
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
 * request came, and found the one at which the quarter was read. Nothing has to be invalidated, and no message can be missed.
 */
export interface CellMemory {
  /** What is held of these days at that version; undefined: not all of them. */
  find(days: DaysOfCells, version: number): QuarterOfCells[] | undefined;
  /** The database was asked for these days, and answered at that version. Has it read them whole, once that is worth it. */
  wasAsked(days: DaysOfCells, version: number): void;
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
  version: number;
  cells: QuarterOfCells;
  size: number;
  /** What those who found it did not have to ask for. */
  spared: number;
}

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
  let size = 0;

  function forget(text: string): void {
    size -= held.get(text)?.size ?? 0;
    held.delete(text);
  }

  function hold(text: string, version: number, cells: QuarterOfCells): void {
    forget(text);
    const entry = { version, cells, size: sizeOf(cells), spared: 0 };
    held.set(text, entry);
    size += entry.size;
    for (const oldest of held.keys()) {
      if (size <= capacity) break;
      forget(oldest);
    }
  }

  function giveUp(text: string, { spared }: Held): void {
    const times = caution.get(text) ?? 1;
    keepSmall(caution).set(text, spared < cost ? Math.min(times * 2, DEAREST) : Math.max(times / 2, 1));
    forget(text);
  }

  async function read(key: QuarterKey, text: string): Promise<void> {
    try {
      const { version, cells } = await readQuarter(database, key);
      if (cells) hold(text, version, cells);
      else keepSmall(tooLarge).add(text);
    } catch {
      // It was to spare work. Whoever asks is answered by the database, or told of the fault there.
    } finally {
      reading.delete(text);
    }
  }

  function count(key: QuarterKey, text: string, worth: number, version: number): void {
    const before = asked.get(text);
    const all = worth + (before?.version === version ? before.worth : 0);
    if (all < cost * (caution.get(text) ?? 1)) {
      keepSmall(asked).set(text, { version, worth: all });
      return;
    }
    asked.delete(text);
    reading.set(text, read(key, text));
  }

  return {
    find(days, version) {
      const found: QuarterOfCells[] = [];
      for (const quarter of quartersOf(days)) {
        const text = textOf({ ...days, quarter });
        const entry = held.get(text);
        if (!entry) return undefined;
        if (entry.version !== version) {
          // Whoever is behind must not take it from the others.
          if (entry.version < version) giveUp(text, entry);
          return undefined;
        }
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
        const text = textOf(key);
        if (!reading.has(text) && !tooLarge.has(text) && held.get(text)?.version !== version)
          count(key, text, worthOf(days, quarter), version);
      }
    },

    size: () => size,

    async idle() {
      await Promise.all(reading.values());
    },
  };
}

function worthOf({ from, to }: DaysOfCells, quarter: QuarterNumber): number {
  return Math.min(to, startOfQuarter(quarter + 1)) - Math.max(from, startOfQuarter(quarter)) + COST_OF_ASKING;
}

function keepSmall<Counted extends { size: number; clear(): void }>(counted: Counted): Counted {
  if (counted.size >= MOST_COUNTED) counted.clear();
  return counted;
}

function textOf({ workspaceId, funnelId, source, cut, quarter }: QuarterKey): string {
  return `${workspaceId} ${funnelId} ${source} ${cut} ${quarter}`;
}

/** None where there are too many. */
function quartersOf({ from, to }: DaysOfCells): QuarterNumber[] {
  const first = quarterOf(from);
  const count = quarterOf(to - 1) - first + 1;
  return count > MOST_QUARTERS ? [] : Array.from({ length: count }, (_, index) => first + index);
}
