/** What all rows of a file have in common. */
export interface Table {
  /** Where each column stands, by `columnName`. */
  columns: ReadonlyMap<string, number>;
  /** Texts that stand for no value: `Select`, `n/a`. */
  blanks: ReadonlySet<string>;
}

/** Which of how many facts of one kind a repeated row is giving, from 1. */
export interface Repetition {
  ordinal: number;
  times: number;
}

/** A row of a foreign file, with what was added to it on the way: remembered values, the number of a repetition. */
export class Row {
  readonly line: number;
  readonly repetition: Repetition | undefined;
  private readonly table: Table;
  private readonly cells: readonly string[];
  private readonly added: ReadonlyMap<string, string>;

  constructor(
    line: number,
    table: Table,
    cells: readonly string[],
    added: ReadonlyMap<string, string> = nothing,
    repetition?: Repetition,
  ) {
    this.line = line;
    this.table = table;
    this.cells = cells;
    this.added = added;
    this.repetition = repetition;
  }

  /** The value of a column, trimmed; undefined where there is none. */
  cell(column: string): string | undefined {
    const name = knownName(column);
    const added = this.added.get(name);
    if (added !== undefined) return added;
    const index = this.table.columns.get(name);
    const value = index === undefined ? undefined : this.cells[index]?.trim();
    return value && !this.table.blanks.has(value) ? value : undefined;
  }

  /** The same row with further columns, by `columnName`. */
  with(added: ReadonlyMap<string, string>, repetition = this.repetition): Row {
    const all = this.added.size === 0 ? added : new Map([...this.added, ...added]);
    return new Row(this.line, this.table, this.cells, all, repetition);
  }
}

const nothing: ReadonlyMap<string, string> = new Map();

/** Headers are compared without case, and with blanks, dashes and underscores as one: `Business segment` is `business_segment`. */
export function columnName(header: string): string {
  return header
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
}

const names = new Map<string, string>();

/** `columnName` of a column that the mapping names: a handful, asked for with every row. */
function knownName(column: string): string {
  let name = names.get(column);
  if (name === undefined) {
    name = columnName(column);
    names.set(column, name);
  }
  return name;
}
