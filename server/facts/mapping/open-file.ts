import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { MappingError } from './mapping-error.ts';

/**
 * The bytes of a file as they stream, unpacked where they are gzip: its first two bytes tell, whatever its name. `onBytes` hears of each
 * piece of the file itself, so that progress is measured against its size on disk.
 */
export async function* openFile(file: string, onBytes: (count: number) => void = () => {}): AsyncGenerator<Uint8Array> {
  if (!(await isGzip(file))) {
    yield* counted(createReadStream(file), onBytes);
    return;
  }
  const unpacked = createGunzip();
  // The callback is needed for errors to reach `unpacked`, which is read below and throws them there.
  pipeline(counted(createReadStream(file), onBytes), unpacked, () => {});
  try {
    yield* unpacked as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new MappingError(`${file} is gzip, but broken (${error.message}); is it complete? Try gzip -t on it.`);
  }
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    if ((await handle.stat()).isDirectory()) throw new MappingError(`${file} is a folder; name the files in it.`);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  for await (const piece of source) {
    onBytes(piece.length);
    yield piece;
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
