export interface Cell {
  /** 0: the headings. */
  row: number;
  column: number;
}

export interface GridSize {
  rows: number;
  columns: number;
  /** Rows in sight. */
  page: number;
}

/**
 * Where a key leads in a grid (ARIA APG, grid pattern); undefined: it is not the grid's. Stops at the edges.
 * @param isWhole Ctrl or ⌘ is held: Home and End go to the grid's first and last cell
 * @param isRtl the first column stands on the right
 */
export function nextCell(
  key: string,
  isWhole: boolean,
  { row, column }: Cell,
  { rows, columns, page }: GridSize,
  isRtl: boolean,
): Cell | undefined {
  const forth = isRtl ? -1 : 1;
  const far = Number.POSITIVE_INFINITY;
  const steps: Record<string, [down: number, along: number]> = isWhole
    ? { Home: [-far, -far], End: [far, far] }
    : {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -forth],
        ArrowRight: [0, forth],
        Home: [0, -far],
        End: [0, far],
        PageUp: [-page, 0],
        PageDown: [page, 0],
      };
  const step = steps[key];
  return step && { row: clamp(row + step[0], rows), column: clamp(column + step[1], columns) };
}

function clamp(index: number, count: number): number {
  return Math.max(0, Math.min(index, count - 1));
}
