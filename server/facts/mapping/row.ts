/** A row of a foreign file: cells by column name. */
export interface Row {
  line: number;
  cells: ReadonlyMap<string, string>;
}

/** Headers are compared without case, and with blanks, dashes and underscores as one: `Business segment` is `business_segment`. */
export function columnName(header: string): string {
  return header
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

/** The value of a column, trimmed; undefined where there is none. */
export function cell(row: Row, column: string): string | undefined {
  return row.cells.get(columnName(column))?.trim() || undefined;
}
