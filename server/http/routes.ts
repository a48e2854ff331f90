import type { GraphQLSchema } from 'graphql';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Authenticate, type Credential, isRefusal, type Refusal } from '../access/credential.ts';
import type { Database } from '../database/database.ts';
import type { Services } from '../graphql/context.ts';
import type { Yoga } from '../graphql/yoga.ts';
import type { Cors } from './cors.ts';
import { createEmbedPage } from './embed-page/embed-page.ts';
import { events } from './events.ts';
import { createGalleryPage } from './gallery-page.ts';
import { createGraphiqlPage } from './graphiql-page.ts';
import { ingest } from './ingest.ts';
import { errorResponse, methodNotAllowed, noToken, notFound, refused } from './json-response.ts';
import { createKpiPage } from './kpi-page/kpi-page.ts';
import { maintain, maintenanceTask } from './maintenance.ts';
import type { ReceivedAt } from './node-adapter.ts';
import { createStaticFiles } from './static-files.ts';

export interface RoutesOptions {
  services: Services;
  graphql: Yoga;
  schema: GraphQLSchema;
  authenticate: Authenticate;
  cors: Cors;
  widgetsDirectory: string;
  logger: Logger;
}

/** Every path that answers. All of them need a key or a token but the pages, the widgets and the two health checks. */
export function createRoutes({
  services,
  graphql,
  schema,
  authenticate,
  cors,
  widgetsDirectory,
  logger,
}: RoutesOptions) {
  const { database, streams } = services;
  const serveFile = createStaticFiles(widgetsDirectory);
  const galleryPage = createGalleryPage(database, widgetsDirectory);
  const graphiqlPage = createGraphiqlPage(database);
  const kpiPage = createKpiPage(schema);
  const embedPage = createEmbedPage({ documents: services.documents, graphql, authenticate });

  async function route(request: Request, receivedAt: ReceivedAt | undefined): Promise<Response> {
    const { pathname } = new URL(request.url);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (pathname === '/graphql') return answerGraphql(request, receivedAt);
    if (pathname.startsWith('/ingest/')) return answerIngest(request, pathname.slice('/ingest/'.length));
    if (pathname.startsWith('/maintenance/')) return answerMaintenance(request, pathname.slice('/maintenance/'.length));
    if (pathname === '/events') return answerEvents(request);
    if (!isRead) return ['/', '/kpis', '/livez', '/readyz'].includes(pathname) ? methodNotAllowed('GET') : notFound();
    if (pathname === '/') return galleryPage();
    if (pathname === '/kpis') return kpiPage(request);
    if (pathname === '/livez') return new Response('alive\n');
    if (pathname === '/readyz') return readiness(database);
    if (pathname.startsWith('/widgets/')) return serveFile(request, pathname.slice('/widgets/'.length));
    if (pathname.startsWith('/embed/')) return embedPage(request, pathname.slice('/embed/'.length));
    return notFound();
  }

  async function answerGraphql(request: Request, receivedAt: ReceivedAt | undefined): Promise<Response> {
    if (request.method === 'OPTIONS') return cors.preflight(request);
    if (request.method === 'GET' && request.headers.get('accept')?.includes('text/html')) return graphiqlPage(request);
    const found = await credentialOf(request);
    return cors.apply(
      request,
      isRefusal(found) ? refused(found) : await graphql.fetch(request, { credential: found, receivedAt }),
    );
  }

  function credentialOf({ headers }: Request): Promise<Credential | Refusal> {
    return authenticate(headers.get('authorization'), headers.get('origin'));
  }

  function answerIngest(request: Request, kind: string): Promise<Response> {
    return answerKey(request, 'POST', (credential) => ingest(request, kind, credential, database));
  }

  function answerEvents(request: Request): Promise<Response> {
    // Whoever may GET may ask for the head of it.
    const method = request.method === 'HEAD' ? 'HEAD' : 'GET';
    return answerKey(request, method, (credential) => events(request, credential, services));
  }

  async function answerMaintenance(request: Request, name: string): Promise<Response> {
    const task = maintenanceTask(name);
    if (!task) return notFound();
    return answerKey(request, task.method, (credential) =>
      maintain(name, task, credential, { database, streams, logger }),
    );
  }

  /** A path with one method, for whoever has a key. */
  async function answerKey(
    request: Request,
    method: string,
    answer: (credential: Credential) => Promise<Response>,
  ): Promise<Response> {
    if (request.method === 'OPTIONS') return cors.preflight(request);
    if (request.method !== method) return cors.apply(request, methodNotAllowed(method));
    const found = await credentialOf(request);
    if (isRefusal(found)) return cors.apply(request, refused(found));
    return cors.apply(request, found.token ? noToken() : await answer(found));
  }

  return async function respond(request: Request, receivedAt?: ReceivedAt): Promise<Response> {
    try {
      return await route(request, receivedAt);
    } catch (error) {
      // Whoever asked has left, which is no fault; nobody reads this.
      if (request.signal.aborted && error === request.signal.reason) return new Response(null, { status: 499 });
      logger.error({ err: error, method: request.method }, 'a request failed');
      const masked = errorResponse(500, 'INTERNAL', 'Something went wrong here; it is logged. Try again later.');
      return cors.apply(request, masked);
    }
  };
}

async function readiness(database: Database): Promise<Response> {
  try {
    await database.query(sql`select 1`);
    return new Response('ready\n');
  } catch {
    return new Response('the database does not answer\n', { status: 503 });
  }
}
