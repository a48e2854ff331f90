import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { money, moneyText } from '../kpi/money.ts';
import type { Share } from './share.ts';

/** Adds to cells what is new and takes from them what was, where the two differ. */
export async function writeDifference(
  on: Queryable,
  workspaceId: string,
  before: readonly Share[],
  after: readonly Share[],
): Promise<void> {
  const changes = differences(before, after);
  await addToCells(on, workspaceId, changes);
  const lessened = changes.filter(({ counts }) => counts[0]! < 0);
  await removeEmpty(on, workspaceId, lessened);
  await moveHorizons(on, workspaceId, after);
}

/** after − before, cell by cell; without those in which nothing changed. */
export function differences(before: readonly Share[], after: readonly Share[]): Share[] {
  const cells = new Map<string, Share>();
  const add = (share: Share, sign: 1 | -1) => {
    const key = [share.funnel_id, share.source, share.cut, share.day, share.position, share.entity_id].join(' ');
    const known = cells.get(key);
    cells.set(key, {
      ...share,
      counts: share.counts.map((count, index) => (known?.counts[index] ?? 0) + sign * count),
      sums: share.sums.map((sum, index) =>
        moneyText(
          money(sum)
            .times(sign)
            .plus(known?.sums[index] ?? 0),
        ),
      ),
    });
  };
  for (const share of after) add(share, 1);
  for (const share of before) add(share, -1);
  return [...cells.values()].filter(
    ({ counts, sums }) => counts.some((count) => count !== 0) || sums.some((sum) => Number(sum) !== 0),
  );
}

async function addToCells(on: Queryable, workspaceId: string, shares: readonly Share[]): Promise<void> {
  if (shares.length === 0) return;
  const column = (name: keyof Share) => shares.map((share) => share[name]);
  const arrays = (name: 'counts' | 'sums') => shares.map((share) => `{${share[name].join(',')}}`);
  await on.query(sql`
    insert into cells (workspace_id, funnel_id, source, cut, day, position, entity_id, counts, sums)
    select ${workspaceId}::uuid, funnel_id, source, cut, day, position, entity_id, counts::bigint[], sums::numeric[]
    from unnest(${column('funnel_id')}::uuid[], ${column('source')}::text[], ${column('cut')}::text[], ${column('day')}::date[],
      ${column('position')}::integer[], ${column('entity_id')}::uuid[], ${arrays('counts')}::text[], ${arrays('sums')}::text[])
      as incoming(funnel_id, source, cut, day, position, entity_id, counts, sums)
    order by funnel_id, source, cut, day, position, entity_id
    on conflict (workspace_id, funnel_id, source, cut, day, position, entity_id) do update set
      counts = (select array_agg(a + b order by i) from unnest(cells.counts, excluded.counts) with ordinality as element(a, b, i)),
      sums = (select coalesce(array_agg(a + b order by i), '{}') from unnest(cells.sums, excluded.sums) with ordinality as element(a, b, i))`);
}

/** A cell without rows is none. */
async function removeEmpty(on: Queryable, workspaceId: string, shares: readonly Share[]): Promise<void> {
  if (shares.length === 0) return;
  const column = (name: keyof Share) => shares.map((share) => share[name]);
  await on.query(sql`
    delete from cells using unnest(${column('funnel_id')}::uuid[], ${column('source')}::text[], ${column('cut')}::text[], ${column('day')}::date[],
      ${column('position')}::integer[], ${column('entity_id')}::uuid[]) as lessened(funnel_id, source, cut, day, position, entity_id)
    where cells.workspace_id = ${workspaceId} and cells.funnel_id = lessened.funnel_id and cells.source = lessened.source
      and cells.cut = lessened.cut and cells.day = lessened.day and cells.position = lessened.position
      and cells.entity_id = lessened.entity_id and cells.counts[1] = 0`);
}

/** Horizons only move on: what was taken away may have been the latest, but that is too late, never too early. */
async function moveHorizons(on: Queryable, workspaceId: string, shares: readonly Share[]): Promise<void> {
  const latest = new Map<string, { funnel_id: string; source: string; latest: Date }>();
  for (const { funnel_id, source, latest: instant } of shares) {
    const key = `${funnel_id} ${source}`;
    const known = latest.get(key);
    if (!known || known.latest < instant) latest.set(key, { funnel_id, source, latest: instant });
  }
  const rows = [...latest.values()];
  if (rows.length === 0) return;
  await on.query(sql`
    insert into cell_horizons as known (workspace_id, funnel_id, source, latest)
    select ${workspaceId}::uuid, funnel_id, source, latest
    from unnest(${rows.map((row) => row.funnel_id)}::uuid[], ${rows.map((row) => row.source)}::text[], ${rows.map((row) => row.latest)}::timestamptz[])
      as incoming(funnel_id, source, latest)
    on conflict (workspace_id, funnel_id, source) do update set latest = excluded.latest where known.latest < excluded.latest`);
}
