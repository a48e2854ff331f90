import { sql } from 'kysely';
import type { Queryable } from './database.ts';

/** What writing reads by id; all that grows with facts. */
const TABLES = [
  'channels',
  'owners',
  'leads',
  'transitions',
  'activities',
  'opportunities',
  'quotes',
  'customers',
  'orders',
  'surveys',
  'spend',
  'deferred_facts',
  'lead_journeys',
  'lead_stays',
  'activity_journeys',
  'opportunity_journeys',
  'customer_journeys',
  'order_journeys',
];

/** Below this a table is read whole anyway. In bytes: 16 pages. */
const SMALL = 16 * 8192;
/** A table that has grown so many times since it was last counted is counted again. */
const GROWTH = 4;

/**
 * Counts tables that have just been filled. Without statistics the planner takes a thousand ids for the whole table and reads all of it,
 * for each chunk of an import; a server notices by itself only after a minute, the embedded one never.
 */
export async function refreshStatistics(on: Queryable): Promise<void> {
  const outgrown = await on.query<{ name: string }>(sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relname = any(${TABLES}::text[]) and c.relkind = 'r'
      and pg_relation_size(c.oid) > ${SMALL}::bigint and pg_relation_size(c.oid) > ${GROWTH}::bigint * greatest(c.relpages, 1) * 8192`);
  for (const { name } of outgrown) await on.query(sql`analyze ${sql.table(name)}`);
}
