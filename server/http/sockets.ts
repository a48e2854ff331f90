import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Authenticate, type Credential, isRefusal } from '../access/credential.ts';
import type { Yoga } from '../graphql/yoga.ts';
import type { Cors } from './cors.ts';

/** GraphQL over WebSocket (`graphql-transport-ws`) on /graphql, beside HTTP on the same port. */
export interface Sockets {
  attach(server: Server): void;
  close(): Promise<void>;
}

/** One message may be as long as one HTTP body. */
const LONGEST_MESSAGE = 1024 * 1024;
const FORBIDDEN = 4403;

export function createSockets({
  graphql,
  authenticate,
  cors,
}: {
  graphql: Yoga;
  authenticate: Authenticate;
  cors: Cors;
}): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE });
  const runs = new WeakMap<object, Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'>>();

  const endpoint = useServer(
    {
      // `false` closes with 4403 Forbidden, as the protocol has it.
      onConnect: async ({ connectionParams }) => (await keyIn(connectionParams)) !== undefined,

      async onSubscribe({ connectionParams, extra }, _id, { query, operationName, variables }) {
        // Looked up for each operation: a socket may stay open for longer than its key.
        const credential = await keyIn(connectionParams);
        if (!credential) {
          (extra.socket as WebSocket).close(FORBIDDEN, 'Forbidden');
          return [new GraphQLError('The key was revoked or has expired.', { extensions: { code: 'UNAUTHENTICATED' } })];
        }
        const enveloped = graphql.getEnveloped({ credential, params: { query, operationName, variables } } as never);
        try {
          const document = enveloped.parse(query);
          const faults: readonly GraphQLError[] = enveloped.validate(enveloped.schema, document);
          if (faults.length > 0) return faults;
          const contextValue: object = await enveloped.contextFactory();
          runs.set(contextValue, enveloped);
          return { schema: enveloped.schema, operationName, document, variableValues: variables, contextValue };
        } catch (error) {
          // Thrown on, it would close the socket and every other operation on it.
          if (error instanceof GraphQLError) return [error];
          throw error;
        }
      },
      execute: (args: ExecutionArgs) => runs.get(args.contextValue as object)!.execute(args),
      subscribe: (args: ExecutionArgs) => runs.get(args.contextValue as object)!.subscribe(args),
    },
    server,
  );

  /** undefined also for an embed token: widgets need no socket, and a document that is sent as text is not for them. */
  async function keyIn(parameters: Parameters): Promise<Credential | undefined> {
    const found = await authenticate(authorizationIn(parameters), undefined);
    return isRefusal(found) || found.token ? undefined : found;
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Browsers do not hold WebSockets to CORS, so the narrowing is enforced here.
    const isAllowed = cors.isAllowed(request.headers.origin ?? null);
    const path = (request.url ?? '').split('?')[0];
    const refusal = path !== '/graphql' ? '404 Not Found' : isAllowed ? undefined : '403 Forbidden';
    if (refusal) refuse(socket, refusal);
    else server.handleUpgrade(request, socket, head, (open) => server.emit('connection', open, request));
  }

  return {
    attach: (http) => void http.on('upgrade', upgrade),
    close: async () => endpoint.dispose(),
  };
}

/** Of connection_init. */
type Parameters = Readonly<Record<string, unknown>> | undefined;

/** `{ "authorization": "Bearer KEY" }` */
function authorizationIn(parameters: Parameters): string | undefined {
  const given = parameters?.authorization ?? parameters?.Authorization;
  return typeof given === 'string' ? given : undefined;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
