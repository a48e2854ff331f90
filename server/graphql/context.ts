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
  readonly now: Date;
  readonly kpis: KpiReader;
}

export function createContext(services: Services, credential: Credential): Context {
  const { database } = services;
  const { workspace } = credential;
  const now = services.now();
  return { services, database, credential, workspace, now, kpis: createKpiReader(database, workspace, now) };
}

/** A value made at most once for each context: loaders and small closed sets. */
export function perContext<Value>(make: (context: Context) => Value): (context: Context) => Value {
  const values = new WeakMap<Context, Value>();
  return (context) => {
    const known = values.get(context);
    if (known !== undefined) return known;
    const value = make(context);
    values.set(context, value);
    return value;
  };
}
