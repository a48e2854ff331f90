/** How much text after the first non-ASCII byte is looked at before its encoding is decided. */
const EVIDENCE = 65_536;
const REPLACED = '\ufffd';

/**
 * Turns a file's bytes into text without being told what they are, while they stream. The rule:
 *
 *   1. A charset given with the request is believed.
 *   2. A byte order mark (UTF-8, UTF-16) decides.
 *   3. ASCII reads the same in UTF-8 and GB18030, so it goes through at once, however much of it there is. From the first other byte on,
 *      up to 64 KiB are held back as evidence. Without an invalid sequence they are UTF-8. With some, they are GB18030, unless four
 *      times as many characters are valid UTF-8: then it is UTF-8 with a few broken bytes. (One sequence alone proves little: GB18030
 *      characters now and then are valid UTF-8. Of a whole text, about none is.)
 *
 * What cannot be read in the chosen encoding becomes U+FFFD.
 */
export async function* decodeText(
  source: AsyncIterable<Uint8Array>,
  charset: string | undefined,
): AsyncGenerator<string> {
  let decoder = charset === undefined ? undefined : new TextDecoder(charset);
  let isStart = true;
  let evidence: Uint8Array[] = [];
  let evidenceLength = 0;

  for await (const piece of withWholeMark(source)) {
    let bytes = piece;
    if (isStart) decoder ??= decoderByMark(bytes);
    isStart = false;
    if (!decoder && evidenceLength === 0) {
      const ascii = asciiLength(bytes);
      if (ascii > 0) yield Buffer.from(bytes.buffer, bytes.byteOffset, ascii).toString('latin1');
      bytes = bytes.subarray(ascii);
    }
    if (!decoder && bytes.length > 0) {
      evidence.push(bytes.slice());
      evidenceLength += bytes.length;
      if (evidenceLength < EVIDENCE) continue;
      decoder = decoderByEvidence(evidence);
      bytes = Buffer.concat(evidence);
      evidence = [];
    }
    if (decoder && bytes.length > 0) yield decoder.decode(bytes, { stream: true });
  }
  if (!decoder && evidenceLength > 0) decoder = decoderByEvidence(evidence);
  if (decoder) yield decoder.decode(Buffer.concat(evidence));
}

/** Whether a charset can be named in a request. */
export function isKnownCharset(charset: string): boolean {
  return /^(utf-?8|us-ascii|gb-?18030|gbk|gb_?2312|utf-16(le|be)?)$/i.test(charset);
}

/** The first piece has at least the three bytes that a mark may take, where the source has them. */
async function* withWholeMark(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array();
  for await (const piece of source) {
    if (!first) {
      yield piece;
      continue;
    }
    first = first.length === 0 ? piece : Buffer.concat([first, piece]);
    if (first.length < 3) continue;
    yield first;
    first = undefined;
  }
  if (first && first.length > 0) yield first;
}

function decoderByMark(bytes: Uint8Array): TextDecoder | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  return undefined;
}

function decoderByEvidence(evidence: readonly Uint8Array[]): TextDecoder {
  // Only the first 64 KiB, wherever the pieces end; a character cut at the end is not counted (`stream`).
  const text = new TextDecoder('utf-8').decode(Buffer.concat(evidence).subarray(0, EVIDENCE), { stream: true });
  let valid = 0;
  let invalid = 0;
  for (const character of text) {
    if (character === REPLACED) invalid++;
    else if (character > '\u007f') valid++;
  }
  return new TextDecoder(invalid > 0 && valid < 4 * invalid ? 'gb18030' : 'utf-8');
}

function asciiLength(bytes: Uint8Array): number {
  const other = bytes.findIndex((byte) => byte > 0x7f);
  return other < 0 ? bytes.length : other;
}
