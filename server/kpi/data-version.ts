import { sql } from 'kysely';
import type { Sql } from './sources.ts';

/** The statement with the workspace's data version, in the same snapshot. Where it has no rows, one of NULLs bears it. */
export function withDataVersion(statement: Sql, workspaceId: string): Sql {
  return sql`
    select u.*, w.data_version
    from workspaces w left join (${statement}) u on true where w.workspace_id = ${workspaceId}`;
}
