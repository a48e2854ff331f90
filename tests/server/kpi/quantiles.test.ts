import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFunnels } from '../../../server/funnel/funnel.loaders.ts';
import { createKpiReader } from '../../../server/kpi/reader.ts';
import type { KpiReader } from '../../../server/kpi/types.ts';
import { engines } from '../../support/database.ts';
import { startServer, type TestServer } from '../../support/server.ts';

// Medians and p90 are those of percentile_cont on the raw facts, whatever path the engine takes.
describe.each(engines)('quantiles on %s', (engine) => {
  let server: TestServer;
  let reader: KpiReader;
  const now = new Date('2026-11-24T00:00:00Z');
  beforeAll(async () => {
    server = await startServer({ engine, demo: true, now: () => now });
    reader = createKpiReader(server.database, server.workspace, now);
  });
  afterAll(() => server.close());

  const scope = { window: { between: { from: '2023-01-01', to: '2026-10-01' } } };
  const from = sql`timestamptz '2023-01-01 00:00+08'`;
  const to = sql`timestamptz '2026-10-01 00:00+08'`;
  const followUps = sql`
    select at, lead_id, lag(at) over (partition by lead_id order by at, arrival) as before from activities where direction = 'OUTBOUND'`;
  const facts = {
    sales_cycle: sql`select won_at - opened_at as length from opportunities where won_at >= ${from} and won_at < ${to}`,
    first_response_time: sql`
      select min(a.at) - l.created_at as length from leads l
      join activities a on a.lead_id = l.id and a.direction = 'OUTBOUND' and a.at >= l.created_at
      where l.created_at >= ${from} and l.created_at < ${to} group by l.id, l.created_at`,
    follow_up_interval: sql`select at - before as length from (${followUps}) f where before is not null and at >= ${from} and at < ${to}`,
  };

  test.each(Object.entries(facts))('%s', async (key, lengths) => {
    const [expected] = await server.database.query<{ n: number; quantiles: number[] }>(sql`
      select count(*) as n, percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from length)::double precision) as quantiles
      from (${lengths}) raw`);
    const [funnel] = await readFunnels(server.database, server.workspace.id);
    const { sampleSize, median, p90 } = await reader.value({ key, funnel: funnel!, scope });
    expect(sampleSize).toBeGreaterThan(3);
    expect({ n: sampleSize, quantiles: [median, p90] }).toEqual(expected);
  });
});
