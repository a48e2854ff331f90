import { manyRows, oneRow, withoutOne } from './reshape.ts';

/** What an element may have to show. `one` and `many` are told by its `data` property, the others happen on the way to the API. */
export const STATES = ['live', 'loading', 'failed', 'stale', 'empty', 'nokey', 'partial', 'one', 'many'] as const;
export type StateName = (typeof STATES)[number];

/** Elements whose answers may come in part: a list whose members may be null. */
const PARTLY = ['funnel-scorecard'];

export function statesOf(tag: string): StateName[] {
  return STATES.filter((state) => state !== 'partial' || PARTLY.includes(tag));
}

type Ask = (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;

/** A period in which nothing happened. */
const NEVER = { period: '1999' };

/**
 * From now on questions to the API meet the state that `current` names; the answers themselves are the API's.
 * @param heard is told every answer that the element gets
 */
export function stageAnswers(endpoint: string, current: () => StateName, heard: (data: object) => void): void {
  const ask: Ask = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (input, init) => {
    if (String(input) !== endpoint || init?.method !== 'POST') return ask(input, init);
    const state = current();
    if (isStream(init))
      return state === 'stale' ? Promise.reject(new TypeError('no stream, to show this state')) : ask(input, init);
    if (state === 'loading') return never(init.signal);
    if (state === 'failed') return new Response('', { status: 503 });
    const response = await ask(input, state === 'empty' ? { ...init, body: askOfNever(String(init.body)) } : init);
    const body = (await response.json()) as { data?: object; errors?: object[] };
    if (body.data && state === 'empty') body.data = withoutEdges(body.data);
    if (body.data && state === 'partial') Object.assign(body, withoutOne(body.data));
    if (body.data) heard(body.data);
    return new Response(JSON.stringify(body), response);
  };
}

/** What the element's `data` is in a state, of what the API answered; undefined: it asks for itself. */
export function dataIn(state: StateName, answer: object): object | undefined {
  if (state === 'one') return oneRow(answer);
  if (state === 'many') return manyRows(answer);
  return undefined;
}

function isStream({ headers }: RequestInit): boolean {
  return new Headers(headers).get('accept') === 'text/event-stream';
}

function never(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

/** The same question about a time before there was anything. */
function askOfNever(body: string): string {
  return JSON.stringify(JSON.parse(body), (name, value: unknown) => (name === 'window' && value ? NEVER : value));
}

/** A log has no window: its events are left out. */
function withoutEdges(data: object): object {
  return JSON.parse(JSON.stringify(data, (name, value: unknown) => (name === 'edges' ? [] : value))) as object;
}
