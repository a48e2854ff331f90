import { writeFileSync } from 'node:fs';
import { openRivals } from './bench.ts';
import type { Dataset } from './dataset.ts';
import { DAY } from './facts/company.ts';
import { sqlPath } from './sql-files.ts';
import { nextOf, windowsOf } from './windows.ts';

/** Writes the plan of each hand-written statement beside it. */
export async function explainRivals(dataset: Dataset, machine: string): Promise<void> {
  const { company } = dataset;
  const quarter = Object.values(nextOf(windowsOf(company, 90)));
  const year = Object.values(nextOf(windowsOf(company, 365)));
  const statements: Record<string, string[]> = {
    'floor-scorecard': quarter,
    'journeys-scorecard': quarter,
    'raw-scorecard': quarter,
    'journeys-medians': quarter,
    'floor-year-by-week': year,
    'journeys-by-tag': [...quarter, 'vip'],
    'journeys-by-industry': [...quarter, 'health'],
    'journeys-as-of': [...quarter, new Date(company.until - 30 * DAY).toISOString()],
  };
  const sql = await openRivals(dataset);
  for (const [name, values] of Object.entries(statements)) {
    // Twice, so that it speaks of warm caches.
    await sql.explain(name, values);
    const plan = await sql.explain(name, values);
    writeFileSync(sqlPath(`${name}.explain.txt`), `${company.leads} leads; ${machine.replace('\n', '; ')}\n\n${plan}`);
    console.error(`bench/sql/${name}.explain.txt`);
  }
  await sql.close();
}
