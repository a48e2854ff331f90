import type { Columns } from '../database/bulk.ts';
import { withoutTrailingZeros } from './exact-decimal.ts';
import type { FactValue } from './field-types.ts';
import type { FactKind, FactRow } from './kind.ts';

/** The columns of a kind's table, and how each becomes canonical. Worked out once a kind. */
interface Plan {
  columns: Columns;
  read: readonly (readonly [column: string, fromColumn: (stored: unknown) => FactValue])[];
  /** In canonical form, but for the ids. */
  blank: Readonly<FactRow>;
}

const plans = new Map<FactKind, Plan>();

/** All columns of a kind's table, in which a fact is written whole. */
export function columnsOf(kind: FactKind): Columns {
  return planOf(kind).columns;
}

/** A row as the engine gives it, in canonical form. */
export function canonicalRow(kind: FactKind, stored: Record<string, unknown>): FactRow {
  const row: FactRow = { id: stored.id as string, workspace_id: stored.workspace_id as string };
  for (const [column, fromColumn] of planOf(kind).read) row[column] = fromColumn(stored[column]);
  return row;
}

/** A row with nothing in it yet. */
export function blankRow(kind: FactKind, workspaceId: string, id: string): FactRow {
  const row = { ...planOf(kind).blank };
  row.workspace_id = workspaceId;
  row.id = id;
  return row;
}

function planOf(kind: FactKind): Plan {
  const known = plans.get(kind);
  if (known) return known;
  const columns: Record<string, string> = {
    workspace_id: 'uuid',
    id: 'uuid',
    [kind.key.column]: 'text',
    arrival: 'bigint',
  };
  const read: [string, (stored: unknown) => FactValue][] = [
    [kind.key.column, asStored],
    ['arrival', asStored],
  ];
  for (const { column, type, refersTo } of Object.values(kind.fields)) {
    if (!column) continue;
    columns[column] = refersTo ? 'uuid' : type.sql;
    read.push([column, refersTo ? asStored : type.fromColumn]);
  }
  for (const [column, type] of Object.entries(kind.derived?.columns ?? {})) {
    columns[column] = type;
    read.push([column, type === 'timestamptz' ? instantFromColumn : asStored]);
  }
  if (kind.moneyDay) {
    columns.per_unit = 'numeric';
    read.push(['per_unit', perUnitFromColumn]);
  }
  // Column by column: of what Object.fromEntries makes, copies take 40 times as long to make, and as long again to fill.
  const blank: FactRow = { workspace_id: '', id: '' };
  for (const [column, fromColumn] of read) blank[column] = fromColumn(null);
  const plan = { columns, read, blank };
  plans.set(kind, plan);
  return plan;
}

function asStored(stored: unknown): FactValue {
  return (stored ?? null) as FactValue;
}

function instantFromColumn(stored: unknown): FactValue {
  return stored === null ? null : (stored as Date).toISOString();
}

function perUnitFromColumn(stored: unknown): FactValue {
  return stored === null ? null : withoutTrailingZeros(stored as string);
}
