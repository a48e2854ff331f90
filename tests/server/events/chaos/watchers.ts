import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Address, ask } from '../../../support/client.ts';

/** What somebody was told, in order, over all disconnections. */
export interface Watcher {
  name: string;
  /** Ids of events as they came. */
  ids(): readonly string[];
  stop(): Promise<void>;
}

type Servers = () => readonly Address[];

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Subscribes, and comes back with the last cursor whenever the stream ends, to whichever server is up. */
export function subscriber(servers: Servers): Watcher {
  const ids: string[] = [];
  const controller = new AbortController();
  let cursor: string | null = null;
  const query = `subscription ($after: String) { kpiEvents(after: $after) { __typename
    ... on KpiEvent { id cursor } ... on Heartbeat { cursor } ... on Discontinuity { reason } } }`;

  async function once({ url, key }: Address): Promise<void> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables: { after: cursor } }),
      signal: controller.signal,
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const messages = text.split('\n\n');
      // The last one may not be whole.
      text = messages.pop()!;
      for (const message of messages) note(message);
    }
  }

  function note(message: string): void {
    const [, json] = /^data: ?(.+)$/m.exec(message) ?? [];
    if (!json) return;
    const { data } = JSON.parse(json) as {
      data?: { kpiEvents: { __typename: string; id?: string; cursor: string } } | null;
    };
    if (!data) return;
    const { __typename, id, cursor: place } = data.kpiEvents;
    if (__typename === 'Discontinuity') throw new Error('The log was not given whole.');
    if (id) ids.push(id);
    cursor = place;
  }

  const running = again(servers, controller.signal, once);
  return { name: 'subscriber', ids: () => ids, stop: () => stopOf(controller, running) };
}

/** Asks for the lines behind its cursor, again and again. */
export function poller(servers: Servers): Watcher {
  const ids: string[] = [];
  const controller = new AbortController();
  let cursor: string | undefined;
  const running = again(servers, controller.signal, async ({ url, key }) => {
    const query = new URLSearchParams({ wait: '2', ...(cursor && { after: cursor }) });
    const response = await fetch(`${url}/events?${query}`, {
      headers: { authorization: `Bearer ${key}` },
      signal: controller.signal,
    });
    if (!response.ok) throw new Error(`/events answered ${response.status}`);
    const lines = (await response.text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { id?: string; cursor: string });
    // Without its last line the page did not come whole: it is asked for again.
    if (lines.length === 0 || lines.at(-1)!.id) return;
    for (const { id } of lines) if (id) ids.push(id);
    cursor = lines.at(-1)!.cursor;
  });
  return { name: 'poller', ids: () => ids, stop: () => stopOf(controller, running) };
}

/** A receiver that now and then fails, or breaks off. What comes twice must come under the same id. */
export async function receiver(server: Address): Promise<Watcher & { duplicates(): number; forged(): number }> {
  const seen = new Map<string, string>();
  let secret = '';
  let requests = 0;
  let duplicates = 0;
  let forged = 0;
  const http = createServer(async (request, response) => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    requests++;
    if (requests % 149 === 0) return void request.socket.destroy();
    if (requests % 97 === 0) return void response.writeHead(500).end();
    const id = String(request.headers['webhook-id']);
    if (
      !isSigned(
        secret,
        id,
        String(request.headers['webhook-timestamp']),
        body,
        String(request.headers['webhook-signature']),
      )
    )
      forged++;
    const event = JSON.parse(body) as { data: { id: string } };
    if (seen.has(id)) duplicates++;
    seen.set(id, event.data.id);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  const { createWebhook } = await ask<{ createWebhook: { secret?: string; code?: string; message?: string } }>(
    server,
    'mutation ($url: String!) { createWebhook(input: { name: "chaos", url: $url, filter: { includeSilenced: true } }) { ... on CreateWebhookSuccess { secret } ... on Error { code message } } }',
    { url },
  );
  if (!createWebhook.secret) throw new Error(JSON.stringify(createWebhook));
  secret = createWebhook.secret;
  return {
    name: 'webhook',
    ids: () => [...seen.values()],
    duplicates: () => duplicates,
    forged: () => forged,
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** After the Standard Webhooks specification, told once more. */
function isSigned(secret: string, id: string, timestamp: string, body: string, signatures: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** Over and over, on one server after the other, whatever fails. */
async function again(servers: Servers, signal: AbortSignal, once: (server: Address) => Promise<void>): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt++) {
    const alive = servers();
    const server = alive[attempt % Math.max(1, alive.length)];
    if (server) await once(server).catch(() => undefined);
    await pause(50);
  }
}

async function stopOf(controller: AbortController, running: Promise<void>): Promise<void> {
  controller.abort();
  await running;
}
