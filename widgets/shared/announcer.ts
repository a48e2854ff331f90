/** Across all elements of the page: a wall of dashboards must not talk over its reader. */
const SPACING_MS = 30_000;
let lastAt = Number.NEGATIVE_INFINITY;

/** Whether a live update may be announced now; the figures can be read at any time without. */
export function mayAnnounce(now: number): boolean {
  if (now - lastAt < SPACING_MS) return false;
  lastAt = now;
  return true;
}
