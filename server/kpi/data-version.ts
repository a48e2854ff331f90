import { sql } from 'kysely';
import { type Doubt, UNANSWERABLE } from './cell-doubts.ts';
import type { Sql } from './sources.ts';
import type { StatementAnswer, StatementRow } from './statement.ts';

/** The statement with the workspace's data version, in the same snapshot. Where it has no rows, one of NULLs bears it. */
export function withDataVersion(statement: Sql, workspaceId: string | Sql): Sql {
  return sql`
    select u.*, w.data_version
    from workspaces w left join (${statement}) u on true where w.workspace_id = ${workspaceId}`;
}

/** A row of such a statement. */
export type VersionedRow = StatementRow & { data_version: number; scoring_model_version?: number };

export function readVersioned(found: readonly VersionedRow[]): StatementAnswer {
  const [first] = found;
  const rows = found.filter(({ branch }) => branch !== null && branch !== UNANSWERABLE);
  return {
    rows: () => rows,
    size: rows.reduce((sum, { tallies }) => sum + 1 + Object.keys(tallies as object).length, 1),
    version: first!.data_version,
    doubts: found.filter(({ branch }) => branch === UNANSWERABLE).map(({ tallies }) => tallies as Doubt),
    scoringModelVersion: first!.scoring_model_version ?? null,
  };
}
