import { Problem } from './problem.ts';
import { LONGEST_LINE } from './source-line.ts';

export interface CsvRecord {
  /** Physical line on which the record begins, from 1: a quoted cell may hold line breaks. */
  line: number;
  size: number;
  cells: string[] | Problem;
}

const QUOTE = '"';

/**
 * Cuts text into CSV records as it streams (RFC 4180; CRLF or LF; blank lines passed over). The separator, one of , ; and tab, is the
 * one that the header has most of.
 *
 * Written here rather than taken from a library for three things that a report needs: the physical line where a record begins, a bound
 * on what one record may hold, and going on at the next line after a quote that never ends, so that one stray quote costs one line.
 */
export class CsvRecords {
  private text = '';
  private line = 1;
  private separator: string | undefined;
  /** Inside a line that is too long: dropping up to its end. */
  private isDropping = false;

  /** The records that are complete with this text. */
  take(text: string): CsvRecord[] {
    this.text += text;
    return this.records(false);
  }

  /** The rest. */
  end(): CsvRecord[] {
    return this.records(true);
  }

  private records(isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < this.text.length) {
      const next = this.isDropping ? this.drop(start) : this.record(start, isEnd, records);
      if (next === undefined) break;
      start = next;
    }
    this.text = this.text.slice(start);
    return records;
  }

  /** Reads the record that begins at `start`: where the next one begins, or undefined where the text is not there yet. */
  private record(start: number, isEnd: boolean, records: CsvRecord[]): number | undefined {
    const newline = this.text.indexOf('\n', start);
    const isLong = (newline < 0 ? this.text.length : newline) - start > LONGEST_LINE;
    if (isLong) return this.giveUp(newline, isEnd, longLine, records);
    if (newline < 0 && !isEnd) return undefined;
    const lineEnd = newline < 0 ? this.text.length : newline;
    const firstLine = withoutReturn(this.text.slice(start, lineEnd));
    if (firstLine.trim() === '') return this.pass(lineEnd);
    this.separator ??= separatorOf(firstLine);
    if (!firstLine.includes(QUOTE)) return this.add(start, lineEnd, firstLine.split(this.separator), records);

    const parsed = parseQuoted(this.text, start, this.separator, isEnd);
    if (parsed) return this.add(start, parsed.end, parsed.cells, records);
    if (!isEnd && this.text.length - start <= LONGEST_LINE) return undefined;
    return this.giveUp(newline, isEnd, unclosedQuote, records);
  }

  private pass(lineEnd: number): number {
    this.line++;
    return lineEnd + 1;
  }

  private add(start: number, end: number, cells: string[] | Problem, records: CsvRecord[]): number {
    const line = this.line;
    const text = this.text.slice(start, end);
    this.line += 1 + count(text, '\n');
    const read = text.includes('\ufffd') ? unreadable : cells;
    // A spreadsheet's empty rows come as separators alone.
    const isBlank = !(read instanceof Problem) && read.every((cell) => cell.trim() === '');
    if (!isBlank) records.push({ line, size: text.length * 2, cells: read });
    return end + 1;
  }

  /** Refuses the first line of a record that does not end within bounds; what follows is read anew. */
  private giveUp(newline: number, isEnd: boolean, problem: Problem, records: CsvRecord[]): number {
    records.push({ line: this.line, size: 0, cells: problem });
    if (newline >= 0) return this.pass(newline);
    this.isDropping = !isEnd;
    return this.text.length;
  }

  private drop(start: number): number {
    const newline = this.text.indexOf('\n', start);
    if (newline < 0) return this.text.length;
    this.isDropping = false;
    return this.pass(newline);
  }
}

const unclosedQuote = new Problem('UNCLOSED_QUOTE', 'A quoted cell does not end; double the quotes inside a cell.');
const goesOn = new Problem(
  'UNCLOSED_QUOTE',
  'A quoted cell goes on after its closing quote; double the quotes inside a cell.',
);
const longLine = new Problem('LINE_TOO_LONG', `The line is longer than ${LONGEST_LINE} characters; shorten it.`);
const unreadable = new Problem(
  'INVALID_ENCODING',
  'The line has characters that cannot be read; save the file as UTF-8, or say its charset in Content-Type.',
);

function separatorOf(header: string): string {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  let best = ',';
  for (const candidate of [';', '\t']) if (count(bare, candidate) > count(bare, best)) best = candidate;
  return best;
}

/**
 * The cells of a record with quotes in it, and the index of the line break (or end) behind it. A quote opens a cell only where the cell
 * begins; elsewhere it is a character like any other (5" pipe). undefined: a quoted cell does not end in this text.
 */
function parseQuoted(
  text: string,
  start: number,
  separator: string,
  isEnd: boolean,
): { cells: string[] | Problem; end: number } | undefined {
  const cells: string[] = [];
  for (let at = start; ; ) {
    if (text[at] !== QUOTE) {
      const lineEnd = endOfLine(text, at);
      const found = text.indexOf(separator, at);
      const end = found < 0 || found > lineEnd ? lineEnd : found;
      if (end === text.length && !isEnd) return undefined;
      cells.push(end === lineEnd ? withoutReturn(text.slice(at, end)) : text.slice(at, end));
      if (end === lineEnd) return { cells, end };
      at = end + 1;
      continue;
    }
    const close = closingQuote(text, at + 1);
    if (close === undefined) return undefined;
    cells.push(text.slice(at + 1, close).replaceAll('""', QUOTE));
    const end = text[close + 1] === '\r' ? close + 2 : close + 1;
    // At the end of the text a second quote may still come, and make it one inside the cell.
    if (end >= text.length) return isEnd ? { cells, end: text.length } : undefined;
    if (text[end] === '\n') return { cells, end };
    if (text[end] !== separator) return { cells: goesOn, end: endOfLine(text, end) };
    at = end + 1;
  }
}

function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf(QUOTE, from); at >= 0; at = text.indexOf(QUOTE, at + 2))
    if (text[at + 1] !== QUOTE) return at;
  return undefined;
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline;
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++;
  return found;
}
