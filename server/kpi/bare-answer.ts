import { sql } from 'kysely';
import type { Parameters } from '../database/prepared.ts';
import { type Doubt, doubtsText } from './cell-doubts.ts';
import type { CellValues } from './cell-values.ts';
import type { Grouping } from './grouping.ts';
import type { Sql } from './sources.ts';
import type { NameOfSlice, StatementAnswer } from './statement.ts';

/**
 * Counts from cells, in the barest form: all groups as one JSON text in one row. To send a row a group, and to read it, takes longer than
 * to count it. Beside them stand the data version and, unless they are settled, doubts and channels' names.
 */

/** Of channels there are few; names of other dimensions are joined. */
export function isBareFor({ slices }: Grouping): boolean {
  return slices === null || !('by' in slices) || slices.by === 'CHANNEL' || slices.by === 'STAGE';
}

/** Whether slices have names, which are those of channels. */
export function hasNames({ slices }: Grouping): boolean {
  return slices !== null && 'by' in slices && slices.by === 'CHANNEL';
}

export interface BareRow {
  version: number;
  /** JSON: an array of `[branch, entity, slice, counts]`. NULL without any. */
  groups: string | null;
  /** Absent: settled before. JSON: an array of Doubt; NULL without any. */
  doubts?: string | null;
  /** Absent: settled before, or slices have none. JSON: an array of `[id, key, name]`. */
  names?: string | null;
}

type GroupTuple = [branch: number, entity: string | null, slice: string | null, counts: readonly number[]];
type NameTuple = [id: string, key: string, name: string];

export function bareStatement(
  passes: readonly Sql[],
  values: Parameters<CellValues>,
  { asksDoubts, asksNames }: { asksDoubts: boolean; asksNames: boolean },
): Sql {
  const { workspaceId } = values;
  const columns = [
    sql`w.data_version as version`,
    sql`(select json_agg(json_build_array(g.branch, g.entity, g.slice, g.tallies))::text
      from (${sql.join(passes, sql` union all `)}) g) as groups`,
  ];
  if (asksDoubts) columns.push(sql`${doubtsText(values)} as doubts`);
  if (asksNames)
    columns.push(sql`(select json_agg(json_build_array(n.id, n.key, n.name))::text
      from channels n where n.workspace_id = ${workspaceId}) as names`);
  return sql`select ${sql.join(columns)} from workspaces w where w.workspace_id = ${workspaceId}`;
}

export interface BareAnswer extends StatementAnswer {
  names: NamesOfSlices;
}

/** @param settled names that are settled before; those of the row go before them */
export function readBare({ version, groups, doubts, names }: BareRow, settled: NamesOfSlices | null): BareAnswer {
  const found = names === undefined ? (settled ?? noNames) : namesIn(parsed<NameTuple>(names));
  return {
    rows: () =>
      parsed<GroupTuple>(groups).map(([branch, entity, slice, tallies]) => {
        const { slice_key, slice_name } = found.get(slice) ?? nameless;
        return { branch, entity, slice, slice_key, slice_name, tallies };
      }),
    size: 1 + Math.ceil((groups?.length ?? 0) / TEXT_PER_VALUE),
    version,
    doubts: parsed<Doubt>(doubts),
    names: found,
    scoringModelVersion: null,
  };
}

export type NamesOfSlices = ReadonlyMap<string | null, NameOfSlice>;

const noNames: NamesOfSlices = new Map();
const nameless: NameOfSlice = { slice_key: null, slice_name: null };
/** Characters in the measure of `Found.size`, a value's 200 bytes: the text, and as much again for what it is found by. */
const TEXT_PER_VALUE = 100;

function namesIn(tuples: readonly NameTuple[]): NamesOfSlices {
  return new Map(tuples.map(([id, key, name]) => [id, { slice_key: key, slice_name: name }]));
}

function parsed<Item>(json: string | null | undefined): Item[] {
  return json ? JSON.parse(json) : [];
}
