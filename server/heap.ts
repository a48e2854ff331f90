import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** How much may die in the heap before what is dead is looked for, where little is alive: imports leave that much behind every second. */
const ROOM = 90 * 1_048_576;
/** Of what is alive; where much is, it may grow by that. V8's own is up to 300 %. */
const FEWEST_PERCENT = 65;

/**
 * Answers that are kept for a while outlive the quick collections, and are then left to the thorough ones. V8 puts those off until the heap
 * is four times as large as what is alive in it: hundreds of MB of answers that nobody will ask for again. So the heap grows by what is
 * set here, told anew after each thorough collection.
 */
export function keepHeapSmall(): void {
  grow();
  const observer = new PerformanceObserver((list) => {
    if (list.getEntries().some(isThorough)) grow();
  });
  observer.observe({ entryTypes: ['gc'] });
}

function grow(): void {
  setFlagsFromString(`--heap-growing-percent=${growthPercent(getHeapStatistics().used_heap_size)}`);
}

/** @param alive in bytes */
export function growthPercent(alive: number): number {
  return Math.max(FEWEST_PERCENT, Math.round((100 * ROOM) / alive));
}

function isThorough(collection: PerformanceEntry & { detail?: unknown }): boolean {
  return (collection.detail as { kind?: number } | undefined)?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
