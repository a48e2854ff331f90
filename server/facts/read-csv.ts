import { type CsvRecord, CsvRecords } from './csv-records.ts';
import { decodeText } from './decode-text.ts';
import { Problem } from './problem.ts';
import { type SourceLine, UnreadableSource } from './source-line.ts';

const ATTRIBUTE = 'attributes.';

/**
 * Reads a CSV file whose header row names fields of a kind. An empty cell is absent; columns `attributes.NAME` make the attributes.
 * `charset`: as the request says; absent, it is found out.
 */
export async function* readCsv(source: AsyncIterable<Uint8Array>, charset?: string): AsyncGenerator<SourceLine[]> {
  let header: string[] | undefined;
  for await (const records of readCsvRecords(source, charset)) {
    const batch: SourceLine[] = [];
    for (const { line, size, cells } of records) {
      if (!header) header = checkHeader(cells);
      else batch.push({ line, size, content: cells instanceof Problem ? cells : toFact(header, cells) });
    }
    if (batch.length > 0) yield batch;
  }
}

/** The records of a CSV file, the header among them, in batches. */
export async function* readCsvRecords(
  source: AsyncIterable<Uint8Array>,
  charset?: string,
): AsyncGenerator<CsvRecord[]> {
  const records = new CsvRecords();
  for await (const text of decodeText(source, charset)) {
    const batch = records.take(text);
    if (batch.length > 0) yield batch;
  }
  const last = records.end();
  if (last.length > 0) yield last;
}

/** Column names without the blanks around them. */
export function checkHeader(cells: readonly string[] | Problem): string[] {
  if (cells instanceof Problem) throw new UnreadableSource('INVALID_HEADER', `The header: ${cells.message}`);
  const names = cells.map((cell) => cell.trim());
  const repeated = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new UnreadableSource(
      'INVALID_HEADER',
      `The header names the column '${repeated}' twice; rename one of them.`,
    );
  return names;
}

/** More cells than columns: something is wrong with the line, and any cell may stand in the wrong place. */
export function tooManyCells(header: readonly string[], cells: readonly string[]): Problem | undefined {
  if (cells.length <= header.length || cells.slice(header.length).every((cell) => cell.trim() === '')) return undefined;
  return new Problem(
    'TOO_MANY_CELLS',
    `${cells.length} cells under ${header.length} columns; a cell with the separator in it must stand in quotes.`,
  );
}

function toFact(header: readonly string[], cells: readonly string[]): object | Problem {
  const problem = tooManyCells(header, cells);
  if (problem) return problem;
  const fact: Record<string, unknown> = {};
  let attributes: Record<string, string> | undefined;
  for (const [index, name] of header.entries()) {
    const cell = cells[index];
    if (cell === undefined || cell.trim() === '' || name === '') continue;
    if (name.startsWith(ATTRIBUTE)) {
      attributes ??= {};
      attributes[name.slice(ATTRIBUTE.length)] = cell;
    } else fact[name] = cell;
  }
  return attributes ? { ...fact, attributes } : fact;
}
