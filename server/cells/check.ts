import { sql } from 'kysely';
import type { Database, Queryable } from '../database/database.ts';
import { type KeptSourceName, kept, keptSourceNames } from '../kpi/kept.ts';
import type { OnProgress } from './rebuild.ts';
import { sharesOf } from './share.ts';

/** A cell that is not what journeys add up to. */
export interface WrongCell {
  source: KeptSourceName;
  /** 'horizon': not a sum, but until when a source's sums depend on time. */
  cut: string;
  /** Calendar date. */
  day: string;
  /** null: there is no such cell. */
  kept: string | null;
  /** null: there should be no such cell. */
  computed: string | null;
}

export interface CheckReport {
  /** Cells there are. */
  cells: number;
  /** How many differ: none, ever. */
  wrong: number;
  /** The first of them. */
  differences: WrongCell[];
}

/**
 * Compares the cells of a workspace with its journeys, and tells those that differ. A source a statement, each in one snapshot, so it may
 * run while facts come in; it reads every journey once a source. `signal` ends it after the source under way.
 */
export async function checkCells(
  database: Database,
  workspaceId: string,
  atMost = 100,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<CheckReport> {
  const report: CheckReport = { cells: 0, wrong: 0, differences: [] };
  onProgress(0, keptSourceNames.length);
  for (const [index, source] of keptSourceNames.entries()) {
    signal?.throwIfAborted();
    // In a transaction, where a statement has all the time that it needs.
    const found = await database.transaction((on) =>
      checkSource(on, workspaceId, source, atMost - report.differences.length),
    );
    report.cells += found.cells;
    report.wrong += found.wrong;
    report.differences.push(...found.differences);
    onProgress(index + 1, keptSourceNames.length);
  }
  return report;
}

async function checkSource(
  on: Queryable,
  workspaceId: string,
  source: KeptSourceName,
  atMost: number,
): Promise<CheckReport> {
  const ofSource = sql`workspace_id = ${workspaceId} and source = ${source}`;
  const [report] = await on.query<CheckReport>(sql`
    with computed as materialized (${sharesOf(kept(source)!, workspaceId, sql`true`)}),
    wrong as materialized (
      select source, cut, day, k.counts::text || k.sums::text as kept, s.counts::text || s.sums::text as computed
      from (select * from cells where ${ofSource}) k
      full join computed s using (funnel_id, source, cut, day, position, entity_id)
      where k.counts is distinct from s.counts or k.sums is distinct from s.sums
      union all
      -- Too late is slow, too early is wrong.
      select s.source, 'horizon', (s.latest at time zone 'UTC')::date, h.latest::text, s.latest::text
      from (select funnel_id, source, max(latest) as latest from computed group by funnel_id, source) s
      left join (select * from cell_horizons where ${ofSource}) h using (funnel_id)
      where h.latest is null or h.latest < s.latest)
    select (select count(*) from cells where ${ofSource}) as cells, (select count(*) from wrong) as wrong,
      (select coalesce(jsonb_agg(to_jsonb(each) order by cut, day), '[]')
       from (select * from wrong order by cut, day limit ${atMost}) each) as differences`);
  return report!;
}
