import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { openDatabase } from '../../../server/database/open.ts';
import { engines, freshHome } from '../../support/database.ts';
import { wrongCells } from '../cells/wrong-cells.ts';
import { leadsOf } from './many-leads.ts';
import { makeWorkspace, post } from './workspace.ts';

const COUNT = 8_000;
const script = fileURLToPath(new URL('./interrupted-import.ts', import.meta.url));

describe.each(engines)('a process that is killed in the middle of an import, on %s', (engine) => {
  test('leaves what it had accepted; posting again gives the totals of an import without it', {
    timeout: 240_000,
  }, async () => {
    const home = await freshHome(engine);
    let database = await openDatabase(home);
    const workspace = await makeWorkspace(database, { timeZone: 'UTC' });
    const other = await makeWorkspace(database, { timeZone: 'UTC' });
    await database.close();

    const child = spawn(
      process.execPath,
      ['--import', 'tsx', script, workspace.id, home.url ?? '', home.directory ?? '', String(COUNT)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)));
    child.stdout.setEncoding('utf8');
    for await (const said of child.stdout) if (/^[34]\d{3}$/m.test(said)) child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');

    database = await openDatabase(home);
    const kept = await totals(database, workspace.id);
    expect(kept.leads).toBeGreaterThan(0);
    expect(kept.leads).toBeLessThan(COUNT);
    // Whole chunks: facts and their journeys, or neither.
    expect(kept.journeys).toBe(kept.leads);
    expect(await wrongCells(database, workspace.id)).toEqual([]);

    const facts = [...leadsOf(COUNT)];
    const report = await post(database, workspace, 'leads', facts);
    expect(report).toMatchObject({ accepted: COUNT - kept.leads, unchanged: kept.leads, rejected: 0 });
    await post(database, other, 'leads', facts);
    expect(await totals(database, workspace.id)).toEqual(await totals(database, other.id));
    expect(await wrongCells(database, workspace.id)).toEqual([]);
    await database.close();
    await home.remove();
  });
});

async function totals(database: Database, workspaceId: string) {
  const [row] = await database.query<{ leads: number; journeys: number }>(sql`
    select count(*) as leads, count(j.lead_id) as journeys, count(distinct l.channel_id) as channels, sum(l.company_size) as size,
           md5(string_agg(l.external_id || l.created_at || l.needs, ',' order by l.external_id)) as digest, max(l.place) as place
    from (
      select *, need_match::text || tags::text as needs, row_number() over (order by arrival) as place
      from leads where workspace_id = ${workspaceId}
    ) l
    left join lead_journeys j on j.workspace_id = ${workspaceId} and j.lead_id = l.id`);
  return row!;
}
