import { sql } from 'kysely';
import { tellCommit } from './commits.ts';
import type { Database, Queryable } from './database.ts';
import { ahead } from './given-statements.ts';

/** What computations need to know of a workspace. */
export interface WorkspaceInfo {
  id: string;
  /** IANA name */
  timeZone: string;
  /** ISO 4217 */
  currency: string;
}

/** Topic on which each committed change of a workspace is told; the payload is `changePayload`. */
export const CHANGES = 'funnel_changes';

export interface WorkspaceChange {
  workspaceId: string;
  /** The data version that the change made. */
  version: number;
}

export interface ChangeOfFacts {
  /** Kinds of facts, and 'dimensions' where others bear what changed. */
  kinds: readonly string[];
  /** Nothing before this instant (ms) can look otherwise; −Infinity: anything may. */
  earliest: number;
}

export interface NarrowChange {
  /** Of the facts that changed. */
  kind: string;
  /** Asked before the commit, where somebody wants to know. */
  reach: () => Iterable<ChangeOfFacts>;
}

export interface WorkspaceWrite extends Queryable {
  /** Numbers for `count` facts in order of arrival: the first of them. */
  arrivals(count: number): number;
  /**
   * Does what inserts rows of which this transaction has looked up, or made, all that they refer to. Nobody takes that away while the
   * workspace's row is locked, so the database is spared to look for each of them again, where it lets its user say so: a tenth of the
   * time that an import takes. `insert` must give its statements before it awaits anything. Its failure may be met later (`ahead`).
   */
  withKnownReferences(insert: () => Promise<void>): Promise<void>;
  /** Says that this transaction changes what KPIs may answer; `what` narrows it down, without it anything may. */
  markChanged(what?: NarrowChange): void;
  /** Something to be told, once it is committed, to those in this process who follow commits (`onCommit`). */
  tell(news: object): void;
  /** Has listeners look again after the commit, though no KPI answers otherwise. */
  wake(): void;
  /**
   * Whether another write of the workspace waits for this one, in this process or seen by the last `lookWhoWaits`, or anybody for the
   * embedded engine: a long one should come to its end.
   */
  isAwaited(): boolean;
  /** Has the server say whether anybody, of any node, waits for this transaction. Not to be awaited before it goes on. */
  lookWhoWaits(): Promise<void>;
}

/** A transaction may be as long as a file is: not all that it could tell is kept until its end. */
const MOST_NEWS = 10;

/**
 * Every change of a workspace's facts, stages or journeys goes through here: one transaction that first locks the workspace's row, so
 * that writers of one workspace queue (no deadlock, journeys always fit their facts) while readers and other workspaces go on.
 * A transaction that changed something raises the data version, and listeners hear of it after the commit.
 */
export async function writeWorkspace<Result>(
  database: Database,
  workspaceId: string,
  work: (write: WorkspaceWrite) => Promise<Result>,
): Promise<Result> {
  let version: number | undefined;
  let committed: Changes | undefined;
  let news: object[] | undefined = [];
  const place = queueUp(database, workspaceId);
  const writing = database.transaction(async (transaction) => {
    const { arrived, hasLog, maySpare } = await lock(transaction, workspaceId);
    place.leave();
    const changes = new Changes(hasLog);
    let arrivals = arrived;
    let woken = false;
    let isSeenWaiting = false;
    const result = await work({
      query: (statement) => transaction.query(statement),
      arrivals(count) {
        arrivals += count;
        return arrivals - count + 1;
      },
      withKnownReferences: (insert) => ahead(maySpare ? spareReferences(transaction, insert) : insert()),
      markChanged(what) {
        changes.add(what);
      },
      tell(one) {
        if (news?.push(one) === MOST_NEWS) news = undefined;
      },
      wake() {
        woken = true;
      },
      isAwaited: () => isSeenWaiting || place.isAnybodyElseThere() || database.isAwaited(),
      async lookWhoWaits() {
        if (database.engine === 'postgres') isSeenWaiting = await isWaitedFor(transaction);
      },
    });
    // Nobody else gives numbers while the row is locked, so it is enough to note the last one.
    if (arrivals > arrived)
      await transaction.query(
        sql`update workspaces set arrivals = ${arrivals}::bigint where workspace_id = ${workspaceId}`,
      );
    if (changes.any) {
      committed = changes;
      const [row] = await transaction.query<{ version: number }>(sql`
        update workspaces set data_version = data_version + 1 where workspace_id = ${workspaceId}
        returning data_version as version`);
      version = row!.version;
      await recordChange(transaction, workspaceId, version, changes);
    } else if (woken) version = await readDataVersion(transaction, workspaceId);
    return result;
  });
  const result = await writing.finally(place.leave);
  if (version !== undefined && committed) tellCommit(database, { workspaceId, version, kinds: committed.kinds, news });
  if (version !== undefined) await database.notify(CHANGES, changePayload({ workspaceId, version }));
  return result;
}

/** How many writes of this process wait for a workspace's lock, by workspace. */
const queues = new WeakMap<Database, Map<string, number>>();

function queueUp(database: Database, workspaceId: string): { leave(): void; isAnybodyElseThere(): boolean } {
  const lengths = queues.get(database) ?? new Map<string, number>();
  queues.set(database, lengths);
  lengths.set(workspaceId, (lengths.get(workspaceId) ?? 0) + 1);
  let isThere = true;
  const others = () => (lengths.get(workspaceId) ?? 0) - (isThere ? 1 : 0);
  return {
    leave() {
      const left = others();
      isThere = false;
      if (left > 0) lengths.set(workspaceId, left);
      else lengths.delete(workspaceId);
    },
    isAnybodyElseThere: () => others() > 0,
  };
}

/**
 * What fetching a page costs a write, where working on a row is 0.01. What a write looks for it finds by ids, on pages that were mostly used a
 * moment ago: by the planner's own prices (1, and 4 out of order, as of a disk) it reads a whole table for 2,000 ids until that has some
 * hundred thousand rows.
 */
const PAGE_COST = '0.05';

interface Locked {
  /** How many facts have ever arrived. */
  arrived: number;
  /** Whether anybody wants to know what changes. */
  hasLog: boolean;
  /** Whether the database lets its user say that references need no check: a superuser, or whom one has granted it. */
  maySpare: boolean;
}

async function lock(transaction: Queryable, workspaceId: string): Promise<Locked> {
  const [row] = await transaction.query<{ arrived: number; has_log: boolean; may_spare: boolean }>(sql`
    select arrivals as arrived, exists (select 1 from event_logs l where l.workspace_id = ${workspaceId}) as has_log,
           has_parameter_privilege('session_replication_role', 'SET') as may_spare,
           set_config('seq_page_cost', ${PAGE_COST}, true), set_config('random_page_cost', ${PAGE_COST}, true)
    from workspaces where workspace_id = ${workspaceId} for no key update`);
  return { arrived: row?.arrived ?? 0, hasLog: row?.has_log ?? false, maySpare: row?.may_spare ?? false };
}

/** As `replica` a session's inserts fire no trigger of a foreign key. Deletions and updates before and after are checked as ever. */
async function spareReferences(transaction: Queryable, insert: () => Promise<void>): Promise<void> {
  const act = (role: 'replica' | 'origin') =>
    ahead(transaction.query(sql`select set_config('session_replication_role', ${role}, true)`));
  const given = [act('replica'), ahead(insert()), act('origin')];
  // In order, so that what failed is told, and not what failed because of it.
  for (const statement of given) await statement;
}

/** Whoever wants a row that a transaction has locked waits for the end of that transaction. */
async function isWaitedFor(transaction: Queryable): Promise<boolean> {
  const waiting = await transaction.query(sql`
    select 1 from pg_locks
    where locktype = 'transactionid' and transactionid = pg_current_xact_id_if_assigned()::xid and not granted limit 1`);
  return waiting.length > 0;
}

/** What a transaction changed, taken together. */
class Changes {
  any = false;
  /** Of the facts that changed; undefined: anything may have. */
  kinds: Set<string> | undefined = new Set();
  /** undefined where nobody wants to know: they hold on to every fact that was written. */
  private readonly parts: NarrowChange['reach'][] | undefined;

  constructor(isAsked: boolean) {
    this.parts = isAsked ? [] : undefined;
  }

  add(what: NarrowChange | undefined): void {
    this.any = true;
    if (what) {
      this.kinds?.add(what.kind);
      this.parts?.push(what.reach);
    } else this.kinds = undefined;
  }

  /** undefined: anything may have changed, or nobody asks. */
  together(): { kinds: string[]; earliest: Date | null } | undefined {
    if (!this.kinds || !this.parts) return undefined;
    const kinds = new Set<string>();
    let earliest = Number.POSITIVE_INFINITY;
    for (const part of this.parts)
      for (const change of part()) {
        for (const kind of change.kinds) kinds.add(kind);
        earliest = Math.min(earliest, change.earliest);
      }
    return { kinds: [...kinds], earliest: Number.isFinite(earliest) ? new Date(earliest) : null };
  }
}

/** Which rules a commit concerns follows from what it changed. A version without a row may have changed anything. */
async function recordChange(
  transaction: Queryable,
  workspaceId: string,
  version: number,
  changes: Changes,
): Promise<void> {
  const change = changes.together();
  if (!change) return;
  await transaction.query(sql`
    insert into fact_changes (workspace_id, version, kinds, earliest)
    values (${workspaceId}, ${version}, ${change.kinds}::text[], ${change.earliest}::timestamptz)`);
}

/** Has listeners look again, as `wake` of a write does. */
export async function wakeListeners(database: Database, workspaceId: string): Promise<void> {
  const version = await readDataVersion(database, workspaceId);
  await database.notify(CHANGES, changePayload({ workspaceId, version }));
}

/** The data version now. Every change that was acknowledged before has raised it. */
export async function readDataVersion(on: Queryable, workspaceId: string): Promise<number> {
  const [row] = await on.query<{ version: number }>(
    sql`select data_version as version from workspaces where workspace_id = ${workspaceId}`,
    { plannedOnce: true },
  );
  return row!.version;
}

function changePayload({ workspaceId, version }: WorkspaceChange): string {
  return `${workspaceId} ${version}`;
}

/** undefined for the empty payload that says 'something may have been missed'. */
export function readChangePayload(payload: string): WorkspaceChange | undefined {
  const [workspaceId, version] = payload.split(' ');
  return workspaceId && version ? { workspaceId, version: Number(version) } : undefined;
}
