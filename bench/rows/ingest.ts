import { join } from 'node:path';
import type { Dataset } from '../dataset.ts';
import { type Engine, emptyHome, type Home } from '../engine/engine.ts';
import { DAY } from '../facts/company.ts';
import { load, totalOf } from '../facts/load.ts';
import { type Kind, spool } from '../facts/spool.ts';
import type { Figure } from '../figure.ts';
import { startServer } from '../server.ts';
import type { Line } from '../table.ts';

export const INGEST = 'ingest';

/** Facts a lead come to about nine, spread as thickly over the days as those of a company that has as many leads: of fewer, each adds more cells. */
const MOST_LEADS = { postgres: 1_000_000, pglite: 200_000 };
/** Two minutes each. */
const ROUNDS = 3;
/** Of more, one round says as much, and takes long enough. */
const LEADS_IN_ROUNDS = 200_000;
const TABLES: readonly Kind[] = ['leads', 'transitions', 'activities', 'opportunities', 'customers', 'orders', 'spend'];

/**
 * From NDJSON over HTTP to durable, validated, merged, journeys and cells written, into an empty database; against COPY of the same rows,
 * as they then stand in the fact tables, into empty tables with the same columns and indexes (but no foreign keys) on that database.
 */
export async function measureIngest(engine: Engine, directory: string, leads: number): Promise<Line[]> {
  const company = { leads: Math.min(leads, MOST_LEADS[engine.name]), until: Math.floor(Date.now() / DAY) * DAY };
  const rounds = company.leads > LEADS_IN_ROUNDS ? 1 : ROUNDS;
  const files = spool(company, join(directory, `facts-ingest-${company.leads}-${company.until / DAY}`));
  const ours: Figure = { unit: '/s', values: [] };
  const copy: Figure = { unit: '/s', values: [] };
  const memory: Figure = { unit: 'MB', values: [] };
  for (let round = 0; round < rounds; round++) {
    const home = await emptyHome(engine, 'bench_ingest');
    try {
      const server = await startServer(home);
      const { rows, ms } = totalOf(await load(server.port, files));
      ours.values.push(rows / (ms / 1000));
      memory.values.push(server.mostMemory());
      await server.stop();
      copy.values.push(await copyRate(home));
    } finally {
      await home.remove();
    }
  }
  const work = { leads: company.leads };
  return [
    {
      ...work,
      work: 'facts taken in, NDJSON over HTTP to durable, rows',
      ours,
      rival: { name: 'bare COPY of the rows', figure: copy },
      target: engine.name === 'postgres' ? '≥ 0.15' : '≥ 0.08',
    },
    {
      ...work,
      work: 'memory while facts come in',
      ours: memory,
      target: engine.name === 'postgres' ? '< 400 MB' : undefined,
    },
  ];
}

/** What the loading of the kept databases took. It was measured once, with the code of that day. */
export function loadingLines({ company: { leads, until }, loading: { times, memory } }: Dataset): Line[] {
  const { rows, ms } = totalOf(times);
  const day = new Date(until).toISOString().slice(0, 10);
  return [
    {
      work: `${rows.toLocaleString('en')} facts taken in at once (${day}), rows`,
      leads,
      ours: { unit: '/s', values: [rows / (ms / 1000)] },
    },
    { work: 'memory meanwhile', leads, ours: { unit: 'MB', values: [memory] } },
  ];
}

/** Rows per second. */
async function copyRate(home: Home): Promise<number> {
  const database = await home.openRival();
  try {
    await database.script('create schema bench_copy');
    let rows = 0;
    let ms = 0;
    for (const table of TABLES) {
      const into = `bench_copy.${table}`;
      await database.script(`create table ${into} (like public.${table} including all)`);
      const copyIn = await database.copyOut(table);
      const began = performance.now();
      await copyIn(into);
      ms += performance.now() - began;
      const [found] = await database.query<{ count: string }>(`select count(*) from ${into}`);
      rows += Number(found!.count);
    }
    return rows / (ms / 1000);
  } finally {
    await database.close();
  }
}
