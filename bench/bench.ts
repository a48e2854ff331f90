import type { Dataset } from './dataset.ts';
import type { Engine, RivalDatabase } from './engine/engine.ts';
import { Connection } from './http/connection.ts';
import { type RunningProcess, startServer } from './server.ts';
import { sqlFile } from './sql-files.ts';
import type { Line } from './table.ts';
import { nextOf, type Window, windowsOf } from './windows.ts';

/** What every row measures with: the server over a loaded database. */
export interface Bench {
  engine: Engine;
  dataset: Dataset;
  server: RunningProcess;
  rounds: number;
  /** How long a load lasts, in each round. */
  seconds: number;
  /** The next 90 days that no row has asked about. */
  nextQuarter(): Window;
  open(): Promise<Connection>;
  close(): Promise<void>;
}

/** A piece of the table. */
export interface Row {
  name: string;
  measure(bench: Bench): Promise<Line[]>;
}

export async function openBench(
  engine: Engine,
  dataset: Dataset,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Bench> {
  const server = await startServer(dataset.home);
  const quarters = windowsOf(dataset.company, 90, 4);
  const connections: Connection[] = [];
  return {
    engine,
    dataset,
    server,
    rounds,
    seconds,
    nextQuarter: () => nextOf(quarters),
    async open() {
      const connection = await Connection.open(server.port);
      connections.push(connection);
      return connection;
    },
    async close() {
      for (const connection of connections) connection.close();
      await server.stop();
    },
  };
}

/** Hand-written SQL about the bench's workspace and funnel. */
export interface Rivals {
  /** The statement of bench/sql/ of that name: $1 and $2 are the workspace and its funnel. */
  run<Result = Record<string, unknown>>(name: string, values: readonly unknown[]): Promise<Result[]>;
  explain(name: string, values: readonly unknown[]): Promise<string>;
  /** By id. */
  channelKeys: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

export async function openRivals({ home, workspaceId, funnelId, channelKeys }: Dataset): Promise<Rivals> {
  const database = await home.openRival();
  const own = [workspaceId, funnelId];
  const texts = new Map<string, string>();
  const textOf = (name: string) => {
    const text = texts.get(name) ?? sqlFile(name);
    texts.set(name, text);
    return text;
  };
  return {
    run: (name, values) => database.query(textOf(name), [...own, ...values]),
    explain: (name, values) => explain(database, textOf(name), [...own, ...values]),
    channelKeys,
    close: () => database.close(),
  };
}

async function explain(database: RivalDatabase, text: string, values: readonly unknown[]): Promise<string> {
  const rows = await database.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${text}`, values);
  return `${rows.map((row) => row['QUERY PLAN']).join('\n')}\n`;
}
