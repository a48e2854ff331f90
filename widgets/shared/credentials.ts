import { WidgetFailure } from './failure.ts';
import type { TokenProvider } from './settings.ts';

/** A key as it is, or what gives one. */
export type Credentials = string | TokenProvider;

// Six elements with one provider ask it once. Kept until the API refuses the token.
const tokens = new WeakMap<TokenProvider, Promise<string>>();

/** @throws WidgetFailure TOKEN_PROVIDER */
export function tokenOf(credentials: Credentials): Promise<string> {
  if (typeof credentials === 'string') return Promise.resolve(credentials);
  const known = tokens.get(credentials);
  if (known) return known;
  const asked = askProvider(credentials);
  tokens.set(credentials, asked);
  asked.catch(() => tokens.delete(credentials));
  return asked;
}

/** Whether asking again may give another token than the refused one. */
export async function renewToken(credentials: Credentials, refused: string): Promise<boolean> {
  if (typeof credentials === 'string') return false;
  const known = tokens.get(credentials);
  const current = await known?.catch(() => undefined);
  // Another element may have renewed it meanwhile.
  if (current === refused && tokens.get(credentials) === known) tokens.delete(credentials);
  return (await tokenOf(credentials)) !== refused;
}

async function askProvider(provider: TokenProvider): Promise<string> {
  let token: unknown;
  try {
    token = await provider();
  } catch (thrown) {
    throw new WidgetFailure('TOKEN_PROVIDER', `tokenProvider failed: ${thrown}`);
  }
  if (typeof token === 'string' && token !== '') return token;
  throw new WidgetFailure(
    'TOKEN_PROVIDER',
    `tokenProvider gave ${token === '' ? 'an empty text' : typeof token}, not a key`,
  );
}
