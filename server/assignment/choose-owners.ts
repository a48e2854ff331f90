/** An owner who takes part. */
export interface Candidate {
  id: string;
  key: string;
  /** Follow-ups left for the week; null: no weekly capacity is known. */
  free: number | null;
}

export interface Choice {
  owner: Candidate;
  /** What the owner had left before this one. */
  free: number | null;
}

/** In turn by key, beginning behind the one whose turn was last, whether or not that one still takes part. */
export function inTurn(candidates: readonly Candidate[], lastOwner: string | null, count: number): Choice[] {
  if (candidates.length === 0) return [];
  const sorted = [...candidates].sort(byKey);
  const behind = lastOwner === null ? 0 : sorted.findIndex(({ key }) => key > lastOwner);
  const first = Math.max(behind, 0);
  return Array.from({ length: count }, (_, index) => ({
    owner: sorted[(first + index) % sorted.length]!,
    free: null,
  }));
}

/**
 * Each to the one with the most left, among equals by key; each takes one follow-up. Who has nothing left still gets one when nobody has
 * more: a lead that waits for Monday is colder by then. Owners without a known capacity get none.
 */
export function byFreeCapacity(candidates: readonly Candidate[], count: number): Choice[] {
  const left = new FreeOwners(candidates);
  const choices: Choice[] = [];
  for (let index = 0; index < count; index++) {
    const choice = left.take();
    if (!choice) break;
    choices.push(choice);
  }
  return choices;
}

function byKey(a: Candidate, b: Candidate): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** A binary heap, the one with the most left on top: a thousand leads for ten thousand owners are no work. */
class FreeOwners {
  private readonly heap: { owner: Candidate; free: number }[];

  constructor(candidates: readonly Candidate[]) {
    // In order, so a heap already.
    this.heap = candidates
      .flatMap((owner) => (owner.free === null ? [] : [{ owner, free: owner.free }]))
      .sort((a, b) => (isBefore(a, b) ? -1 : 1));
  }

  take(): Choice | undefined {
    const top = this.heap[0];
    if (!top) return undefined;
    const choice = { owner: top.owner, free: top.free };
    top.free--;
    this.sink();
    return choice;
  }

  private sink(): void {
    const { heap } = this;
    let place = 0;
    for (;;) {
      let best = place;
      for (const child of [2 * place + 1, 2 * place + 2])
        if (child < heap.length && isBefore(heap[child]!, heap[best]!)) best = child;
      if (best === place) return;
      [heap[place], heap[best]] = [heap[best]!, heap[place]!];
      place = best;
    }
  }
}

function isBefore(a: { owner: Candidate; free: number }, b: { owner: Candidate; free: number }): boolean {
  return a.free !== b.free ? a.free > b.free : byKey(a.owner, b.owner) < 0;
}
