import { sql } from 'kysely';
import { expect } from 'vitest';
import { rebuildCells, rebuildJourneys } from '../../server/cells/rebuild.ts';
import type { Database } from '../../server/database/database.ts';
import type { WorkspaceInfo } from '../../server/database/workspace-write.ts';
import { writeFacts } from '../../server/facts/write-facts.ts';
import { readFunnels } from '../../server/funnel/funnel.loaders.ts';
import { createKpiReader } from '../../server/kpi/reader.ts';
import { makeWorkspace } from '../../server/workspace/make-workspace.ts';

const now = new Date('2026-06-01T00:00:00Z');
/** Amounts of 10^12, each other than the others by a cent; in cents. */
const LARGEST = 99_999_999_999_999n;

/**
 * As many orders, won opportunities and days' spend as asked, written straight into the fact tables (what is under test is the way from
 * facts to KPIs), and every KPI in money compared with whole numbers of cents.
 */
export async function compareMoney(database: Database, count: number): Promise<void> {
  const workspace = await makeWorkspace(database, { name: 'money', timeZone: 'UTC', currency: 'CNY', now });
  await writeFacts(database, workspace, 'customers', [{ id: 'C', becameAt: '2026-05-01' }]);
  await writeFacts(database, workspace, 'channels', [{ key: 'ads' }]);
  await writeAmounts(database, workspace, count);
  await rebuildJourneys(database, workspace);
  await rebuildCells(database, workspace);

  const n = BigInt(count);
  const cents = n * LARGEST - (n * (n - 1n)) / 2n;
  const [funnel] = await readFunnels(database, workspace.id);
  const reader = createKpiReader(database, workspace, now);
  const money = async (key: string) =>
    (await reader.value({ key, funnel: funnel!, scope: { window: { period: '2026-05' } } })).money;
  for (const key of ['revenue', 'clv_annual', 'clv_historical', 'won_amount', 'channel_spend'])
    expect([key, await money(key)]).toEqual([key, decimal(cents * 10_000n)]);
  expect(await money('average_deal_size')).toBe(decimal(halfEven(cents * 10_000n, n)));
}

async function writeAmounts(database: Database, { id: workspaceId }: WorkspaceInfo, count: number): Promise<void> {
  const amount = sql`(${LARGEST.toString()}::numeric - n + 1) / 100`;
  const at = sql`timestamptz '2026-05-02' + n * interval '1 millisecond'`;
  const rows = sql`generate_series(1, ${count}::integer) n`;
  await database.query(sql`
    insert into orders (workspace_id, id, external_id, arrival, customer_id, at, amount)
    select ${workspaceId}, gen_random_uuid(), 'B' || n, n, c.id, ${at}, ${amount}
    from ${rows} cross join customers c where c.workspace_id = ${workspaceId}`);
  await database.query(sql`
    insert into opportunities (workspace_id, id, external_id, arrival, opened_at, won_at, amount)
    select ${workspaceId}, gen_random_uuid(), 'O' || n, n, timestamptz '2026-05-01', ${at}, ${amount} from ${rows}`);
  await database.query(sql`
    insert into spend (workspace_id, id, external_id, arrival, channel_id, date, at, amount, campaign, funnel_id)
    select ${workspaceId}, gen_random_uuid(), 'S' || n, n, ch.id, date '2026-05-02', timestamptz '2026-05-02', ${amount}, n::text, f.id
    from ${rows} cross join channels ch cross join funnels f
    where ch.workspace_id = ${workspaceId} and f.workspace_id = ${workspaceId}`);
}

/** Of whole numbers, rounded to the nearest, ties to even. */
function halfEven(dividend: bigint, divisor: bigint): bigint {
  const below = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && below % 2n === 1n) ? below + 1n : below;
}

/** Millionths as plain digits, without trailing zeros. */
function decimal(millionths: bigint): string {
  const text = millionths.toString().padStart(7, '0');
  return `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/\.?0+$/, '');
}
