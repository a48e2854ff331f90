import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { notFound } from './json-response.ts';
import { answerWith, type KeptFile, keep } from './kept-file.ts';

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = /^(text|application\/json|image\/svg)/;

interface File extends KeptFile {
  modified: number;
  type: string;
}

/** Serves the files below a folder to pages of any origin. They are few and small, so they stay in memory until they change. */
export function createStaticFiles(directory: string) {
  const files = new Map<string, File>();

  async function read(path: string): Promise<File | undefined> {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    const known = files.get(path);
    if (known?.modified === found.mtimeMs) return known;
    const file: File = {
      ...keep(await readFile(path)),
      modified: found.mtimeMs,
      type: types[extname(path)] ?? 'application/octet-stream',
    };
    files.set(path, file);
    return file;
  }

  /** `path` as the URL has it, still encoded, relative to the folder. */
  return async function serveFile(request: Request, path: string): Promise<Response> {
    const safe = safePath(directory, path);
    const file = safe && (await read(safe));
    if (!file) return notFound();
    const headers = new Headers({
      'content-type': file.type,
      // A chunk's name changes with its content. What names the chunks must fit them: after an update of the server at once.
      'cache-control': path.startsWith('chunks/') ? 'public, max-age=31536000, immutable' : 'public, no-cache',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    return answerWith(file, request, headers, compressible.test(file.type));
  };
}

/** undefined for what would leave the folder, and for hidden files. */
function safePath(directory: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return undefined;
  const joined = normalize(join(directory, decoded));
  const isInside = joined.startsWith(normalize(directory + sep));
  return isInside && !decoded.split('/').some((part) => part.startsWith('.')) ? joined : undefined;
}
