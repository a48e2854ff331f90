import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  at: number;
}

export type Behaviour = (request: Received, response: ServerResponse, incoming: IncomingMessage) => void;

export const takes: Behaviour = (_request, response) => response.writeHead(204).end();
export const answers =
  (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);

/** A real receiver on 127.0.0.1. It does what `behaviours` say, one request each, then what `otherwise` says. */
export interface Receiver {
  url: string;
  received: Received[];
  behaviours: Behaviour[];
  otherwise: Behaviour;
  /** Sequence numbers in the order in which they came. */
  sequences(): number[];
  close(): Promise<void>;
}

export async function startReceiver(otherwise: Behaviour = takes): Promise<Receiver> {
  const received: Received[] = [];
  const receiver = { received, behaviours: [] as Behaviour[], otherwise };
  const handle: RequestListener = async (incoming, response) => {
    let body = '';
    try {
      for await (const chunk of incoming) body += chunk;
    } catch {
      return;
    }
    const headers = incoming.headers as Record<string, string>;
    const request = { path: incoming.url!, headers, body, at: Date.now() };
    received.push(request);
    (receiver.behaviours.shift() ?? receiver.otherwise)(request, response, incoming);
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${port}/hook`,
    sequences: () => received.map(({ body }) => JSON.parse(body).data.sequence as number),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

/** As a receiver would: throws where the signature is not by that secret. */
export function verify<Body>(secret: string, { body, headers }: Received): Body {
  return new Webhook(secret).verify(body, headers) as Body;
}
