import { sql } from 'kysely';
import { uuidArray } from '../database/binary-arrays.ts';
import type { Queryable } from '../database/database.ts';
import type { CellMove } from '../kpi/cell-memory/moved-cells.ts';
import { everContext, type Kept, type KeptSourceName, kept, NO_ENTITY } from '../kpi/kept.ts';
import { measure } from '../kpi/measures.ts';
import { type Sql, source as sourceOf } from '../kpi/sources.ts';

/** What some rows add to one cell. */
export interface CellShare extends CellMove {
  /** Exact decimals. */
  sums: string[];
}

export interface Share extends CellShare {
  /** The last instant on which any of it depends. */
  latest: Date;
}

/** Rows of a source to look at: those that are reached by these ids, in the way of that number, and not by others in another. */
export interface Looked {
  source: KeptSourceName;
  way: number;
  ids: readonly string[];
  /** By number of the way. */
  except: readonly (readonly [way: number, ids: readonly string[]])[];
}

/** Days go as numbers, which are written and read faster than dates. */
export const FIRST_DAY = sql`date '1970-01-01'`;

/** What these rows add to cells, as they stand in this transaction: one statement. */
export async function readShares(on: Queryable, workspaceId: string, looked: readonly Looked[]): Promise<Share[]> {
  const parts = looked
    .filter(({ ids }) => ids.length > 0)
    .map(({ source: name, way, ids, except }) => {
      const source = kept(name)!;
      const idOf = (number: number) => source.reachedBy[number]!.id;
      const conditions = [sql`${idOf(way)} = any(${uuidArray(ids)})`];
      for (const [other, others] of except)
        if (others.length > 0) conditions.push(sql`${idOf(other)} <> all(${uuidArray(others)})`);
      return sharesOf(source, workspaceId, sql.join(conditions, sql` and `));
    });
  if (parts.length === 0) return [];
  return on.query<Share>(sql`
    select funnel_id, source, cut, day - ${FIRST_DAY} as day, position, entity_id, to_jsonb(counts) as counts, sums::text[] as sums, latest
    from (${sql.join(parts, sql` union all `)}) shares`);
}

const nil = sql`${sql.lit(NO_ENTITY)}::uuid`;

/** Rows as cells have them, with `latest`, of the rows of a source for which `which` holds. Days are cut here and nowhere else. */
export function sharesOf(source: Kept, workspaceId: string, which: Sql): Sql {
  const { from, at, where, dimensions } = sourceOf(source.name);
  const ever = everContext(workspaceId, null);
  const timeZone = sql`(select w.time_zone from workspaces w where w.workspace_id = ${workspaceId})`;
  const instant = at!(ever);
  const conditions = [sql`j.workspace_id = ${workspaceId}`, sql`${instant} is not null`, which];
  if (where) conditions.push(where(ever));
  const observed = source.columns.map(({ measure: name, slot }, index) => {
    const { where: counts, value } = measure(name);
    const context = everContext(workspaceId, slot);
    const condition = counts ? counts(context) : sql`true`;
    return sql`${value ? sql`case when ${condition} then ${value(context)} end` : condition} as ${columnOf(index)}`;
  });
  const counts = source.columns.map(({ sum }, index) =>
    sum === null ? sql`count(*) filter (where ${columnOf(index)})` : sql`count(${columnOf(index)})`,
  );
  const sums = source.columns.flatMap(({ sum, squares }, index) => {
    const value = columnOf(index);
    const sumOf = (of: Sql) => sql`coalesce(sum(${of}), 0)`;
    return [...(sum === null ? [] : [sumOf(value)]), ...(squares === null ? [] : [sumOf(sql`${value} * ${value}`)])];
  });
  const byOwner = source.cuts.includes('OWNER');
  return sql`
    select funnel_id, ${source.name}::text as source, ${byOwner ? sql`case when grouping(channel_id) = 0 then 'CHANNEL' else 'OWNER' end` : sql`'CHANNEL'`} as cut,
           day, position, coalesce(channel_id, ${byOwner ? sql`owner_id, ` : sql``}${nil}) as entity_id,
           array[count(*), ${sql.join(counts)}]::bigint[] as counts, array[${sql.join(sums)}]::numeric[] as sums, max(latest) as latest
    from (
      select j.funnel_id, (${instant} at time zone ${timeZone})::date as day, ${dimensions.STAGE ? sql`p.position` : sql`0`} as position,
             ${dimensions.CHANNEL!} as channel_id, ${byOwner ? sql`${dimensions.OWNER!} as owner_id, ` : sql``}
             ${source.latest ?? instant} as latest, ${sql.join(observed)}
      from ${from(ever)} where ${sql.join(conditions, sql` and `)}
    ) rows
    group by grouping sets ((funnel_id, day, position, channel_id)${byOwner ? sql`, (funnel_id, day, position, owner_id)` : sql``})`;
}

function columnOf(index: number): Sql {
  return sql.ref(`m${index + 1}`);
}
