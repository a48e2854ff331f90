import type { Credential, Workspace } from '../access/credential.ts';
import type { OpenKeys } from '../access/open-keys.ts';
import type { Database } from '../database/database.ts';
import { createKpiReader } from '../kpi/reader.ts';
import type { KpiReader } from '../kpi/types.ts';
import type { ChangeHub } from './change-hub.ts';
import type { OpenStreams } from './open-streams.ts';

/** What lives as long as the process. */
export interface Services {
  readonly database: Database;
  readonly changes: ChangeHub;
  readonly openKeys: OpenKeys;
  readonly streams: OpenStreams;
  /** The clock; tests bring their own. */
  readonly now: () => Date;
}

/** What lives as long as one operation, or one event of a subscription: one reading of the clock, one memory of answers. */
export interface Context {
  readonly services: Services;
  readonly database: Database;
  readonly credential: Credential;
  readonly workspace: Workspace;
  /** Moves on with each write of the operation. */
  now: Date;
  /** What was made by `perContext`; emptied by `renew`. */
  readonly memory: Map<unknown, unknown>;
}

export function createContext(services: Services, credential: Credential): Context {
  const { database } = services;
  return { services, database, credential, workspace: credential.workspace, now: services.now(), memory: new Map() };
}

/** A value made at most once for each context: loaders and small closed sets. */
export function perContext<Value>(make: (context: Context) => Value): (context: Context) => Value {
  return (context) => {
    const { memory } = context;
    if (!memory.has(make)) memory.set(make, make(context));
    return memory.get(make) as Value;
  };
}

/** After a write: an operation may change several things in turn, and what it then reads is of the moment after. */
export function renew(context: Context): void {
  context.memory.clear();
  context.now = context.services.now();
}

export const kpisOf: (context: Context) => KpiReader = perContext(({ database, workspace, now }) =>
  createKpiReader(database, workspace, now),
);
