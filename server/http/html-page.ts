import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { escapeHtml } from './html.ts';

/** A page of ours. `policy` names what it may load; what it leaves out is forbidden. */
export function htmlPage(
  html: string | Uint8Array<ArrayBuffer>,
  policy: Record<string, string>,
  status = 200,
): Response {
  return new Response(html, { status, headers: pageHeaders(policy) });
}

export function pageHeaders(policy: Record<string, string>): Headers {
  const directives = { 'default-src': "'none'", 'base-uri': "'none'", 'form-action': "'none'", ...policy };
  return new Headers({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': Object.entries(directives)
      .map(([name, sources]) => `${name} ${sources}`)
      .join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
  });
}

/** A large page that is kept compressed, for the rare browser that takes it only plain too. */
export async function compressedPage(
  request: Request,
  page: Buffer,
  policy: Record<string, string>,
): Promise<Response> {
  if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
    return htmlPage(new Uint8Array(await promisify(gunzip)(page)), policy);
  const response = htmlPage(new Uint8Array(page), policy);
  response.headers.set('content-encoding', 'gzip');
  return response;
}

/** A page that only says something. */
export function messagePage(title: string, message: string, status: number, refreshSeconds?: number): Response {
  const refresh = refreshSeconds ? `<meta http-equiv="refresh" content="${refreshSeconds}">` : '';
  return htmlPage(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title>${refresh}<h1>${escapeHtml(title)}</h1><p>${escapeHtml(message)}</p></html>`,
    {},
    status,
  );
}
