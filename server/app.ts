import type { Logger } from 'pino';
import { type Authenticate, admitFrom, findCredential } from './access/credential.ts';
import { createOpenKeys } from './access/open-keys.ts';
import type { Database } from './database/database.ts';
import { oncePerTurn } from './database/once-per-turn.ts';
import { createSharedAnswers } from './database/shared-answers.ts';
import { readDataVersion } from './database/workspace-write.ts';
import { readDocuments } from './embed/documents.ts';
import { startEvaluator } from './events/evaluation/evaluator.ts';
import { createChangeHub } from './graphql/change-hub.ts';
import type { Services } from './graphql/context.ts';
import { createOpenStreams } from './graphql/open-streams.ts';
import { createGraphql } from './graphql/yoga.ts';
import { createCors } from './http/cors.ts';
import type { Fetch } from './http/node-adapter.ts';
import { createQuickGraphql, type Quick } from './http/quick-graphql.ts';
import { createRoutes } from './http/routes.ts';
import { createSockets, type Sockets } from './http/sockets.ts';
import { type CellMemoryOptions, createCellMemory } from './kpi/cell-memory/cell-memory.ts';
import { followCommits } from './kpi/cell-memory/follow-commits.ts';
import { createSharedMoments } from './kpi/shared-moments.ts';
import { createLogger } from './logger.ts';
import { createOutbound, type Outbound } from './outbound/outbound.ts';
import { projectFile } from './project-file.ts';
import { schema } from './schema.ts';
import { startRescoring } from './scoring/rescoring.ts';
import { type DeliveriesOptions, startDeliveries } from './webhooks/delivery/deliveries.ts';

export interface AppOptions {
  database: Database;
  /** Origins whose pages may ask; absent: any. */
  origins?: readonly string[] | undefined;
  logger?: Logger | undefined;
  now?: (() => Date) | undefined;
  /** Where the built widgets are. */
  widgetsDirectory?: string | undefined;
  /** How often keys that hold a subscription open are looked at again. */
  checkKeysEveryMs?: number | undefined;
  /** How often to look for alert rules that the clock made due and nobody evaluates; absent: every 2 s. */
  lookForDueRulesEveryMs?: number | undefined;
  /** How old the moment may be that operations share for questions without `asOf`; absent: 1 s. */
  sharedMomentsMs?: number | undefined;
  /** How cells are held in memory, where it is to differ. */
  cellMemory?: CellMemoryOptions | undefined;
  /** How often streams of threshold events say how far they are; absent: every 15 s. */
  heartbeatMs?: number | undefined;
  /** How webhooks reach their receivers; absent: only on the public internet. */
  outbound?: Outbound | undefined;
  /** How webhooks are delivered, where it is to differ. */
  deliveries?: Pick<DeliveriesOptions, 'random' | 'lookEveryMs'> | undefined;
}

/** The whole server but for the port: HTTP through `fetch`, plain questions sooner through `quick`, WebSockets through `sockets`. */
export interface App {
  fetch: Fetch;
  quick: Quick;
  sockets: Sockets;
  services: Services;
  /** Ends what is open. The database stays open: it is the caller's. */
  close(): Promise<void>;
}

const builtWidgets = projectFile('widgets/dist');

export async function createApp(options: AppOptions): Promise<App> {
  const { database, origins, widgetsDirectory = builtWidgets, now = () => new Date() } = options;
  const outbound = options.outbound ?? createOutbound({ allowPrivate: false });
  const logger = options.logger ?? createLogger();
  const services: Services = {
    database,
    now,
    changes: await createChangeHub(database),
    openKeys: await createOpenKeys(database, now, options.checkKeysEveryMs),
    streams: createOpenStreams(),
    answers: createSharedAnswers(),
    cellMemory: createCellMemory(database, options.cellMemory),
    moments: createSharedMoments(options.sharedMomentsMs),
    outbound,
    documents: readDocuments(schema),
    dataVersion: oncePerTurn((workspaceId) => readDataVersion(database, workspaceId)),
    heartbeatMs: options.heartbeatMs,
  };
  const stopFollowing = followCommits(database, services.cellMemory);
  const { yoga: graphql, quick } = createGraphql(schema, services, logger);
  const cors = createCors(origins);
  const lookUp = oncePerTurn((authorization) => findCredential(database, authorization, now()));
  const authenticate: Authenticate = async (authorization, origin) =>
    admitFrom(await lookUp(authorization ?? ''), origin);
  const rescoring = await startRescoring({ database, now, logger });
  const evaluator = await startEvaluator({ database, now, logger, lookEveryMs: options.lookForDueRulesEveryMs });
  const deliveries = await startDeliveries({ database, outbound, now, logger, ...options.deliveries });
  const sockets = createSockets({ graphql, authenticate, cors });
  return {
    fetch: createRoutes({
      services,
      graphql,
      schema,
      authenticate,
      cors,
      widgetsDirectory,
      logger,
    }),
    quick: createQuickGraphql({ graphql, quick, authenticate, cors }),
    sockets,
    services,
    async close() {
      services.streams.endAll();
      await sockets.close();
      await evaluator.close();
      await rescoring.close();
      await deliveries.close();
      stopFollowing();
      await services.cellMemory.idle();
      await services.openKeys.close();
      await services.changes.close();
      await graphql.dispose();
    },
  };
}
