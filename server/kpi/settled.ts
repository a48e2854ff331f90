import type { Queryable } from '../database/database.ts';
import type { NamesOfSlices } from './bare-answer.ts';
import type { Horizon } from './cell-memory/moved-cells.ts';
import type { CellValues } from './cell-values.ts';
import { NO_ENTITY } from './kept.ts';

/**
 * What answers from cells have found out in passing, so that the next need not: that nothing kept happens after some moment, how channels
 * are called, that the database cuts the days as we do. To ask for it takes as long again as the counts of a few days.
 *
 * The first two hold for as long as the workspace's data stay as they are, or are changed by commits of which it is known what they change.
 * A question may lean on them if it was known before asking that the workspace is at the version they were found at, and turns out to be
 * answered at that same version.
 */
export interface Settled {
  /** Whether nothing is left to be doubted in a question with these values. */
  covers(values: SettledBy): boolean;
  /** Of channels; null: not found out yet. */
  names: NamesOfSlices | null;
}

/** On what it depends whether there are doubts. */
type SettledBy = Pick<CellValues, 'funnelId' | 'guarded' | 'asOf'> & Bounds;

interface Known {
  version: number;
  names: NamesOfSlices | null;
  /** By funnel and source: the earliest moment, in ms, after which nothing happens in it. */
  quietAfter: Map<string, number>;
}

interface Memory {
  /** By workspace, of the last version seen. */
  workspaces: Map<string, Known>;
  /** Where the database begins days when we do. It could learn other rules of a zone, so this is found out anew now and then. */
  bounds: { found: Set<string>; since: number };
}

const MOST_WORKSPACES = 1_000;
const MOST_BOUNDS = 10_000;
const BOUNDS_HOLD_MS = 600_000;

const memories = new WeakMap<Queryable, Memory>();

/** undefined: nothing is known at that version. */
export function settledAt(database: Queryable, workspaceId: string, version: number | undefined): Settled | undefined {
  const known = memories.get(database)?.workspaces.get(workspaceId);
  if (known === undefined || known.version !== version) return undefined;
  return {
    names: known.names,
    covers: (values) =>
      values.guarded.every((source) => {
        const moment = known.quietAfter.get(`${values.funnelId} ${source}`);
        return moment !== undefined && values.asOf.getTime() >= moment;
      }) && areBoundsFound(database, values),
  };
}

type Bounds = Pick<CellValues, 'timeZone' | 'boundDays' | 'boundStarts'>;

/** Whether the database cuts these days as we do, for all that was found out. */
export function areBoundsFound(database: Queryable, { timeZone, boundDays, boundStarts }: Bounds): boolean {
  const bounds = memories.get(database)?.bounds;
  if (!bounds || performance.now() - bounds.since >= BOUNDS_HOLD_MS) return false;
  return boundDays.every((day, index) => bounds.found.has(boundKey(timeZone, day, boundStarts[index]!)));
}

/** Of an answer without doubts, at its snapshot's version. `names` null: it did not ask for them. */
export function settle(
  database: Queryable,
  workspaceId: string,
  version: number,
  { funnelId, guarded, asOf, timeZone, boundDays, boundStarts }: SettledBy,
  names: NamesOfSlices | null,
): void {
  const memory = memories.get(database) ?? { workspaces: new Map(), bounds: noBounds() };
  memories.set(database, memory);

  let known = memory.workspaces.get(workspaceId);
  if (!known || known.version < version) {
    if (!known && memory.workspaces.size >= MOST_WORKSPACES) memory.workspaces.clear();
    known = { version, names: null, quietAfter: new Map() };
    memory.workspaces.set(workspaceId, known);
  }
  if (known.version === version) {
    known.names = names ?? known.names;
    for (const source of guarded) {
      const key = `${funnelId} ${source}`;
      known.quietAfter.set(key, Math.min(known.quietAfter.get(key) ?? Number.POSITIVE_INFINITY, asOf.getTime()));
    }
  }

  if (memory.bounds.found.size >= MOST_BOUNDS || performance.now() - memory.bounds.since >= BOUNDS_HOLD_MS)
    memory.bounds = noBounds();
  for (const [index, day] of boundDays.entries()) memory.bounds.found.add(boundKey(timeZone, day, boundStarts[index]!));
}

/** What a commit changed of what was settled at the version before. */
export interface Unsettled {
  /** Of what is new. */
  horizons: readonly Horizon[];
  /** Those to which something was counted; `NO_ENTITY` for none. */
  channels: readonly string[];
  /** Those that there were are called as before. */
  areNamesSame: boolean;
}

/** Has what was settled hold at the version that a commit made, but for what the commit changed of it. */
export function settleOn(
  database: Queryable,
  workspaceId: string,
  version: number,
  { horizons, channels, areNamesSame }: Unsettled,
): void {
  const known = memories.get(database)?.workspaces.get(workspaceId);
  if (known?.version !== version - 1) return;
  known.version = version;
  for (const { funnel_id, source, latest } of horizons) {
    const key = `${funnel_id} ${source}`;
    const moment = known.quietAfter.get(key);
    if (moment !== undefined) known.quietAfter.set(key, Math.max(moment, latest.getTime()));
  }
  const { names } = known;
  if (!areNamesSame || !channels.every((id) => id === NO_ENTITY || names?.has(id))) known.names = null;
}

function noBounds(): Memory['bounds'] {
  return { found: new Set(), since: performance.now() };
}

function boundKey(timeZone: string, day: string, start: Date): string {
  return `${timeZone} ${day} ${start.getTime()}`;
}
