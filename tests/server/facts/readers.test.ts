import { describe, expect, test } from 'vitest';
import { Problem } from '../../../server/facts/problem.ts';
import { readCsv } from '../../../server/facts/read-csv.ts';
import { readNdjson } from '../../../server/facts/read-ndjson.ts';
import { LONGEST_LINE, type SourceLine } from '../../../server/facts/source-line.ts';
import { inPieces } from './workspace.ts';

type Read = [line: number, content: unknown];

/** Line by line: what it says, or the code of its problem. */
async function all(lines: AsyncIterable<readonly SourceLine[]>): Promise<Read[]> {
  const read: Read[] = [];
  for await (const batch of lines)
    for (const { line, content } of batch) read.push([line, content instanceof Problem ? content.code : content]);
  return read;
}

const csv = (text: string | Uint8Array, pieceSize = 65_536, charset?: string) =>
  all(readCsv(inPieces(typeof text === 'string' ? Buffer.from(text) : text, pieceSize), charset));
const ndjson = (text: string | Uint8Array, pieceSize = 65_536) =>
  all(readNdjson(inPieces(typeof text === 'string' ? Buffer.from(text) : text, pieceSize)));

/** 线索 and 销售 in GB18030. */
const gb = Buffer.from([0xcf, 0xdf, 0xcb, 0xf7, 0x2c, 0xcf, 0xfa, 0xca, 0xdb, 0x0a]);

describe('NDJSON', () => {
  test('is one object a line; blank lines are passed over, a mark and CR are dropped, the last line needs no end', async () => {
    expect(await ndjson('\ufeff{"a":1}\r\n\n  \n{"b":"é"}')).toEqual([
      [1, { a: 1 }],
      [4, { b: 'é' }],
    ]);
    expect(await ndjson('')).toEqual([]);
  });

  test('reads the same in pieces of any size', async () => {
    const text = '{"name":"线索😀"}\n\nbroken\n{"name":"销售"}\n';
    const expected = [
      [1, { name: '线索😀' }],
      [3, 'INVALID_JSON'],
      [4, { name: '销售' }],
    ];
    for (const size of [1, 2, 3, 5, 7, 64]) expect(await ndjson(text, size), `${size} bytes`).toEqual(expected);
  });

  test('what is no object is refused', async () => {
    expect(await ndjson('1\nnull\n"a"\n[{}]\n{"a":1}{"b":2}\n{"a":\n')).toEqual(
      [1, 2, 3, 4, 5, 6].map((line) => [line, 'INVALID_JSON']),
    );
  });

  test('bytes that are not UTF-8 are refused, a replacement character that was sent is not', async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"a":"\ufffd"}\n')]);
    expect(await ndjson(bytes)).toEqual([
      [1, 'INVALID_ENCODING'],
      [2, { a: '\ufffd' }],
    ]);
  });

  test('a line that is too long is refused without being held, the next one is read', async () => {
    async function* endless() {
      for (let count = 0; count < 640; count++) yield Buffer.alloc(65_536, 0x61);
      yield Buffer.from('\n{"a":1}\n');
    }
    const before = process.memoryUsage().arrayBuffers;
    const read = await all(readNdjson(endless()));
    expect(read).toEqual([
      [1, 'LINE_TOO_LONG'],
      [2, { a: 1 }],
    ]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * LONGEST_LINE);
  });
});

describe('CSV', () => {
  test('has field names for a header; an empty cell is absent, attributes.NAME makes attributes', async () => {
    expect(await csv('id,name, tags ,attributes.page,attributes.code\nl1,Ann,a;b,x,\nl2,,,,\n')).toEqual([
      [2, { id: 'l1', name: 'Ann', tags: 'a;b', attributes: { page: 'x' } }],
      [3, { id: 'l2' }],
    ]);
  });

  test.each([',', ';', '\t'])('is separated by %j, found out from the header', async (separator) => {
    const text = [`id,name,tags`, `l1,"x${separator}y",a`].join('\r\n').replaceAll(',', separator);
    expect(await csv(text)).toEqual([[2, { id: 'l1', name: `x${separator}y`, tags: 'a' }]]);
  });

  test('quoted cells may hold separators, quotes and line breaks; a record has the line where it begins', async () => {
    const text = 'id,name\r\nl1,"a ""b"", c"\r\n\r\nl2,"two\r\nlines"\r\nl3,5" pipe\r\n,\r\nl4,""\r\n';
    const expected = [
      [2, { id: 'l1', name: 'a "b", c' }],
      [4, { id: 'l2', name: 'two\r\nlines' }],
      [6, { id: 'l3', name: '5" pipe' }],
      [8, { id: 'l4' }],
    ];
    for (const size of [1, 2, 3, 7, 65_536]) expect(await csv(text, size), `${size} bytes`).toEqual(expected);
  });

  test('broken records are refused one by one', async () => {
    const text = 'id,name\nl1,"a" b\nl2,a,b\nl3,ok\nl4,"never closed\nl5,ok\nl6,a,,\n';
    expect(await csv(text)).toEqual([
      [2, 'UNCLOSED_QUOTE'],
      [3, 'TOO_MANY_CELLS'],
      [4, { id: 'l3', name: 'ok' }],
      [5, 'UNCLOSED_QUOTE'],
      [6, { id: 'l5', name: 'ok' }],
      [7, { id: 'l6', name: 'a' }],
    ]);
  });

  test('a quote that never closes, or a line that never ends, holds no more than its bound', async () => {
    const filler = `x,${'y'.repeat(1_000)}\n`.repeat(2_000);
    const read = await csv(`id,name\nl1,"open\n${filler}l2,${'z'.repeat(2 * LONGEST_LINE)}\nl3,ok\n`);
    expect(read.filter(([, content]) => typeof content === 'string')).toEqual([
      [2, 'UNCLOSED_QUOTE'],
      [2_003, 'LINE_TOO_LONG'],
    ]);
    expect(read.at(-1)).toEqual([2_004, { id: 'l3', name: 'ok' }]);
    expect(read).toHaveLength(2_003);
  });

  test('a column named twice makes the whole unreadable', async () => {
    await expect(csv('id,name,id\n')).rejects.toMatchObject({ code: 'INVALID_HEADER' });
  });

  test('a mark of UTF-8 or UTF-16 is dropped', async () => {
    expect(await csv('\ufeffid,name\nl1,线索\n', 1)).toEqual([[2, { id: 'l1', name: '线索' }]]);
    expect(await csv(Buffer.from('\ufeffid,name\nl1,线索\n', 'utf16le'), 3)).toEqual([[2, { id: 'l1', name: '线索' }]]);
  });

  test('GB18030 is found out, in pieces of any size', async () => {
    const bytes = Buffer.concat([Buffer.from('id,name\n'), gb]);
    for (const size of [1, 2, 3, 65_536]) expect(await csv(bytes, size)).toEqual([[2, { id: '线索', name: '销售' }]]);
    expect(await csv(bytes, 1, 'gb18030')).toEqual([[2, { id: '线索', name: '销售' }]]);
  });

  test('GB18030 behind a long stretch of ASCII is found out', async () => {
    const ascii = 'l,ascii\n'.repeat(50_000);
    const read = await csv(Buffer.concat([Buffer.from(`id,name\n${ascii}`), gb, Buffer.from(ascii), gb]));
    expect(read).toHaveLength(100_002);
    expect(read[50_000]).toEqual([50_002, { id: '线索', name: '销售' }]);
    expect(read[100_001]).toEqual([100_003, { id: '线索', name: '销售' }]);
  });

  test('GB18030 whose first characters happen to be valid UTF-8 is found out', async () => {
    // 模 is C4 A3, which UTF-8 reads as ģ.
    const bytes = Buffer.concat([Buffer.from('id,name\n'), Buffer.from([0xc4, 0xa3, 0x2c, 0xc4, 0xa3, 0x0a]), gb]);
    expect(await csv(bytes)).toEqual([
      [2, { id: '模', name: '模' }],
      [3, { id: '线索', name: '销售' }],
    ]);
  });

  test('UTF-8 with a broken byte stays UTF-8, and the line is refused', async () => {
    const chinese = '线索,销售\n'.repeat(5);
    const bytes = Buffer.concat([
      Buffer.from(`id,name\n${chinese}l1,`),
      Buffer.from([0xe7, 0xba]),
      Buffer.from('\nl2,ok\n'),
    ]);
    const read = await csv(bytes);
    expect(read[0]).toEqual([2, { id: '线索', name: '销售' }]);
    expect(read.slice(5)).toEqual([
      [7, 'INVALID_ENCODING'],
      [8, { id: 'l2', name: 'ok' }],
    ]);
  });

  test('characters that are cut by the 64-kB pieces of a network come out whole', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `l${index},线索${'😀'.repeat(index % 5)}`);
    const text = `id,name\n${rows.join('\n')}\n`;
    const read = await csv(text);
    expect(read).toHaveLength(20_000);
    for (const [index, [line, content]] of read.entries())
      if (
        line !== index + 2 ||
        `${(content as { id: string }).id},${(content as { name: string }).name}` !== rows[index]
      )
        expect([line, content]).toEqual([index + 2, rows[index]]);
  });
});
