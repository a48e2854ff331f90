import { sql } from 'kysely';
import type { Database } from '../../../server/database/database.ts';

interface Reference {
  table: string;
  columns: string[];
  parent: string;
  keys: string[];
}

const ofWorkspace = (table: string, column: string, parent: string): Reference => ({
  table,
  columns: ['workspace_id', column],
  parent,
  keys: ['workspace_id', 'id'],
});

/** What rows of journeys are of, where no foreign key says it. */
const parents = [
  ofWorkspace('lead_stays', 'lead_id', 'leads'),
  ofWorkspace('lead_stays', 'stage_id', 'stages'),
  ofWorkspace('activity_journeys', 'activity_id', 'activities'),
  ofWorkspace('activity_journeys', 'lead_id', 'leads'),
];

/**
 * How many rows, of all workspaces, refer to what is not there: by table and column, those of which there are any. Of foreign keys too,
 * since imports spare the database to look (`withKnownReferences`).
 */
export async function orphanedRows(database: Database): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { table, columns, parent, keys } of [...parents, ...(await foreignKeys(database))]) {
    const isSame = keys.map((key, index) => sql`p.${sql.ref(key)} = c.${sql.ref(columns[index]!)}`);
    const isThere = columns.map((column) => sql`c.${sql.ref(column)} is not null`);
    const [row] = await database.query<{ count: number }>(sql`
      select count(*) as count from ${sql.table(table)} c
      where ${sql.join(isThere, sql` and `)} and not exists (select 1 from ${sql.table(parent)} p where ${sql.join(isSame, sql` and `)})`);
    if (row!.count > 0) found[`${table}.${columns.at(-1)}`] = row!.count;
  }
  return found;
}

async function foreignKeys(database: Database): Promise<Reference[]> {
  const names = (relation: string, numbers: string) => sql`
    array(select a.attname::text from unnest(c.${sql.ref(numbers)}) with ordinality as k(number, place)
      join pg_attribute a on a.attrelid = c.${sql.ref(relation)} and a.attnum = k.number order by place)`;
  const keys = await database.query<Reference>(sql`
    select c.conrelid::regclass::text as table, c.confrelid::regclass::text as parent,
           ${names('conrelid', 'conkey')} as columns, ${names('confrelid', 'confkey')} as keys
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
  if (keys.length < 30) throw new Error(`The database has ${keys.length} foreign keys only.`);
  return keys;
}
