import { pageWide } from './page-wide.ts';
import type { TokenProvider } from './settings.ts';

/**
 * Fired by an element that was given neither a key nor a provider. Whoever has a token says so with `respondWith`; it is asked again, for
 * all such elements of the page together, when the token is about to end. Bubbles through shadow roots.
 */
export class FunnelTokenRequestEvent extends Event {
  /** The API that the token is for. */
  readonly endpoint: string;
  answer: string | Promise<string> | undefined;

  constructor(endpoint: string) {
    super('token-request', { bubbles: true, composed: true });
    this.endpoint = endpoint;
  }

  /** The first to respond is heard. */
  respondWith(token: string | Promise<string>): void {
    this.answer ??= token;
  }
}

interface Requests {
  provider: TokenProvider;
  /** Those that ask; one that is still on the page fires the event for all. */
  elements: Set<Element>;
}

const requests = pageWide('token-requests', 1, () => new Map<string, Requests>());

/** A provider that asks the page by event; undefined: nobody responds. */
export function requestToken(element: Element, endpoint: string): TokenProvider | undefined {
  const known = requests.get(endpoint);
  if (known) {
    known.elements.add(element);
    return known.provider;
  }
  const first = fire(element, endpoint);
  if (first === undefined) return undefined;
  let next: string | Promise<string> | undefined = first;
  const elements = new Set([element]);
  const provider = (): string | Promise<string> => {
    const answer = next ?? fire(askerAmong(elements), endpoint);
    next = undefined;
    if (answer === undefined) throw new Error("nobody responded to 'token-request'");
    return answer;
  };
  requests.set(endpoint, { provider, elements });
  return provider;
}

function askerAmong(elements: Set<Element>): Element {
  for (const element of elements) if (!element.isConnected) elements.delete(element);
  const [asker = document.documentElement] = elements;
  return asker;
}

function fire(element: Element, endpoint: string): string | Promise<string> | undefined {
  const event = new FunnelTokenRequestEvent(endpoint);
  element.dispatchEvent(event);
  return event.answer;
}

declare global {
  interface HTMLElementEventMap {
    'token-request': FunnelTokenRequestEvent;
  }
  interface DocumentEventMap {
    'token-request': FunnelTokenRequestEvent;
  }
}
