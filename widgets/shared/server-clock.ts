import { pageWide } from './page-wide.ts';

/** The server's time less the browser's, in ms, by endpoint. Browsers' clocks are hours off more often than one thinks. */
const offsets = pageWide('clocks', 1, () => new Map<string, number>());

/** From an answer's header `Date`, which has whole seconds: good enough to renew a token half a minute early. */
export function learnTime(endpoint: string, { headers }: Response): void {
  const said = Date.parse(headers.get('date') ?? '');
  if (!Number.isNaN(said)) offsets.set(endpoint, said - Date.now());
}

/** undefined: the server has not answered yet. */
export function serverNow(endpoint: string): number | undefined {
  const offset = offsets.get(endpoint);
  return offset === undefined ? undefined : Date.now() + offset;
}
