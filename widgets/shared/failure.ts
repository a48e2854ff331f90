/**
 * Why an element cannot show (or refresh) its figures. `code` is stable: one of the widgets' own below, or the API's
 * `extensions.code`. `message` is the detail for developers; what a reader is told stands in the texts, by code.
 */
export class WidgetFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'WidgetFailure';
    this.code = code;
  }
}

/** The widgets' own codes: failures that may pass by themselves, so that they are tried again. */
const PASSING = new Set(['NETWORK', 'TIMEOUT', 'SERVER', 'RATE_LIMITED', 'TOKEN_PROVIDER']);

export function mayPass({ code }: WidgetFailure): boolean {
  return PASSING.has(code);
}

/** Of a file that the script loads when it needs it. */
export function partMissing(thrown: unknown): WidgetFailure {
  return new WidgetFailure('NETWORK', `a part of the script cannot be loaded: ${thrown}`);
}

/** Anything thrown, as a failure. By its name, since another copy of the script has a class of its own. */
export function asFailure(thrown: unknown): WidgetFailure {
  return isFailure(thrown) ? thrown : new WidgetFailure('UNEXPECTED', String(thrown));
}

export function isFailure(thrown: unknown): thrown is WidgetFailure {
  return thrown instanceof Error && thrown.name === 'WidgetFailure';
}

/**
 * Fired once when an element fails to show or to refresh its figures; again only after it succeeded or the reader tried again.
 * Bubbles through shadow roots.
 */
export class FunnelErrorEvent extends Event {
  readonly code: string;
  readonly message: string;

  constructor({ code, message }: WidgetFailure) {
    super('funnel-error', { bubbles: true, composed: true });
    this.code = code;
    this.message = message;
  }
}

declare global {
  interface HTMLElementEventMap {
    'funnel-error': FunnelErrorEvent;
  }
  interface DocumentEventMap {
    'funnel-error': FunnelErrorEvent;
  }
}
