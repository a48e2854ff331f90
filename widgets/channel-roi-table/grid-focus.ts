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
  #isInside = false;
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

  tabindex(row: number, column: number): 0 | -1 {
    return row === this.row && column === this.column ? 0 : -1;
  }

  hostUpdate(): void {
    this.#isInside = this.#focused !== null;
  }

  hostUpdated(): void {
    const isLost = this.#isInside && !this.#focused;
    if (!this.#mustFocus && !isLost) return;
    const cell = this.#table?.querySelector<HTMLElement>(`tr[aria-rowindex="${this.row + 1}"]`)?.children[this.column];
    const target = cell?.querySelector('button') ?? (cell as HTMLElement | undefined);
    target?.focus({ preventScroll: true });
    // Into sight, but a refresh moves nobody's page.
    if (this.#mustFocus) target?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#mustFocus = false;
  }

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.altKey || event.shiftKey) return;
    const { target } = event;
    if (event.key === 'Enter' || event.key === ' ') {
      // Buttons do so by themselves.
      if (!(target as Element).matches('th[tabindex],td')) return;
      event.preventDefault();
      (target as HTMLElement).click();
    }
    const isRtl = getComputedStyle(this.#table!).direction === 'rtl';
    const next = nextCell(event.key, event.ctrlKey || event.metaKey, this, this.#grid.size(), isRtl);
    if (!next) return;
    event.preventDefault();
    this.#go(next);
    this.#mustFocus = true;
  };

  /** A click, or a focus that came by other ways. */
  readonly onFocusin = ({ target }: Event): void => {
    const cell = (target as Element).closest<HTMLTableCellElement>('th,td');
    if (!cell) return;
    const row = Number(cell.parentElement!.ariaRowIndex) - 1;
    if (row !== this.row || cell.cellIndex !== this.column) this.#go({ row, column: cell.cellIndex });
  };

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
}
