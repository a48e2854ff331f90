import { Problem } from '../problem.ts';
import { checkHeader, readCsvRecords, tooManyCells } from '../read-csv.ts';
import { openFile } from './open-file.ts';
import { columnName, Row, type Table } from './row.ts';

/**
 * Reads a foreign CSV file row by row. `blanks`: texts that stand for no value. `onBytes` hears of each piece read, for a progress bar.
 */
export async function* readRows(
  file: string,
  blanks: readonly string[] = [],
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Row | { line: number; problem: Problem }> {
  let header: string[] | undefined;
  let table: Table;
  for await (const records of readCsvRecords(openFile(file, onBytes)))
    for (const { line, cells } of records) {
      if (!header) {
        header = checkHeader(cells).map(columnName);
        table = { columns: new Map(header.map((name, index) => [name, index])), blanks: new Set(blanks) };
        continue;
      }
      const problem = cells instanceof Problem ? cells : tooManyCells(header, cells);
      if (problem || cells instanceof Problem) yield { line, problem: problem as Problem };
      else yield new Row(line, table!, cells);
    }
}

/** The columns of a CSV file, as `columnName` writes them. */
export async function readColumns(file: string): Promise<string[]> {
  for await (const records of readCsvRecords(openFile(file))) return checkHeader(records[0]!.cells).map(columnName);
  return [];
}
