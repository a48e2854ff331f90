import { pageWide } from './page-wide.ts';

/** Across all elements of the page: a wall of dashboards must not talk over its reader. */
const SPACING_MS = 30_000;
const last = pageWide('announcements', 1, () => ({ at: Number.NEGATIVE_INFINITY }));

/** Whether a live update may be announced now; the figures can be read at any time without. */
export function mayAnnounce(now: number): boolean {
  if (now - last.at < SPACING_MS) return false;
  last.at = now;
  return true;
}
