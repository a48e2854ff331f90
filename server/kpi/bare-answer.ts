import { sql } from 'kysely';
import type { Parameters } from '../database/prepared.ts';
import { type Doubt, doubtsText } from './cell-doubts.ts';
import type { CellValues } from './cell-values.ts';
import type { Grouping } from './grouping.ts';
import type { Sql } from './sources.ts';
import type { NameOfSlice, StatementAnswer, StatementRow } from './statement.ts';

/**
 * Counts from cells, in the barest form. What is said once stands in rows of its own rather than beside each group: data version and
 * doubts in one, channels' names in one each. Joining them to a few groups took longer than counting those.
 */

/** Of channels there are few; names of other dimensions are joined. */
export function isBareFor({ slices }: Grouping): boolean {
  return slices === null || !('by' in slices) || slices.by === 'CHANNEL' || slices.by === 'STAGE';
}

/** The branch of rows that bear names: id as entity, key as slice, name as tallies. */
const NAMES = -2;
/** The branch of the row with the data version as entity, and what there is to be said against the answer as tallies. */
const VERSION = -3;

export function bareUnion(parts: readonly Sql[], { slices }: Grouping, values: Parameters<CellValues>): Sql {
  const { workspaceId } = values;
  const version = sql`
    select ${sql.lit(VERSION)} as branch, w.data_version::text as entity, null::text as slice, ${doubtsText(values)} as tallies
    from workspaces w where w.workspace_id = ${workspaceId}`;
  const names = sql`
    select ${sql.lit(NAMES)}, n.id::text, n.key, n.name from channels n where n.workspace_id = ${workspaceId}`;
  const isByChannel = slices !== null && 'by' in slices && slices.by === 'CHANNEL';
  return sql.join([...parts, version, ...(isByChannel ? [names] : [])], sql` union all `);
}

export function readBare(found: readonly StatementRow[]): StatementAnswer {
  const names = new Map<string | null, NameOfSlice>();
  const rows: StatementRow[] = [];
  let version = 0;
  let doubts: Doubt[] = [];
  for (const row of found) {
    const { branch, entity, slice, tallies } = row;
    if (branch === NAMES) names.set(entity, { slice_key: slice, slice_name: tallies as string });
    else if (branch === VERSION) {
      version = Number(entity);
      doubts = tallies ? JSON.parse(tallies as string) : [];
    } else rows.push(row);
  }
  return { rows, version, doubts, names, scoringModelVersion: null };
}
