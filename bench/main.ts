/** `npm run bench`: measures the project against its rivals and prints one table. bench/README.md says how. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBench } from './bench.ts';
import { openDataset } from './dataset.ts';
import type { Engine } from './engine/engine.ts';
import { startPglite } from './engine/pglite.ts';
import { startPostgres } from './engine/postgres.ts';
import { describeMachine } from './machine.ts';
import { type Options, readOptions, usage } from './options.ts';
import { scorecardRow } from './rows/scorecard.ts';
import { type Line, table } from './table.ts';

const directory = fileURLToPath(new URL('.data', import.meta.url));
const results = fileURLToPath(new URL('results', import.meta.url));

const rows = [scorecardRow];

async function main(options: Options): Promise<void> {
  const engine = await (options.engine === 'postgres'
    ? startPostgres(`${directory}/postgres`)
    : startPglite(`${directory}/pglite`));
  try {
    await run(engine, options);
  } finally {
    await engine.stop();
  }
}

async function run(engine: Engine, options: Options): Promise<void> {
  const chosen = rows.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const lines: Line[] = [];
  for (const leads of options.leads) {
    const dataset = await openDataset(engine, { directory, leads, fresh: options.fresh });
    const bench = await openBench(engine, dataset, options);
    try {
      for (const row of chosen) {
        console.error(`${engine.name}, ${leads} leads: ${row.name}`);
        lines.push(...(await row.measure(bench)));
      }
    } finally {
      await bench.close();
    }
  }
  const machine = await describeMachine(engine);
  console.log(`\n${machine}\n\n${table(lines)}`);
  mkdirSync(results, { recursive: true });
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  writeFileSync(`${results}/${stamp}-${engine.name}.md`, `${machine.replace('\n', '  \n')}\n\n${table(lines)}\n`);
}

let options: Options | undefined;
try {
  options = readOptions(
    process.argv.slice(2),
    rows.map(({ name }) => name),
  );
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}${rows.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
if (options) await main(options);
