import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from '../app.ts';
import { messagePage } from './html-page.ts';
import { errorResponse } from './json-response.ts';
import { serve } from './node-adapter.ts';

/** A port that answers at once: `/livez` from the first moment, everything else as soon as there is an app. */
export interface Listener {
  url: string;
  use(app: App): void;
  /** What to say to whoever asks before there is an app. */
  announce(message: string): void;
  /** Takes no new requests, lets those under way finish, ends streams. */
  close(): Promise<void>;
}

const LONGEST_GOODBYE_MS = 10_000;

export async function listen({ host, port }: { host: string; port: number }): Promise<Listener> {
  let app: App | undefined;
  let message = 'Opening the database.';
  const server = createServer((incoming, outgoing) => {
    const handlers = app ?? { fetch: async (request: Request) => beforeReady(request, message) };
    serve(handlers, incoming, outgoing).catch(() => outgoing.destroy());
  });
  // Imports may upload for hours; a slow header is another matter, and stays limited.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    url: addressOf(server, host),
    use(ready) {
      app = ready;
      ready.sockets.attach(server);
    },
    announce(text) {
      message = text;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await app?.close();
      // A connection that was answering just now becomes idle a little later, and would be kept alive.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      const timer = setTimeout(() => server.closeAllConnections(), LONGEST_GOODBYE_MS);
      await closed;
      clearTimeout(timer);
      clearInterval(sweep);
    },
  };
}

function beforeReady(request: Request, message: string): Response {
  const { pathname } = new URL(request.url);
  if (pathname === '/livez') return new Response('alive\n');
  if (request.headers.get('accept')?.includes('text/html'))
    return messagePage('Funnelgraph is starting', message, 503, 2);
  return errorResponse(503, 'STARTING', message, { 'retry-after': '2' });
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
