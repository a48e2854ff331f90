import { setFlagsFromString } from 'node:v8';

/** By how much of what is alive the heap may grow before what is not is looked for. V8's own is up to 300 %. */
const GROWTH_PERCENT = 65;

/**
 * Answers that are kept for a while outlive the quick collections, and are then left to the thorough ones. V8 puts those off until the heap
 * is four times as large as what is alive in it: hundreds of MB of answers that nobody will ask for again.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
