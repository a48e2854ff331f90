import { createReadStream } from 'node:fs';
import { Problem } from '../problem.ts';
import { checkHeader, readCsvRecords, tooManyCells } from '../read-csv.ts';
import { columnName, type Row } from './row.ts';

/** Reads a foreign CSV file row by row. `onBytes` hears of each piece read, for a progress bar. */
export async function* readRows(
  file: string,
  onBytes: (count: number) => void = () => {},
): AsyncGenerator<Row | { line: number; problem: Problem }> {
  let header: string[] | undefined;
  for await (const records of readCsvRecords(counted(createReadStream(file), onBytes)))
    for (const { line, cells } of records) {
      if (!header) {
        header = checkHeader(cells).map(columnName);
        continue;
      }
      const problem = cells instanceof Problem ? cells : tooManyCells(header, cells);
      if (problem || cells instanceof Problem) yield { line, problem: problem as Problem };
      else yield { line, cells: new Map(cells.map((value, index) => [header![index] ?? '', value])) };
    }
}

/** The columns of a CSV file, as `columnName` writes them. */
export async function readColumns(file: string): Promise<string[]> {
  for await (const records of readCsvRecords(createReadStream(file)))
    return checkHeader(records[0]!.cells).map(columnName);
  return [];
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  for await (const piece of source) {
    onBytes(piece.length);
    yield piece;
  }
}
