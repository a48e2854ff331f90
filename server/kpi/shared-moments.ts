import type { WorkspaceInfo } from '../database/workspace-write.ts';
import { dayOf, firstInstant } from './calendar.ts';

/**
 * Moments that operations share. A question without `asOf` is about now, and no two nows are equal; so operations that begin shortly
 * after one another, while the workspace's data stay as they are, all speak of the first one's moment. What they ask is then the same
 * question, and each answer says its moment (`window.asOf`). What moves in between is only what facts say about that very second.
 */
export interface SharedMoments {
  /** The moment of an operation that begins at `now` and found the workspace at this data version. It lies on the same calendar day. */
  at(workspace: WorkspaceInfo, version: number, now: Date): Date;
}

interface SharedMoment {
  version: number;
  asOf: Date;
  /** The last instant, in ms, at which it may be shared. */
  until: number;
}

const LONGEST_MS = 1_000;

/** @param longestMs how old a shared moment may be at most; 0: every operation has its own. */
export function createSharedMoments(longestMs = LONGEST_MS): SharedMoments {
  /** By workspace, in order of their making. */
  const moments = new Map<string, SharedMoment>();

  function forgetPast(time: number): void {
    for (const [id, { until }] of moments) {
      if (until >= time) return;
      moments.delete(id);
    }
  }

  return {
    at({ id, timeZone }, version, now) {
      const time = now.getTime();
      const known = moments.get(id);
      if (known && known.version === version && known.asOf.getTime() <= time && time <= known.until) return known.asOf;
      // Versions only rise: whoever comes with an older one is behind, and must not take the others' moment away.
      if (known && known.version > version && time <= known.until) return now;
      const tomorrow = firstInstant(dayOf(now, timeZone).add({ days: 1 }), timeZone);
      moments.delete(id);
      moments.set(id, { version, asOf: now, until: Math.min(time + longestMs, tomorrow.getTime() - 1) });
      forgetPast(time);
      return now;
    },
  };
}
