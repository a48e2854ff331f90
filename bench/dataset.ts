import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, emptyHome, type Home } from './engine/engine.ts';
import { type Company, DAY } from './facts/company.ts';
import { type LoadTimes, load, totalOf } from './facts/load.ts';
import { spool } from './facts/spool.ts';
import { prepareRivals } from './prepare-rivals.ts';
import { startServer } from './server.ts';

/** Raised whenever the same number of leads would get other facts or other rivals' tables. */
const VERSION = 3;

/** A loaded database, kept from run to run. */
export interface Dataset {
  company: Company;
  home: Home;
  workspaceId: string;
  /** The workspace's default funnel. */
  funnelId: string;
  /** By id. */
  channelKeys: ReadonlyMap<string, string>;
  /** What loading took, when it was loaded. */
  loading: Loading;
}

export interface Loading {
  times: LoadTimes;
  /** The server's most memory while it took the facts in, in MB. */
  memory: number;
}

interface Stamp extends Loading {
  version: number;
  until: number;
  workspaceId: string;
  funnelId: string;
  /** Id and key. */
  channels: [string, string][];
  /** The project's last migration when rivals' tables were made. */
  migration: string;
}

export interface DatasetOptions {
  directory: string;
  leads: number;
  /** Load again, whatever is there. */
  fresh: boolean;
}

export async function openDataset(engine: Engine, { directory, leads, fresh }: DatasetOptions): Promise<Dataset> {
  const name = `bench_${leads}`;
  const file = join(directory, `${engine.name}-${leads}.json`);
  const known = fresh ? undefined : readStamp(file);
  let home = await engine.home(name);
  const company = { leads, until: known?.until ?? Math.floor(Date.now() / DAY) * DAY };
  if (known?.migration === lastMigration()) return datasetOf(known, home, company);

  let loading: Loading | undefined = known;
  if (!loading) {
    rmSync(file, { force: true });
    home = await emptyHome(engine, name);
    loading = await loadInto(home, company, directory);
  } else {
    // The server brings the database up to date before it is ready.
    await (await startServer(home)).stop();
  }
  console.error(`${engine.name}, ${leads} leads: making the rivals' tables`);
  await home.forgetRival();
  const rival = await home.openRival();
  await prepareRivals(rival, engine);
  const [funnel] = await rival.query<{ workspaceId: string; funnelId: string }>(
    'select workspace_id as "workspaceId", id as "funnelId" from funnels where is_default',
  );
  const channels = await rival.query<{ id: string; key: string }>('select id, key from channels');
  await rival.close();
  const { times, memory } = loading;
  const stamp: Stamp = {
    version: VERSION,
    until: company.until,
    ...funnel!,
    channels: channels.map(({ id, key }) => [id, key]),
    migration: lastMigration(),
    times,
    memory,
  };
  writeFileSync(file, JSON.stringify(stamp));
  return datasetOf(stamp, home, company);
}

function datasetOf(stamp: Stamp, home: Home, company: Company): Dataset {
  const { workspaceId, funnelId, channels, times, memory } = stamp;
  return { company, home, workspaceId, funnelId, channelKeys: new Map(channels), loading: { times, memory } };
}

async function loadInto(home: Home, company: Company, directory: string): Promise<Loading> {
  const { leads, until } = company;
  mkdirSync(directory, { recursive: true });
  console.error(`Making the facts of ${leads} leads`);
  const files = spool(
    company,
    join(directory, `facts-${leads}-${new Date(until).toISOString().slice(0, 10)}-v${VERSION}`),
  );
  const server = await startServer(home);
  try {
    const times = await load(server.port, files, (line) => console.error(`loading ${line}`));
    const { rows, ms } = totalOf(times);
    console.error(`loaded ${rows} rows in ${Math.round(ms / 1000)} s`);
    return { times, memory: server.mostMemory() };
  } finally {
    await server.stop();
  }
}

function readStamp(file: string): Stamp | undefined {
  if (!existsSync(file)) return undefined;
  const stamp = JSON.parse(readFileSync(file, 'utf8')) as Stamp;
  return stamp.version === VERSION ? stamp : undefined;
}

function lastMigration(): string {
  return readdirSync(new URL('../prisma/migrations', import.meta.url))
    .sort()
    .at(-1)!;
}
