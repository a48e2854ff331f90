import { sql } from 'kysely';
import type { Queryable } from '../database/database.ts';
import { kept, keptSourceNames } from '../kpi/kept.ts';
import { sharesOf } from './share.ts';

/** A cell that is not what journeys add up to. */
export interface WrongCell {
  source: string;
  cut: string;
  day: string;
  /** null: there is no such cell, or it should not be there. */
  kept: string | null;
  computed: string | null;
}

/**
 * Compares the cells of a workspace with its journeys, and tells those that differ: none, ever. A source a statement, each in one snapshot,
 * so it may run while facts come in; it reads every journey once.
 */
export async function wrongCells(on: Queryable, workspaceId: string, atMost = 20): Promise<WrongCell[]> {
  const wrong: WrongCell[] = [];
  for (const name of keptSourceNames) {
    const shares = sharesOf(kept(name)!, workspaceId, sql`true`);
    const key = sql`funnel_id, source, cut, day, position, entity_id`;
    wrong.push(
      ...(await on.query<WrongCell>(sql`
        select source, cut, day, k.counts::text || k.sums::text as kept, s.counts::text || s.sums::text as computed
        from (select * from cells where workspace_id = ${workspaceId} and source = ${name}) k
        full join (${shares}) s using (${key})
        where k.counts is distinct from s.counts or k.sums is distinct from s.sums
        order by source, cut, day limit ${atMost}`)),
    );
    // Too late is slow, too early is wrong.
    const late = await on.query<{ day: string; kept: string | null; computed: string }>(sql`
      select (s.latest at time zone 'UTC')::date as day, h.latest::text as kept, s.latest::text as computed
      from (select funnel_id, source, max(latest) as latest from (${shares}) each group by 1, 2) s
      left join cell_horizons h on h.workspace_id = ${workspaceId} and h.funnel_id = s.funnel_id and h.source = s.source
      where h.latest is null or h.latest < s.latest`);
    wrong.push(...late.map((row) => ({ source: name, cut: 'horizon', ...row })));
    if (wrong.length >= atMost) break;
  }
  return wrong.slice(0, atMost);
}
