import type { Engine, RivalDatabase } from './engine/engine.ts';
import { sqlFile } from './sql-files.ts';

/** Makes what rivals read beside the project's own tables, and counts all tables, so that every planner knows them. */
export async function prepareRivals(rival: RivalDatabase, { name }: Engine): Promise<void> {
  await rival.script(
    'drop schema if exists bench_api cascade; drop schema if exists bench cascade; create schema bench; create schema bench_api',
  );
  await rival.script(sqlFile('prepare/raw-tables'));
  await rival.script(sqlFile('prepare/postgraphile').replace('/* floor-scorecard */', sqlFile('floor-scorecard')));
  // Indexes answer alone only where the visibility map says so.
  await rival.script(name === 'postgres' ? 'vacuum (analyze)' : 'vacuum analyze');
}
