import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Something served again and again: kept in memory with its validator, and compressed from the first time that somebody takes it so. */
export interface KeptFile {
  etag: string;
  plain: Buffer;
  gzipped?: Promise<Buffer>;
}

export function keep(content: Buffer): KeptFile {
  return { plain: content, etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"` };
}

/** 304 for who has it already, else the file. `headers` should say what else it varies by. */
export async function answerWith(file: KeptFile, request: Request, given: Headers, compress = true): Promise<Response> {
  const headers = new Headers(given);
  headers.set('etag', file.etag);
  headers.append('vary', 'Accept-Encoding');
  if (matches(request.headers.get('if-none-match'), file.etag)) return new Response(null, { status: 304, headers });
  if (!compress || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
    return new Response(bytes(file.plain), { headers });
  file.gzipped ??= promisify(gzip)(file.plain);
  headers.set('content-encoding', 'gzip');
  return new Response(bytes(await file.gzipped), { headers });
}

function matches(header: string | null, etag: string): boolean {
  return header?.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, ''))) ?? false;
}

function bytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
