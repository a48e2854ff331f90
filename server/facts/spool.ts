import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Puts all bytes of a source into a temporary file, then works with them at the disk's pace instead of the sender's. */
export async function spooled<Result>(
  source: AsyncIterable<Uint8Array>,
  work: (bytes: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'funnel-ingest-'));
  try {
    const file = join(directory, 'body');
    await pipeline(source, createWriteStream(file, { mode: 0o600 }));
    return await work(createReadStream(file));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
