import { WidgetFailure } from './failure.ts';
import { pageWide } from './page-wide.ts';
import { serverNow } from './server-clock.ts';
import type { TokenProvider } from './settings.ts';
import { readToken } from './token.ts';

/** A key as it is, or what gives keys or embed tokens. */
export type Credentials = string | TokenProvider;

/** A token is renewed when less than this, or a tenth of its life, is left. */
const MARGIN_MS = 30_000;
/** Between two attempts to renew it in time. */
const RETRY_MS = 5_000;

const providers = pageWide('access', 1, () => new WeakMap<TokenProvider, Access>());

/** All elements with the same provider share what it gives: it is asked once, and once again for each renewal. */
export function accessOf(credentials: Credentials): Access {
  if (typeof credentials === 'string') return new Access(() => credentials, true);
  const known = providers.get(credentials) ?? new Access(credentials);
  providers.set(credentials, known);
  return known;
}

/** The token of the moment. A key stays; a token that names its expiry is renewed before that. */
export class Access {
  readonly #provider: TokenProvider;
  readonly #isFixed: boolean;
  #asked: Promise<string> | undefined;
  #current: string | undefined;
  /** When the current token came, by the browser's clock. */
  #cameAt = 0;

  /** @param isFixed it gives the same for ever */
  constructor(provider: TokenProvider, isFixed = false) {
    this.#provider = provider;
    this.#isFixed = isFixed;
  }

  /** @param endpoint whose clock says how old it is. @throws WidgetFailure TOKEN_PROVIDER */
  async token(endpoint: string): Promise<string> {
    const current = this.#current;
    if (current === undefined) return this.#ask();
    const left = this.#timeLeft(current, endpoint);
    if (left === undefined || left > 0) return current;
    // One that still holds is better than none, while the provider cannot be reached.
    return this.#ask().catch((failure) => {
      if (left > -MARGIN_MS) return current;
      throw failure;
    });
  }

  /** Renews it in time from now on, so that whoever comes next need not wait. Returns the way out. */
  keep(endpoint: string): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const renewInTime = async (): Promise<void> => {
      const token = await this.token(endpoint).catch(() => undefined);
      const left = token === undefined ? 0 : this.#timeLeft(token, endpoint);
      if (left !== undefined && timer !== undefined) timer = setTimeout(renewInTime, Math.max(RETRY_MS, left));
    };
    timer = setTimeout(renewInTime, RETRY_MS);
    return () => {
      clearTimeout(timer);
      timer = undefined;
    };
  }

  /** Whether asking again gives another token than the refused one. @throws WidgetFailure TOKEN_PROVIDER */
  async renew(refused: string): Promise<boolean> {
    if (this.#isFixed) return false;
    // Another element may have renewed it meanwhile.
    const current = this.#current === refused ? await this.#ask() : (this.#current ?? (await this.#ask()));
    return current !== refused;
  }

  /** Until it should be renewed, in ms; undefined: it says nothing of its end. */
  #timeLeft(token: string, endpoint: string): number | undefined {
    const claims = readToken(token);
    if (!claims) return undefined;
    const margin = Math.min(MARGIN_MS, (claims.expiresAt - claims.issuedAt) / 10);
    // Before the server has answered: as if the token had been made for us.
    const now = serverNow(endpoint) ?? claims.issuedAt + Date.now() - this.#cameAt;
    return claims.expiresAt - margin - now;
  }

  #ask(): Promise<string> {
    this.#asked ??= askProvider(this.#provider)
      .then((token) => {
        this.#current = token;
        this.#cameAt = Date.now();
        return token;
      })
      .finally(() => {
        this.#asked = undefined;
      });
    return this.#asked;
  }
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
