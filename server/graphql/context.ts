import type { Credential, Workspace } from '../access/credential.ts';
import type { OpenKeys } from '../access/open-keys.ts';
import type { Database } from '../database/database.ts';
import { type Answers, notShared, type SharedAnswers } from '../database/shared-answers.ts';
import type { CellMemory } from '../kpi/cell-memory/cell-memory.ts';
import { createKpiReader } from '../kpi/reader.ts';
import { Reading } from '../kpi/reading.ts';
import type { SharedMoments } from '../kpi/shared-moments.ts';
import type { TallyRequest } from '../kpi/tally-request.ts';
import type { KpiReader } from '../kpi/types.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { ChangeHub } from './change-hub.ts';
import type { OpenStreams } from './open-streams.ts';
import type { PersistedDocuments } from './persisted-documents.ts';

/** What lives as long as the process. */
export interface Services {
  readonly database: Database;
  readonly changes: ChangeHub;
  readonly openKeys: OpenKeys;
  readonly streams: OpenStreams;
  readonly answers: SharedAnswers;
  readonly cellMemory: CellMemory;
  readonly moments: SharedMoments;
  /** Requests to addresses of users' choice. */
  readonly outbound: Outbound;
  /** What can be asked by id. */
  readonly documents: PersistedDocuments;
  /** The workspace's data version now; many who ask at once share one look-up. */
  readonly dataVersion: (workspaceId: string) => Promise<number>;
  /** The clock; tests bring their own. */
  readonly now: () => Date;
  /** How often a stream of events says at least how far it is; absent: as its slice has it. */
  readonly heartbeatMs?: number | undefined;
}

/** What lives as long as one operation, or one event of a subscription: one reading of the clock, one memory of answers. */
export interface Context {
  readonly services: Services;
  readonly database: Database;
  readonly credential: Credential;
  readonly workspace: Workspace;
  /** Moves on with each write of the operation. */
  now: Date;
  /** The moment of its questions that say no `asOf`: now, or one just before that it shares with other operations. */
  moment: Date;
  /** The workspace's data version, read after the request came; undefined: not known, or changed by the operation itself. */
  dataVersion: number | undefined;
  /** What it shares of what it reads. */
  answers: Answers;
  /** What it asked of KPIs and found so far. */
  reading: Reading;
  /** What it asked before it began anew, to ask for all of it at once; undefined: it did not. */
  askedBefore: readonly TallyRequest[] | undefined;
  /** What was made by `perContext`; emptied by `renew`. */
  readonly memory: Map<unknown, unknown>;
}

/** @param dataVersion undefined: not known, so that nothing is shared. */
export function createContext(services: Services, credential: Credential, dataVersion: number | undefined): Context {
  const { database } = services;
  const { workspace } = credential;
  const now = services.now();
  const shared =
    dataVersion === undefined
      ? { moment: now, answers: notShared }
      : {
          moment: services.moments.at(workspace, dataVersion, now),
          answers: services.answers.at(workspace.id, dataVersion),
        };
  const own = { reading: new Reading(), askedBefore: undefined, memory: new Map() };
  return { services, database, credential, workspace, now, dataVersion, ...shared, ...own };
}

/** A value made at most once for each context: loaders and small closed sets. */
export function perContext<Value>(make: (context: Context) => Value): (context: Context) => Value {
  return (context) => {
    const { memory } = context;
    if (!memory.has(make)) memory.set(make, make(context));
    return memory.get(make) as Value;
  };
}

/** A value made at most once for each process: what a slice keeps in memory beside the database. */
export function perProcess<Value>(make: (services: Services) => Value): (services: Services) => Value {
  const made = new WeakMap<Services, { value: Value }>();
  return (services) => {
    const known = made.get(services) ?? { value: make(services) };
    made.set(services, known);
    return known.value;
  };
}

/** After a write: an operation may change several things in turn, and what it then reads is of the moment after, asked for itself. */
export function renew(context: Context): void {
  context.now = context.services.now();
  context.moment = context.now;
  forget(context);
}

/** For the same operation anew, as of the same moment: all that it asked of KPIs so far is then read from one snapshot. */
export function beginAnew(context: Context): void {
  context.askedBefore = context.reading.requests;
  context.reading = new Reading();
  forget(context);
}

function forget(context: Context): void {
  context.memory.clear();
  context.dataVersion = undefined;
  context.answers = notShared;
}

/** It answers within what the credential is locked to: there is no other way to a KPI. */
export const kpisOf: (context: Context) => KpiReader = perContext(
  ({ services, database, workspace, credential, now, moment, answers, reading, askedBefore }) =>
    createKpiReader(database, workspace, now, {
      moment,
      answers,
      memory: services.cellMemory,
      reading,
      together: askedBefore && {
        snapshot: (work) => database.transaction(work, { snapshot: true, readOnly: true }),
        before: askedBefore,
      },
      locked: credential.token?.filter ?? undefined,
    }),
);
