import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Cell, type GridSize, nextCell } from './grid-navigation.ts';

export interface Grid {
  size(): GridSize;
  /** What the row is known by, however the rows are sorted; undefined for the headings. */
  keyOf(row: number): unknown;
}

/**
 * The one cell of a table with role=grid that Tab leads to. Arrows move it (grid-navigation.ts); it stays with its row when the rows are
 * sorted, refreshed or scrolled away. What is focused in a heading is its button, else the cell
 * itself, which Enter clicks.
 */
export class GridFocus implements ReactiveController, Cell {
  row = 0;
  column = 0;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #grid: Grid;
  #key: unknown;
  /** Before an update: whether the focus is in the grid, and on the very row that Tab leads to. */
  #isInside = false;
  #isOnRow = false;
  #mustFocus = false;

  constructor(host: ReactiveControllerHost & HTMLElement, grid: Grid) {
    this.#host = host;
    this.#grid = grid;
    host.addController(this);
  }

  /** The rows may be others now. @param rowOf where the row with a key stands; 0: it is gone */
  follow(rowOf: (key: unknown) => number): void {
    if (this.#key === undefined || this.#grid.keyOf(this.row) === this.#key) return;
    const row = rowOf(this.#key);
    if (row > 0) this.row = row;
    // What took its place.
    else this.#go(this);
  }

  hostUpdate(): void {
    this.#isInside = this.#focused !== null;
    this.#isOnRow = this.#focusedRow === this.row;
  }

  hostUpdated(): void {
    // Its nodes are gone, or show another row now.
    const isLost = this.#isInside && (!this.#focused || (this.#isOnRow && this.#focusedRow !== this.row));
    if (!this.#mustFocus && !isLost) return;
    const cell = this.#table?.querySelector<HTMLElement>(`tr[aria-rowindex="${this.row + 1}"]`)?.children[this.column];
    const target = cell?.querySelector('button') ?? (cell as HTMLElement | undefined);
    target?.focus({ preventScroll: true });
    // Into sight, but a refresh moves nobody's page.
    if (this.#mustFocus) target?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#mustFocus = false;
  }

  /** Enter and Space click the cell, the others move on. */
  press({ key, ctrlKey, metaKey }: KeyboardEvent): void {
    if (key === 'Enter' || key === ' ') (this.#host.shadowRoot!.activeElement as HTMLElement | null)?.click();
    const isRtl = getComputedStyle(this.#table!).direction === 'rtl';
    const next = nextCell(key, ctrlKey || metaKey, this, this.#grid.size(), isRtl);
    if (!next) return;
    this.#go(next);
    this.#mustFocus = true;
  }

  /** A cell was clicked, or came to the focus by other ways. */
  enter(target: Element): void {
    const cell = target.closest<HTMLTableCellElement>('th,td');
    if (!cell) return;
    const row = Number(cell.parentElement!.ariaRowIndex) - 1;
    if (row !== this.row || cell.cellIndex !== this.column) this.#go({ row, column: cell.cellIndex });
  }

  #go({ row, column }: Cell): void {
    this.row = Math.min(row, this.#grid.size().rows - 1);
    this.column = column;
    this.#key = this.#grid.keyOf(this.row);
    this.#host.requestUpdate();
  }

  get #table(): HTMLElement | null {
    return this.#host.shadowRoot!.querySelector('.body:not(.skeleton) [role=grid]');
  }

  get #focused(): Element | null {
    return this.#host.shadowRoot!.activeElement?.closest('[role=grid]') ?? null;
  }

  get #focusedRow(): number {
    return Number(this.#host.shadowRoot!.activeElement?.closest('tr')?.ariaRowIndex) - 1;
  }
}
