import { availableParallelism } from 'node:os';
import type pg from 'pg';

/**
 * A few connections for short statements, each of which takes on the next before it has answered the last (pipelining). What is asked in
 * one turn of the event loop is written at once: on a busy server writes to sockets, one for each statement, would cost more than what
 * the statements say. They wait neither for a free connection nor behind long ones, which are none of theirs.
 */
export interface Lanes {
  /** Sent in the order of asking, beside what is under way. A failure is its own: those before and after it are not touched. */
  query(query: pg.QueryConfig): Promise<unknown[]>;
  close(): Promise<void>;
}

interface Lane {
  client: pg.Client;
  ready: Promise<unknown>;
  isReady: boolean;
  underWay: number;
  isHeld: boolean;
}

const FEWEST = 2;
const MOST = 8;

/** @param connect makes a client, not yet connected, with `pipeline: true`; lanes are opened when they are needed first */
export function openLanes(connect: () => pg.Client, most = lanesFor(availableParallelism())): Lanes {
  const lanes = new Set<Lane>();
  let isClosed = false;

  function open(): Lane {
    const client = connect();
    const lane: Lane = { client, ready: client.connect(), isReady: false, underWay: 0, isHeld: false };
    lanes.add(lane);
    // What was asked of it fails by itself; the next statement opens another.
    const leave = () => void lanes.delete(lane);
    client.on('error', leave);
    client.on('end', leave);
    lane.ready.then(() => {
      lane.isReady = true;
    }, leave);
    return lane;
  }

  /** The one with the least to do; a new one rather than behind another statement. */
  function choose(): Lane {
    let best: Lane | undefined;
    for (const lane of lanes) if (!best || lane.underWay < best.underWay) best = lane;
    return best && (best.underWay === 0 || lanes.size >= most) ? best : open();
  }

  return {
    async query(query) {
      if (isClosed) throw new Error('The database is closed.');
      const lane = choose();
      lane.underWay += 1;
      try {
        if (!lane.isReady) await lane.ready;
        holdForTurn(lane);
        return await rowsOf(lane.client, query);
      } catch (error) {
        // The server's last word on this connection, heard before its end is.
        if ((error as { severity?: string }).severity === 'FATAL') lanes.delete(lane);
        throw error;
      } finally {
        lane.underWay -= 1;
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...lanes].map(({ client }) => client.end().catch(() => {})));
    },
  };
}

/** As many as there are cores for them, since these statements wait for nothing else. */
function lanesFor(cores: number): number {
  return Math.min(Math.max(cores, FEWEST), MOST);
}

/** What is written until the turn ends goes out together. */
function holdForTurn(lane: Lane): void {
  if (lane.isHeld) return;
  lane.isHeld = true;
  const { stream } = (lane.client as pg.Client & { connection: { stream: NodeJS.WritableStream & Corkable } })
    .connection;
  stream.cork();
  setImmediate(() => {
    lane.isHeld = false;
    stream.uncork();
  });
}

interface Corkable {
  cork(): void;
  uncork(): void;
}

/** By callback: the client's own promises look for a stack trace each time. */
function rowsOf(client: pg.Client, query: pg.QueryConfig): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    client.query(query, (error: Error | null, result: pg.QueryResult) =>
      error ? reject(error) : resolve(result.rows),
    );
  });
}
