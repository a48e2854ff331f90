import { sql } from 'kysely';
import type { Parameters } from '../database/prepared.ts';
import type { CellValues } from './cell-values.ts';
import type { SourceName, Sql } from './sources.ts';

/**
 * Why cells must not be believed, found in the snapshot of the answer itself: something in a guarded source happens after asOf, or the
 * database cuts the days otherwise than the question does, since it knows other rules of the time zone.
 */

/** The branch of rows that say why cells cannot answer. Their tallies are a Doubt. */
export const UNANSWERABLE = -1;

/** Something of the source happens as late as this; or, with neither, the days are cut otherwise. */
export interface Doubt {
  source?: SourceName;
  latest?: string;
}

/** Rows of branch UNANSWERABLE, where there is any doubt. */
export function doubts(values: Parameters<CellValues>): Sql[] {
  return [
    sql`
    select ${sql.lit(UNANSWERABLE)} as branch, null::text as entity, null::text as slice,
      jsonb_build_object('source', h.source, 'latest', h.latest) as tallies from ${horizonsBeyond(values)}`,
    sql`
    select ${sql.lit(UNANSWERABLE)}, null::text, null::text, '{}'::jsonb from ${boundsElsewhere(values)}`,
  ];
}

/** All doubts as the text of one JSON array; NULL without any. */
export function doubtsText(values: Parameters<CellValues>): Sql {
  return sql`(select jsonb_agg(doubt.doubt)::text from (
    select jsonb_build_object('source', h.source, 'latest', h.latest) as doubt from ${horizonsBeyond(values)}
    union all select '{}'::jsonb from ${boundsElsewhere(values)}) doubt)`;
}

function horizonsBeyond({ workspaceId, funnelId, guarded, asOf }: Parameters<CellValues>): Sql {
  return sql`cell_horizons h
    where h.workspace_id = ${workspaceId} and h.funnel_id = ${funnelId} and h.source = any(${guarded}::text[]) and h.latest > ${asOf}::timestamptz`;
}

function boundsElsewhere({ boundDays, boundStarts, timeZone }: Parameters<CellValues>): Sql {
  const localDay = (instant: Sql) => sql`((${instant}) at time zone ${timeZone})::date`;
  // Half an hour later too: some clocks have gone back just after midnight.
  return sql`unnest(${boundDays}::date[], ${boundStarts}::timestamptz[]) as bound(day, start)
    where ${localDay(sql`bound.start`)} < bound.day or ${localDay(sql`bound.start - interval '1 millisecond'`)} >= bound.day
      or ${localDay(sql`bound.start + interval '30 minutes'`)} < bound.day`;
}
