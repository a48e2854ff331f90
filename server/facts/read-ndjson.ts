import { Problem, quote } from './problem.ts';
import { LONGEST_LINE, type SourceLine } from './source-line.ts';

const NEWLINE = 0x0a;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one JSON object a line. Lines are cut as bytes, so that no piece of the source can cut a character. Blank lines are passed over,
 * a byte order mark is dropped, and of a line that is too long no more than the allowed length is ever held.
 */
export async function* readNdjson(source: AsyncIterable<Uint8Array>): AsyncGenerator<SourceLine[]> {
  let line = 0;
  let held: Buffer[] = [];
  let heldLength = 0;

  const finish = (end: Buffer): SourceLine | undefined => {
    line++;
    const length = heldLength + end.length;
    const bytes = held.length === 0 ? end : Buffer.concat([...held, end]);
    held = [];
    heldLength = 0;
    if (length > LONGEST_LINE) return { line, size: 0, content: tooLong };
    const content = parseLine(line === 1 ? withoutMark(bytes) : bytes);
    return content && { line, size: length, content };
  };

  for await (const piece of source) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const batch: SourceLine[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const read = finish(bytes.subarray(start, end));
      if (read) batch.push(read);
      start = end + 1;
    }
    const rest = bytes.subarray(start);
    heldLength += rest.length;
    if (heldLength > LONGEST_LINE) held = [];
    else if (rest.length > 0) held.push(Buffer.from(rest));
    if (batch.length > 0) yield batch;
  }
  const last = heldLength > 0 ? finish(Buffer.alloc(0)) : undefined;
  if (last) yield [last];
}

const tooLong = new Problem(
  'LINE_TOO_LONG',
  `The line is longer than ${LONGEST_LINE} bytes; split the fact or shorten it.`,
);

/** undefined for a blank line. */
function parseLine(bytes: Buffer): object | Problem | undefined {
  const text = decode(bytes);
  if (text instanceof Problem) return text;
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Problem('INVALID_JSON', `${quote(text)} is no JSON; write one object a line.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  return new Problem('INVALID_JSON', `${quote(text)} is no JSON object; write one object a line.`);
}

function decode(bytes: Buffer): string | Problem {
  // Lenient decoding is fast and marks what it cannot read with U+FFFD; only then is it worth asking whether that stood there itself.
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return new Problem('INVALID_ENCODING', 'The line is not UTF-8; NDJSON always is.');
  }
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
