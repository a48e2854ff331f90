/** A row's place in the page: its nodes stay while it shows one row of the table after another. */
export interface Slot {
  readonly key: number;
  /** Of the row that it shows. */
  index: number;
}

/**
 * The places in which the rows in sight are drawn. While it scrolls, a place whose row has gone out of sight takes one that came in: its texts
 * change, which costs a third of making a row anew. They then stand in the page in another order than they are seen in, which is mended when
 * scrolling ends, for those who read the page in its order.
 */
export class RowSlots {
  #all: Slot[] = [];
  #next = 0;

  get all(): readonly Slot[] {
    return this.#all;
  }

  /** The table has so many rows: whatever showed a later one is gone. */
  cut(count: number): void {
    this.#all = this.#all.filter(({ index }) => index < count);
  }

  /** Just these rows, in order. */
  settle(wanted: readonly number[]): readonly Slot[] {
    this.move(wanted, () => 0, wanted.length);
    const isWanted = new Set(wanted);
    this.#all = this.#all.filter(({ index }) => isWanted.has(index)).sort((one, other) => one.index - other.index);
    return this.#all;
  }

  /**
   * Takes in some of the rows that are missing, the nearest first.
   * @param most at once
   * @returns whether all are there now
   */
  move(wanted: readonly number[], distanceOf: (index: number) => number, most: number): boolean {
    const isWanted = new Set(wanted);
    const free = this.#all.filter(({ index }) => !isWanted.has(index));
    for (const { index } of this.#all) isWanted.delete(index);
    const missing = [...isWanted].sort((one, other) => distanceOf(one) - distanceOf(other));
    const taken = missing.slice(0, most).map((index): Slot => ({ key: free.pop()?.key ?? this.#next++, index }));
    const moved = new Map(taken.map((slot) => [slot.key, slot]));
    this.#all = this.#all.map((slot) => take(moved, slot.key) ?? slot).concat([...moved.values()]);
    return missing.length <= most;
  }
}

function take<Key, Value>(from: Map<Key, Value>, key: Key): Value | undefined {
  const value = from.get(key);
  from.delete(key);
  return value;
}
