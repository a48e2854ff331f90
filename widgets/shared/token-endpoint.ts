import { pageWide } from './page-wide.ts';
import type { TokenProvider } from './settings.ts';

const known = pageWide('token-endpoints', 1, () => new Map<string, TokenProvider>());

/**
 * Gets tokens from an address of the host page, with its cookies where it is the same site. It answers with the token as text, or with JSON
 * that has it as `token`. The same provider for the same address.
 */
export function tokenEndpoint(address: string): TokenProvider {
  const url = new URL(address, document.baseURI).href;
  const provider = known.get(url) ?? (() => askFor(url));
  known.set(url, provider);
  return provider;
}

async function askFor(url: string): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, text/plain' },
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`${url} answered with HTTP ${response.status}`);
  const text = (await response.text()).trim();
  return text.startsWith('{') ? (JSON.parse(text) as { token: string }).token : text;
}
