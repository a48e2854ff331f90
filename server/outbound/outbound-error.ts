/**
 * INVALID_URL: it cannot be asked at all. ADDRESS_REFUSED: the host is one that this server does not talk to. UNKNOWN_HOST: the name has no
 * address now. CONNECTION_FAILED: no connection, or it broke before an answer came. TIMEOUT: no answer in time.
 */
export type OutboundErrorCode = 'INVALID_URL' | 'ADDRESS_REFUSED' | 'UNKNOWN_HOST' | 'CONNECTION_FAILED' | 'TIMEOUT';

/** A request to an address of somebody else's choice that got no answer. The message is for whoever chose it. */
export class OutboundError extends Error {
  readonly code: OutboundErrorCode;

  constructor(code: OutboundErrorCode, message: string) {
    super(message);
    this.name = 'OutboundError';
    this.code = code;
  }
}
