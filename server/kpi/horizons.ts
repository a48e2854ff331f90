import type { Queryable } from '../database/database.ts';
import { kept } from './kept.ts';
import type { Scope } from './scope.ts';
import type { SourceName } from './sources.ts';

/**
 * Up to when something is known to happen in a source's cells: a hint, so that a question about an earlier moment goes to journeys at once
 * rather than after a statement in vain. It may be out of date in either direction without harm: cells are doubted in the snapshot of
 * the answer, and journeys are always right.
 */
export interface Horizons {
  isBeyond(source: SourceName, scope: Scope): boolean;
  remember(source: SourceName, latest: Date): void;
}

const known = new WeakMap<Queryable, Map<string, Date>>();

export function horizonsOf(database: Queryable, workspaceId: string, funnelId: string): Horizons {
  const latest = known.get(database) ?? new Map<string, Date>();
  known.set(database, latest);
  const keyOf = (source: SourceName) => `${workspaceId} ${funnelId} ${source}`;
  return {
    isBeyond(source, { to, asOf }) {
      // What depends on nothing but the instant of its rows is settled once the window is over.
      if (kept(source)?.latest === null && to <= asOf) return false;
      const horizon = latest.get(keyOf(source));
      return horizon !== undefined && horizon > asOf;
    },
    remember(source, instant) {
      latest.set(keyOf(source), instant);
    },
  };
}
