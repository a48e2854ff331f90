import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import WebSocket from 'ws';
import type { Address } from '../../support/client.ts';

export interface ToldEvent {
  __typename: 'KpiEvent';
  id: string;
  cursor: string;
  sequence: number;
  kind: string;
  kpi: { key: string };
  rule: { name: string };
  scope: { dimension: string; key: string | null }[];
}

export type Told =
  | ToldEvent
  | { __typename: 'Heartbeat'; cursor: string; sequence: number }
  | { __typename: 'Discontinuity'; fromCursor: string; toCursor: string; reason: string };

export type Transport = 'SSE' | 'WebSocket';
export const transports: readonly Transport[] = ['SSE', 'WebSocket'];

export const subscription = `subscription ($after: String, $filter: KpiEventFilterInput) {
  kpiEvents(after: $after, filter: $filter) { __typename
    ... on KpiEvent { id cursor sequence kind kpi { key } rule { name } scope { dimension key } }
    ... on Heartbeat { cursor sequence }
    ... on Discontinuity { fromCursor toCursor reason } } }`;

export interface Reader {
  /** Everything that it was told so far. */
  told: Told[];
  events(): ToldEvent[];
  sequences(): number[];
  heartbeats(): number[];
  /** Codes of errors that it was told. */
  codes: (string | undefined)[];
  /** Once the stream has ended, from whichever side. */
  ended: Promise<void>;
  stop(): void;
}

type Result = { data?: { kpiEvents?: Told } | null; errors?: readonly { extensions?: { code?: unknown } }[] };

/** A subscriber that comes once: it does not come back by itself. */
export function follow({ url, key }: Address, transport: Transport, variables: object = {}): Reader {
  const told: Told[] = [];
  const codes: (string | undefined)[] = [];
  const note = (errors: Result['errors']) =>
    codes.push(...(errors ?? []).map(({ extensions }) => extensions?.code as string | undefined));
  let settle = () => {};
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const sink = {
    next({ data, errors }: Result) {
      if (data?.kpiEvents) told.push(data.kpiEvents);
      note(errors);
    },
    error(error: unknown) {
      if (Array.isArray(error)) note(error as Result['errors']);
      settle();
    },
    complete: () => settle(),
  };
  const payload = { query: subscription, variables: variables as Record<string, unknown> };
  const dispose: (() => void)[] = [];
  if (transport === 'SSE') {
    const client = createSseClient({
      url: `${url}/graphql`,
      headers: { authorization: `Bearer ${key}` },
      retryAttempts: 0,
    });
    dispose.push(client.subscribe(payload, sink as never), () => client.dispose());
  } else {
    const client = createSocketClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${key}` },
      retryAttempts: 0,
    });
    dispose.push(client.subscribe(payload, sink as never), () => void client.dispose());
  }
  const events = () => told.filter((each) => each.__typename === 'KpiEvent');
  return {
    told,
    events,
    sequences: () => events().map(({ sequence }) => sequence),
    heartbeats: () => told.flatMap((each) => (each.__typename === 'Heartbeat' ? [each.sequence] : [])),
    codes,
    ended,
    stop() {
      for (const each of dispose) each();
    },
  };
}

/** From 1 to the last one. */
export const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
