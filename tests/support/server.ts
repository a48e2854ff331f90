import { type Logger, pino } from 'pino';
import { type ApiKeyScope, makeApiKey } from '../../server/access/api-key.ts';
import { type App, type AppOptions, createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Database, StatementObserver } from '../../server/database/database.ts';
import type { WorkspaceInfo } from '../../server/database/workspace-write.ts';
import { makeDemo } from '../../server/demo/make-demo.ts';
import { listen } from '../../server/http/listen.ts';
import { createOutbound } from '../../server/outbound/outbound.ts';
import { openGallery } from '../../server/workspace/gallery.ts';
import { makeWorkspace } from '../../server/workspace/make-workspace.ts';
import { type Engine, freshDatabase } from './database.ts';

/** Enough for every chart to have something to show. */
const DEMO_SCALE = 0.02;
const HOUR = 3_600_000;

export interface ServerOptions {
  engine?: Engine;
  /** With the small demo's data. */
  demo?: boolean;
  env?: Record<string, string>;
  observe?: StatementObserver;
  now?: () => Date;
  widgetsDirectory?: string;
  checkKeysEveryMs?: number;
  /** How often to look for alert rules that a clock of one's own made due; absent: hardly ever. */
  lookForDueRulesEveryMs?: number;
  heartbeatMs?: number;
  /** Absent: silent, or as LOG_LEVEL says. */
  logger?: Logger;
  outbound?: AppOptions['outbound'];
  deliveries?: AppOptions['deliveries'];
  cellMemory?: AppOptions['cellMemory'];
}

export interface TestServer {
  url: string;
  /** All scopes. */
  key: string;
  readKey: string;
  workspace: WorkspaceInfo;
  database: Database;
  app: App;
  makeKey(scopes: readonly ApiKeyScope[], expiresAt?: Date): Promise<string>;
  /** A second tenant on the same server. */
  makeTenant(name: string): Promise<{ workspace: WorkspaceInfo; key: string }>;
  /** Another node on the same database, with a memory of its own, and connections of its own where the engine allows. */
  startNode(): Promise<{ url: string; key: string; app: App; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** The real server, in this process, on a port of its own over a fresh database. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const config = readConfig({ PORT: '0', ...options.env });
  const now = options.now ?? (() => new Date());
  const database = await freshDatabase(options.engine ?? 'pglite', options.observe);
  const { timeZone, currency } = config;
  const workspace = options.demo
    ? await makeDemo(database, { now: now(), scale: DEMO_SCALE })
    : await makeWorkspace(database, { name: 'default', timeZone, currency, now: now() });
  const makeKey = async (on: WorkspaceInfo, scopes: readonly ApiKeyScope[], expiresAt?: Date) =>
    (await makeApiKey(database, on.id, { name: scopes.join(), scopes, expiresAt, now: now() })).secret;
  if (options.demo) await openGallery(database, workspace.id, now());
  const startNode = async (database: Database) => {
    const app = await createApp({
      database,
      now,
      origins: config.origins,
      logger: options.logger ?? pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
      widgetsDirectory: options.widgetsDirectory,
      checkKeysEveryMs: options.checkKeysEveryMs,
      // So that only what a test does reaches the database.
      lookForDueRulesEveryMs: options.lookForDueRulesEveryMs ?? HOUR,
      heartbeatMs: options.heartbeatMs,
      outbound: options.outbound ?? createOutbound({ allowPrivate: config.webhooksToPrivate }),
      deliveries: options.deliveries,
      cellMemory: options.cellMemory,
    });
    const listener = await listen(config);
    listener.use(app);
    return { url: listener.url, app, close: () => listener.close() };
  };
  const { url, app, close } = await startNode(database);
  const key = await makeKey(workspace, ['READ', 'INGEST', 'ADMIN']);
  return {
    url,
    key,
    readKey: await makeKey(workspace, ['READ']),
    workspace,
    database,
    app,
    makeKey: (scopes, expiresAt) => makeKey(workspace, scopes, expiresAt),
    async makeTenant(name) {
      const tenant = await makeWorkspace(database, { name, timeZone, currency, now: now() });
      return { workspace: tenant, key: await makeKey(tenant, ['READ', 'INGEST', 'ADMIN']) };
    },
    async startNode() {
      const own = await database.openAgain?.();
      const node = await startNode(own ?? database);
      return {
        ...node,
        key,
        async close() {
          await node.close();
          await own?.close();
        },
      };
    },
    async close() {
      await close();
      await database.close();
    },
  };
}
