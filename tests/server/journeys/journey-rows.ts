import { sql } from 'kysely';
import type { Database } from '../../../server/database/database.ts';

/** Every row of every journey of a workspace as text, by table: whatever columns there are. */
export async function journeyRows(database: Database, workspaceId: string): Promise<Record<string, string[]>> {
  const tables = await database.query<{ name: string }>(sql`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and (table_name like '%journeys' or table_name = 'lead_stays') order by table_name`);
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await database.query<{ text: string }>(
      sql`select t::text as text from ${sql.table(name)} t where workspace_id = ${workspaceId} order by t::text`,
    );
    found[name] = rows.map(({ text }) => text);
  }
  return found;
}
