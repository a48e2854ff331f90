import { isIP } from 'node:net';
import { kindOfAddress } from './address-ranges.ts';
import { OutboundError } from './outbound-error.ts';

const LONGEST_URL = 2_000;
/** Below it are mail, shells and databases' neighbours, which would read a request as commands. */
const FIRST_FREE_PORT = 1024;
const WEB_PORTS = [80, 443];

/**
 * What can be said of an address without asking anybody. What a name stands for is looked up with each request.
 * @throws OutboundError INVALID_URL, ADDRESS_REFUSED
 */
export function checkUrl(text: string, allowPrivate: boolean): URL {
  if (text.length > LONGEST_URL || !URL.canParse(text))
    throw new OutboundError(
      'INVALID_URL',
      `Give an absolute URL of at most ${LONGEST_URL} characters, such as https://example.com/hook.`,
    );
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    throw new OutboundError('INVALID_URL', 'Only https is spoken to; give a URL that begins with https://.');
  if (url.username || url.password)
    throw new OutboundError('INVALID_URL', 'Leave user and password out of the URL; the signature says who sends.');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (port < FIRST_FREE_PORT && !WEB_PORTS.includes(port))
    throw new OutboundError('INVALID_URL', `Port ${port} is not spoken to; use 443 or one from ${FIRST_FREE_PORT} on.`);
  url.hash = '';
  const host = hostOf(url);
  if (isIP(host)) refuseAddress(host, host, allowPrivate);
  else if (!allowPrivate && /^(.*\.)?localhost\.?$/.test(host)) throw refused(host, 'PRIVATE');
  return url;
}

/** A URL writes IPv6 addresses in brackets. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

/** @throws OutboundError ADDRESS_REFUSED */
export function refuseAddress(address: string, host: string, allowPrivate: boolean): void {
  const kind = kindOfAddress(address);
  if (kind === 'NEVER' || (kind === 'PRIVATE' && !allowPrivate)) throw refused(host, kind);
}

/** The address itself is not said: whoever may set a URL need not learn what names mean inside. */
function refused(host: string, kind: 'PRIVATE' | 'NEVER'): OutboundError {
  const advice =
    kind === 'NEVER'
      ? 'no message is sent to such addresses'
      : 'use a public one, or set FUNNEL_WEBHOOK_ALLOW_PRIVATE=1 on the server';
  return new OutboundError('ADDRESS_REFUSED', `${host} is not an address on the public internet; ${advice}.`);
}
